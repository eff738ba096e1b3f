"""The page that reports disclosure to social media managers and administrators."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from home import disclosure, funnel
from people.access import AuthedRequest, role_required
from people.roles import Role


@require_safe
@role_required(Role.SOCIAL_MEDIA_MANAGER, Role.ADMINISTRATOR)
def show(request: AuthedRequest) -> HttpResponse:
    """Shares with and without a disclosure, in the last days and in those before."""
    latest, before = disclosure.read(timezone.now())
    context = {"latest": latest, "before": before, "days": disclosure.DAYS, "fewest": funnel.FEWEST}
    return render(request, "home/disclosure.html", context)
