"""Telling a sharer's own clicks apart, by a signed cookie that the feed sets.

It is read where the short link shares our domain; elsewhere her own clicks count, and the page says so.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from people.models import Employee
from reach.models import Click

NAME = "__Host-own" if settings.HTTPS else "own"
_SALT = "reach.own"
_DAYS = 180


def remember(response: HttpResponse, employee: Employee) -> None:
    """Let this browser be known as hers for half a year. It holds her number, signed, and nothing else."""
    response.set_cookie(
        NAME,
        signing.dumps(employee.pk, salt=_SALT),
        max_age=_DAYS * 24 * 3600,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def kind_of(request: HttpRequest, owner: int | None) -> str:
    """OWN when the browser is the sharer's, else ""."""
    cookie = request.COOKIES.get(NAME)
    if not cookie or owner is None:
        return ""
    try:
        return Click.Kind.OWN if signing.loads(cookie, salt=_SALT, max_age=_DAYS * 24 * 3600) == owner else ""
    except signing.BadSignature:
        return ""
