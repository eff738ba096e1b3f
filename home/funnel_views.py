"""The funnel of first steps for curators and above, and the button that reminds."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guidelines import reminding
from home import funnel
from people.access import AuthedRequest, role_required
from people.roles import Role

MANAGERS = (Role.SOCIAL_MEDIA_MANAGER, Role.ADMINISTRATOR)

NAMES = {
    "invited": gettext_lazy("Invited"),
    "signed_in": gettext_lazy("Signed in"),
    "confirmed": gettext_lazy("Confirmed the guideline in force"),
    "connected": gettext_lazy("Connected an account or chose hand-off"),
    "shared": gettext_lazy("Shared something"),
}


@require_safe
@role_required(Role.CURATOR, *MANAGERS)
def show(request: AuthedRequest) -> HttpResponse:
    """Numbers for everybody, or for one team or one location: one such filter at a time."""
    team, location = request.GET.get("team", ""), request.GET.get("location", "")
    if team and location:
        raise Http404
    bars = funnel.read(timezone.now(), team=team, location=location)
    context = {
        "bars": [(NAMES[bar.step], bar) for bar in bars or []],
        "shown": bars is not None,
        "fewest": funnel.FEWEST,
        "team": team,
        "location": location,
        "teams": funnel.teams(),
        "locations": funnel.locations(),
        "may_remind": bool(request.user.roles & set(MANAGERS)),
    }
    return render(request, "home/funnel.html", context)


@require_POST
@role_required(*MANAGERS)
def remind(request: AuthedRequest) -> HttpResponse:
    """Queue the reminders; a number is told only when it points at nobody."""
    queued = reminding.remind(by=request.user)
    said = _("The reminders are queued. Nobody gets more than one in 14 days.")
    if queued >= funnel.FEWEST:
        said = _("%(n)s reminders are queued. Nobody gets more than one in 14 days.") % {"n": queued}
    messages.success(request, said)
    return redirect("home:funnel")
