"""The pages of the people app: accepting an invitation, and one's own profile."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people import guessing, inviting
from people.access import AuthedRequest, authed
from people.forms import AcceptForm, ProfileForm


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show an invitation; a POST accepts it once and signs the new employee in."""
    try:
        invited = inviting.find(token)
        given = {name: getattr(invited, name) for name in ("first_name", "last_name")}
        initial = {**given, "language": guessing.browser_language(request)}
        form = AcceptForm(_posted(request), initial=initial, email=invited.email)
        if request.method == "POST" and form.is_valid():
            return _accept(request, token, form)
    except inviting.NoLongerValid:
        return render(request, "people/invitation_over.html", status=410)
    page = {"form": form, "invitation": invited}
    return render(request, "people/invitation.html", page, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _accept(request: HttpRequest, token: str, form: AcceptForm) -> HttpResponseBase:
    values = form.cleaned_data
    person = inviting.accept(
        token,
        first_name=values["first_name"],
        last_name=values["last_name"],
        password=values["password"],
        language=values["language"],
        time_zone=guessing.zone_or_company(values["time_zone"]),
    )
    # Signing in gives the session a new key, and ends the session of anybody else in this browser.
    signed_in: HttpResponseBase = perform_login(request, person, email=person.email)
    return signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@authed
def profile(request: AuthedRequest) -> HttpResponse:
    """A person's own name, language and time zone; her address and location are shown."""
    form = ProfileForm(_posted(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("people:profile")
    # The form writes on its instance even when it is refused: the page around it shows what is stored.
    request.user.refresh_from_db()
    return render(request, "people/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@authed
def zone(request: AuthedRequest) -> HttpResponse:
    """Take the browser's time zone, once, for somebody who never said one."""
    guessing.take_zone(request.user, request.POST.get("time_zone", ""))
    return HttpResponse(status=204)
