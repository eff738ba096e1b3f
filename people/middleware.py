"""The signed-in person's language and time zone for the length of a request, and the door of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation

from people import second_factor
from people.models import Employee


class PersonMiddleware:
    """Activate the person's own language and time zone; everybody else keeps what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, Employee):
            return self.get_response(request)
        request.LANGUAGE_CODE = user.language
        with translation.override(user.language), timezone.override(user.zone):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The desk does not exist for people without a role; with REQUIRE_MFA it asks for the second factor."""
        match = request.resolver_match
        if match is None or "admin" not in match.app_names:
            return None
        user = request.user
        if not isinstance(user, Employee):
            return redirect_to_login(request.get_full_path())
        if not user.roles:
            raise Http404
        if settings.REQUIRE_MFA and not second_factor.used_in_session(request, user):
            return second_factor.ask(request, user)
        return None
