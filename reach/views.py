"""What is left of a short link's address when the redirect did not know the code."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse


@login_not_required
def unknown(request: HttpRequest, code: str) -> HttpResponse:
    """There is no such link: the friendly 404 page, open to strangers."""
    raise Http404
