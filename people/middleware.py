"""The signed-in person's language and time zone, for the length of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

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
