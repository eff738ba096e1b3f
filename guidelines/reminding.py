"""Reminding people of a version they have not confirmed yet, without naming anyone to anyone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from guidelines.models import Acknowledgement, GuidelineVersion
from people import audit, mailing
from people.models import Employee, Outbox

# Nobody is reminded twice within this time, whoever presses the button.
PAUSE: Final = timedelta(days=14)
_KEY: Final = "guideline.reminder."


@transaction.atomic
def remind(now: datetime | None = None, *, by: Employee) -> int:
    """Queue a mail to everybody who has not confirmed the version in force. Gives how many; name nobody."""
    moment = now or timezone.now()
    version = GuidelineVersion.objects.in_force(moment)
    if version is None:
        return 0
    known = Acknowledgement.objects.filter(employee=OuterRef("pk"), version=version)
    told = _told_lately(moment)
    waiting = Employee.objects.filter(~Exists(known), is_active=True).order_by("pk")
    people = [person for person in waiting if person.pk not in told]
    for person in people:
        _queue(person, version, moment)
    audit.record("guidelines.reminded", by=by, on=version)
    return len(people)


def _told_lately(now: datetime) -> set[int]:
    keys = Outbox.objects.filter(key__startswith=_KEY, created_at__gt=now - PAUSE).values_list(
        "key", flat=True
    )
    return {int(key.removeprefix(_KEY).split(".")[0]) for key in keys}


def _queue(person: Employee, version: GuidelineVersion, now: datetime) -> None:
    mailing.queue(
        person.email,
        "guideline-reminder",
        {
            "person": person,
            "number": version.number,
            "link": f"{settings.PUBLIC_URL}{reverse('guidelines:read')}",
        },
        # The day is part of it: two who press at once queue one mail.
        key=f"{_KEY}{person.pk}.{now:%Y-%m-%d}",
        language=person.language,
    )
