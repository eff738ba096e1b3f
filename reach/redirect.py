"""Short links: code to target in one select and one append-only insert, before session, CSRF and messages."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Case, Exists, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation

from content.models import Item
from reach import own_clicks, readers
from reach.models import Click
from sharing.models import Link

log = logging.getLogger(__name__)

PATH = re.compile(r"^/r/([A-Za-z0-9_-]{6,12})/?$")
# The rest (HSTS, framing, sniffing) comes from the middleware of every page, which stands before this one.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class ShortLinkMiddleware:
    """Answers /r/<code> itself and hands everything else on. An unknown code goes on too, to the usual 404 page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = PATH.match(request.path_info)
        if match is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        return follow(request, match[1]) or self.get_response(request)


def follow(request: HttpRequest, code: str) -> HttpResponse | None:
    """Count the request and lead on, or say that the item was withdrawn; None for an unknown code."""
    link = Link.objects.select_related("item", "share").filter(code=code).first()
    if link is None:
        return None
    if link.item.state == Item.State.WITHDRAWN:
        return withdrawn(request)
    _count(request, link)
    response = HttpResponseRedirect(link.target)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _count(request: HttpRequest, link: Link) -> None:
    """Write the click. A database in trouble must not keep a reader from the page."""
    now = timezone.now()
    owner = link.share.employee_id if link.share else None
    try:
        visitor = readers.visitor(request, now)
        kind: str | Case = own_clicks.kind_of(request, owner) or readers.kind_of(request)
        if kind == Click.Kind.PERSON:
            kind = person_or_repeat(link, visitor, now)
        Click.objects.create(link=link, at=now, kind=kind, visitor=visitor)
    except DatabaseError:
        log.exception("A click on link %s was not counted.", link.pk)


def person_or_repeat(link: Link, visitor: str, now: datetime) -> Case:
    """REPEAT when the same visitor followed the same link within half an hour, decided by the insert itself."""
    before = Click.objects.filter(
        link=link, visitor=visitor, kind=Click.Kind.PERSON, at__gt=now - readers.REPEAT
    )
    return Case(When(Exists(before), then=Value(Click.Kind.REPEAT)), default=Value(Click.Kind.PERSON))


def withdrawn(request: HttpRequest) -> HttpResponse:
    """A friendly page in the reader's language: what was here is gone, and that is on purpose."""
    with translation.override(translation.get_language_from_request(request)):
        response = render(request, "reach/withdrawn.html", status=410)
    for name, value in HEADERS.items():
        response[name] = value
    response["Content-Security-Policy"] += "; style-src 'self'; img-src 'self'"
    return response
