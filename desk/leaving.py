"""What happens on the desk when a person leaves."""

from __future__ import annotations

from django.db.models import F

from desk import telling
from desk.models import Incident
from desk.states import State
from people.models import Employee


def leave(person: Employee) -> None:
    """Give open incidents in this person's hands back to the queue, and tell the others.

    What the person reported or asked stays: the desk needs the course of events. People are disabled, not deleted.
    """
    for incident in Incident.objects.filter(assigned_to=person, state=State.IN_WORK):
        Incident.objects.filter(pk=incident.pk, fence=incident.fence).update(
            state=State.SEEN, assigned_to=None, taken_at=None, fence=F("fence") + 1
        )
        telling.that_it_waits(incident, except_for=person)
