"""A person leaves, or comes back: one transaction, and the other apps do their part in it."""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from people import audit, hooks, roles
from people.models import Employee


def disable(person: Employee, *, by: Employee | None) -> None:
    """Nothing of this person goes on: sign-in, sessions, and whatever `hooks.LEAVING` lists.

    Raises roles.LastAdministrator. Doing it twice changes nothing.
    """
    with transaction.atomic():
        if roles.Role.ADMINISTRATOR in person.roles:
            roles.guard_last_administrator(person)
        now = timezone.now()
        changed = Employee.objects.filter(pk=person.pk, is_active=True).update(is_active=False, left_at=now)
        person.is_active = False
        end_sessions(person)
        if not changed:
            return
        person.left_at = now
        for leave in hooks.LEAVING.values():
            leave(person)
        audit.record("people.employee.disabled", by=by, on=person)


def enable(person: Employee, *, by: Employee | None) -> None:
    """Let a person sign in again. What leaving ended stays ended."""
    with transaction.atomic():
        if Employee.objects.filter(pk=person.pk, is_active=False).update(is_active=True, left_at=None):
            audit.record("people.employee.enabled", by=by, on=person)
    person.is_active, person.left_at = True, None


def end_sessions(person: Employee) -> None:
    """Sign the person out everywhere. (A session of an inactive person opens nothing anyway.)"""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in UserSession.objects.filter(user=person):
        store.delete(session.session_key)
        session.delete()
