"""What a person opens: her feed, an item, her shares, her first steps."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.models import Item
from guidelines import citing, reading
from guidelines.forms import AcknowledgeForm
from guidelines.models import GuidelineVersion
from home import cursors, feed, first_steps, items, shares
from home import questions as practice
from home.querysets import Reader, monday, read_reader
from people import notices
from people.access import AuthedRequest, authed
from reach import own_clicks


@require_safe
@authed
def show_feed(request: AuthedRequest) -> HttpResponse:
    """Her feed: twenty items from where the address says, in the channel and of the kind it names."""
    now = timezone.now()
    reader = read_reader(request.user, now)
    chosen = request.GET.get("channel", "")
    channel = next((one for one in reader.channels if one.slug == chosen), None)
    kind = request.GET.get("kind", "")
    kind = kind if kind in Item.Kind.values else ""
    after = cursors.read_item(request.GET.get("after", ""))
    page = feed.page_of(reader, now, after=after, channel=channel, kind=kind)
    state = {"channel": channel.slug if channel else "", "kind": kind}
    context = {
        "page": page,
        "reader": reader,
        "first_page": after is None,
        "older": _address(state, after=cursors.write_item(page.next)) if page.next else "",
    }
    if request.htmx and request.htmx.target == "older":
        return render(request, "home/_cards.html", context)
    context |= {
        "greeting": feed.greeting(request.user, now),
        "invitation": feed.invitation(page, filtered=any(state.values())),
        "pills": _pills(reader, state),
        "filtered": any(state.values()),
        "notices": [notices.shown(notice) for notice in reader.notices if notice.code in notices.KINDS],
        "week_began": monday(now),
    }
    response = render(request, "home/feed.html", context)
    own_clicks.remember(response, request.user)
    return response


def _address(state: dict[str, str], **changes: str) -> str:
    """The feed's address with this state, without empty values."""
    query = urlencode({name: value for name, value in (state | changes).items() if value})
    return f"?{query}" if query else "?"


def _pills(reader: Reader, state: dict[str, str]) -> list[dict[str, object]]:
    """Channels, then kinds; those in force first, so that a phone shows them. A second press takes one back."""
    channels = [("channel", one.slug, one.name) for one in reader.channels]
    kinds = [("kind", value, label) for value, label in Item.Kind.choices]
    pills: list[dict[str, object]] = [
        {
            "label": label,
            "address": _address(state, **{name: "" if state[name] == value else value}),
            "current": state[name] == value,
        }
        for name, value, label in channels + kinds
    ]
    return sorted(pills, key=lambda pill: not pill["current"])


@require_safe
@authed
def show_item(request: AuthedRequest, pk: int) -> HttpResponse:
    """One item with all its suggestions and her shares of it; a withdrawn one says so."""
    withdrawn = items.withdrawn_for(request.user, pk)
    if withdrawn is not None:
        return render(request, "home/withdrawn.html", {"item": withdrawn}, status=410)
    card = items.card_of(request.user, pk)
    return render(
        request,
        "home/item.html",
        {"card": card, "item": card.item, "live": card.item.is_live(timezone.now())},
    )


@require_safe
@authed
def show_shares(request: AuthedRequest) -> HttpResponse:
    """Her shares: what needs her, what is coming up, what is out."""
    after = cursors.read_share(request.GET.get("after", ""))
    page = shares.page_of(request.user, after=after)
    older = f"?{urlencode({'after': cursors.write_share(page.next)})}" if page.next else ""
    return render(request, "home/shares.html", {"page": page, "older": older, "first_page": after is None})


@require_safe
@authed
def start(request: AuthedRequest) -> HttpResponse:
    """The first steps: why and the rules until she acknowledged them, then how she wants to share."""
    now = timezone.now()
    reader = read_reader(request.user, now)
    if reader.must_read_anew:
        return redirect(f"{reverse('guidelines:read')}?back=start")
    steps = first_steps.steps_of(reader)
    context: dict[str, object] = {
        "reader": reader,
        "steps": steps,
        "steps_done": sum(step.done for step in steps),
        "today": now,
    }
    version = None if reader.has_read else GuidelineVersion.objects.with_words().in_force(now)
    if version is not None:
        language = str(request.user.language)
        initial = {"version": version.pk, "language": language, "back": "start"}
        context |= {
            "reading": reading.compose(version, language),
            "form": AcknowledgeForm(initial=initial),
        }
    return render(request, "home/start.html", context)


@require_POST
@authed
def settle_in(request: AuthedRequest) -> HttpResponse:
    """Hand-off will do, or no help is wanted: to the feed, and the card does not come back."""
    first_steps.settle_in(by=request.user)
    return redirect("home:feed")


@require_http_methods(["GET", "HEAD", "POST"])
@authed
def questions(request: AuthedRequest) -> HttpResponse:
    """Situation ?n=; a chosen answer is explained on the spot. It comes by POST, so that no log keeps it either."""
    told = (request.POST if request.method == "POST" else request.GET).get("n", "1")
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 3 else 1
    asked = practice.question(number)
    if asked is None:
        raise Http404
    chosen = asked.answer(request.POST.get("answer", ""))
    context = {
        "question": asked,
        "number": number,
        "total": len(practice.QUESTIONS),
        "next": number + 1 if practice.question(number + 1) else None,
        "chosen": chosen,
        "rule": citing.rules(timezone.now(), str(request.user.language)).get(asked.rule),
    }
    return render(request, "home/questions.html", context)


@require_POST
@authed
def skip_questions(request: AuthedRequest) -> HttpResponse:
    """Done with the situations, or none wanted: to the feed."""
    first_steps.skip_questions(by=request.user)
    return redirect("home:feed")
