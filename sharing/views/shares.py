"""What becomes of a press of the button, and the decisions that only the person herself can make."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advocacy.lib import http
from guidelines import checks
from people.access import AuthedRequest, authed
from sharing import composing, handing_off, publishing, reviewing, sheet
from sharing.models import Account, Batch, Share
from sharing.states import ShareState
from sharing.views.parts import part_for

RUNNING = (ShareState.SCHEDULED, ShareState.PUBLISHING, ShareState.UNKNOWN)


def get_share(request: AuthedRequest, pk: UUID) -> Share:
    """A share of this person, or 404."""
    shares = Share.objects.of(request.user).select_related("account__server", "item", "link", "employee")
    return get_object_or_404(shares, pk=pk)


def get_batch(request: AuthedRequest, pk: UUID) -> Batch:
    """A press of the button by this person, or 404."""
    batches = Batch.objects.filter(employee=request.user).select_related("item")
    return get_object_or_404(batches, pk=pk)


@require_safe
@authed
def batch(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """One press of the button: where each share is now, and Undo while it can be undone."""
    pressed = get_batch(request, pk)
    shares = list(pressed.shares.select_related("account", "link").order_by("created_at", "pk"))
    can_undo = any(share.state == ShareState.SCHEDULED and not share.attempts.exists() for share in shares)
    seen = "-".join([*(share.state for share in shares), *(["undo"] if can_undo else [])])
    if request.htmx and request.GET.get("seen") == seen:
        # Nothing new: the page stays as it is, and the focus where it is.
        return HttpResponse(status=204)
    context = {
        "batch": pressed,
        "words": composing.text_in(pressed.item, shares[0].language if shares else request.user.language),
        "shares": shares,
        "can_undo": can_undo,
        "seen": seen,
        "running": any(share.state in RUNNING for share in shares),
        "all_cancelled": bool(shares) and all(share.state == ShareState.CANCELLED for share in shares),
    }
    return render(request, part_for(request, "sharing/batch.html"), context)


@require_POST
@authed
def undo(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Take back what nobody began to send."""
    pressed = get_batch(request, pk)
    if not composing.undo(pressed, by=request.user):
        messages.warning(request, _("It is being sent already. You can delete it on the network."))
    return redirect("sharing:batch", pk=pressed.pk)


@require_POST
@authed
def cancel(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Cancel a planned or waiting share."""
    if publishing.cancel(get_share(request, pk), by=request.user):
        messages.success(request, _("Cancelled. Nothing was posted."))
    else:
        messages.warning(request, _("It is being sent already. You can delete it on the network."))
    return redirect("home:shares")


@require_POST
@authed
def retry(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Try a failed or waiting share again."""
    share = get_share(request, pk)
    if share.account and share.account.state != Account.State.CONNECTED:
        messages.warning(request, _("Connect the account again first: your text is kept."))
    elif publishing.retry(share, by=request.user):
        messages.success(request, _("We try again now."))
    else:
        _say_why_not(request, share)
    return redirect("home:shares")


def _say_why_not(request: AuthedRequest, share: Share) -> None:
    """A button of an old page was pressed: say what happened meanwhile."""
    if share.replaced:
        messages.warning(
            request, _("You shared it again meanwhile. The newer one stands; nothing was posted twice.")
        )


@require_http_methods(["GET", "HEAD", "POST"])
@authed
def edit(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Change the words of a failed or waiting share and try again."""
    share = get_share(request, pk)
    if share.state not in (ShareState.FAILED, ShareState.PARKED):
        return redirect("home:shares")
    text, reason = handing_off.words_without_link(share.text, share.link.url), ""
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        reason = request.POST.get("reason", "").strip()[: reviewing.LONGEST_REASON]
    prepared = _prepare(share, text)
    errors = [finding.sentence for finding in prepared.findings if finding.level == checks.Level.BLOCK]
    asks = bool(checks.to_confirm(prepared.findings))
    if request.method != "POST" or errors or (asks and not reason):
        sent = request.method == "POST"
        context = {
            "share": share,
            "title": composing.text_in(share.item, share.language),
            "text": text,
            "reason": reason,
            "notes": sheet.notes(prepared.findings, request.user, timezone.now()),
            "errors": errors if sent else [],
            "asks_reason": asks,
            "reason_missing": sent and asks and not reason,
        }
        return render(request, "sharing/edit.html", context, status=422 if sent else 200)
    reviewing.remember_reason(share, prepared.findings, reason)
    if publishing.retry(share, by=request.user, text=prepared.text, disclosure=prepared.disclosure):
        messages.success(request, _("We try again now."))
    else:
        _say_why_not(request, share)
    return redirect("home:shares")


def _prepare(share: Share, text: str) -> reviewing.Prepared:
    """Her new words as they would be posted; a text of nothing is only told to be empty."""
    whole = composing.with_link(text, share.link.url)
    prepared = reviewing.prepare(whole, reviewing.place_of(share), reviewing.grounds(timezone.now()))
    if text.strip():
        return prepared
    return replace(prepared, findings=checks.review("", network=share.spec, language=share.language))


@require_POST
@authed
def settle(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Her answer to “Did it arrive?”."""
    share = get_share(request, pk)
    answer = request.POST.get("answer")
    if answer not in {"there", "absent"}:
        messages.warning(request, _("Choose one: it is there, or it is not."))
    elif publishing.settle(share, there=answer == "there", by=request.user):
        messages.success(request, _("Thank you.") if answer == "there" else _("We post it now."))
    return redirect("home:shares")


@require_POST
@authed
def hand_off(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Use the network's own window for a share that we could not post."""
    share = get_share(request, pk)
    # Another way out is no way round the guideline: words that must not go out do not go out by hand either.
    if share.state == ShareState.PARKED and reviewing.standing(share, timezone.now()):
        return redirect("sharing:edit", pk=share.pk)
    if share.state != ShareState.HANDED_OFF and not handing_off.hand_off(share, by=request.user):
        _say_why_not(request, share)
        return redirect("home:shares")
    return redirect("sharing:window", pk=share.pk)


@require_safe
@authed
def window(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The page that leads to the network's own window, with her words to copy, and asks once on return."""
    share = get_share(request, pk)
    if share.state != ShareState.HANDED_OFF:
        return redirect("home:shares")
    server, error = _server(request, share)
    title = composing.text_in(share.item, share.language)
    context = {
        "share": share,
        "title": title,
        "address": handing_off.window_address(share, title=title.title if title else "", server=server),
        "server": server,
        "server_error": error,
    }
    return render(request, part_for(request, "sharing/window.html"), context)


def _server(request: AuthedRequest, share: Share) -> tuple[str, str]:
    """Which server's window to open, where a network has many: the one she names, else that of her account."""
    if not share.spec.asks_server:
        return "", ""
    typed = request.GET.get("server", "").strip().lower().removeprefix("https://").rstrip("/")
    if typed and not http.is_allowed_host(typed):
        return "", _("“%(server)s” is not a server name. Write it like mastodon.social.") % {
            "server": typed[:60]
        }
    known = Account.objects.of(request.user).filter(network=share.network).first()
    return typed or (known.server.host if known and known.server else ""), ""


@require_POST
@authed
def posted(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """“I posted it”, or “I did not” after a hand-off."""
    share = get_share(request, pk)
    if request.POST.get("answer") == "no":
        handing_off.not_posted(share, by=request.user)
        messages.success(request, _("Fine. It is not counted."))
    elif handing_off.posted(share, by=request.user):
        messages.success(request, _("Thank you. From now on it counts as a share."))
    return redirect("home:shares")
