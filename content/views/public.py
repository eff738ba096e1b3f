"""The public page of an item: what strangers find behind a shared link, and what networks read for their preview."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from content import calendars
from content.models import Item, ItemText

# How networks write a language (Open Graph protocol, og:locale).
LOCALES = {"en": "en_GB", "de": "de_DE"}
DESCRIPTION_LENGTH = 200


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page in the language of `?lang=`, else of the reader's browser. 410 once it is withdrawn or past."""
    item = _get_item(slug)
    text = _choose_text(item, request)
    with translation.override(text.language):
        if not item.is_live(timezone.now()):
            return render(request, "content/gone.html", status=410)
        return render(request, "content/public.html", page_context(item, text))


@login_not_required
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The event of a public page as a calendar file."""
    item = _get_item(slug)
    if item.starts_at is None or not item.is_live(timezone.now()):
        raise Http404
    text = _choose_text(item, request)
    return calendar_answer(item, text, url=settings.PUBLIC_URL + item.page_path)


def calendar_answer(item: Item, text: ItemText, *, url: str) -> HttpResponse:
    """The event as a file to download."""
    headers = {"Content-Disposition": 'attachment; filename="event.ics"'}
    body = calendars.event_file(item, text, url=url)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def page_context(item: Item, text: ItemText) -> dict[str, object]:
    """All that the page shows, with the absolute addresses that networks want."""
    home = settings.PUBLIC_URL + item.page_path
    languages = [other.language for other in item.texts.all()]
    return {
        "item": item,
        "text": text,
        "description": Truncator(" ".join(text.summary.split()) or text.title).chars(DESCRIPTION_LENGTH),
        "image": settings.PUBLIC_URL + item.picture.url if item.picture else "",
        "locale": LOCALES[text.language],
        "canonical": _in_language(home, text.language) if len(languages) > 1 else home,
        "alternates": [
            {"language": language, "locale": LOCALES[language], "url": _in_language(home, language)}
            for language in languages
            if len(languages) > 1
        ],
    }


def _in_language(address: str, language: str) -> str:
    return f"{address}?{urlencode({'lang': language})}"


def _get_item(slug: str) -> Item:
    """An item that has, or had, a public page and words for it. Drafts and planned ones do not exist."""
    pages = Item.objects.filter(
        slug=slug, destination=Item.Destination.OWN_PAGE, publish_at__lte=timezone.now()
    )
    pages = pages.filter(state__in=[Item.State.APPROVED, Item.State.WITHDRAWN])
    item = pages.select_related("channel", "picture").prefetch_related("texts").first()
    if item is None or not item.texts.all():
        raise Http404
    return item


def _choose_text(item: Item, request: HttpRequest) -> ItemText:
    wanted = request.GET.get("lang") or translation.get_language() or ""
    text = item.text_in(wanted)
    if text is None:
        raise Http404
    return text
