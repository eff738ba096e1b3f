"""The browser's guess of language and time zone, taken once at first sign-in and changeable on the profile."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from people import company
from people.models import Employee, time_zones


def browser_language(request: HttpRequest) -> str:
    """What the language switch or the browser asks for ("en", "de"); the company's first language when neither says."""
    says = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.headers.get("Accept-Language")
    return translation.get_language_from_request(request) if says else company.current().language


def zone_or_company(name: str) -> str:
    """The browser's time zone where it is one, else the company's."""
    return name if name in time_zones() else company.current().time_zone


def take_language(person: Employee, request: HttpRequest) -> None:
    """Set the language of somebody who never said one. Once."""
    if person.language_guessed:
        return
    person.language = browser_language(request)
    person.language_guessed = True
    person.save(update_fields=["language", "language_guessed"])


def take_zone(person: Employee, name: str) -> None:
    """Set the time zone of somebody who never said one. Once; a name that is no zone changes nothing."""
    if name in time_zones():
        Employee.objects.filter(pk=person.pk, zone_guessed=False).update(time_zone=name, zone_guessed=True)
