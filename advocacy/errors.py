"""Error pages that say what happened and what to do, without stack or detail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: nothing was done, nothing is lost by going back."""
    return render(request, "403_csrf.html", status=403)
