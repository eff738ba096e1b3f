"""What the desk does with an incident or a question. Every move is a compare-and-set: of two at once one wins."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from desk import telling
from desk.models import Incident, Note, Question
from desk.states import State, Verdict
from people import audit
from people.models import Employee


class SomebodyWasFaster(Exception):
    """The row was moved since the page was opened; `incident` or `question` of the caller is fresh again."""


def see(incident: Incident, *, fence: int, by: Employee) -> None:
    """Somebody of the desk has seen it: the reporter is told. SomebodyWasFaster."""
    with transaction.atomic():
        _move(incident, State.SEEN, fence=fence, seen_at=timezone.now())
        telling.that_it_was_seen(incident)
        audit.record("desk.incident.seen", by=by, on=incident)


def assign(incident: Incident, person: Employee, *, fence: int, by: Employee) -> None:
    """Put it into somebody's hands, one's own or another manager's. It counts as seen. SomebodyWasFaster."""
    now = timezone.now()
    first_seen = incident.seen_at is None
    with transaction.atomic():
        times = {"seen_at": incident.seen_at or now, "taken_at": incident.taken_at or now}
        _move(incident, State.IN_WORK, fence=fence, assigned_to=person, **times)
        if first_seen:
            telling.that_it_was_seen(incident)
        telling.that_it_is_hers(incident, by=by)
        audit.record("desk.incident.assigned", by=by, on=incident)


def close(incident: Incident, outcome: str, *, words: str, fence: int, by: Employee) -> None:
    """Say how it ended; the reporter reads `words`. SomebodyWasFaster."""
    now = timezone.now()
    with transaction.atomic():
        times = {"seen_at": incident.seen_at or now, "closed_at": now}
        _move(incident, State.CLOSED, fence=fence, outcome=outcome, closing_words=words, **times)
        telling.how_it_ended(incident)
        audit.record("desk.incident.closed", by=by, on=incident, outcome=outcome)


def note(incident: Incident, text: str, *, by: Employee) -> Note:
    """Write something down for the desk. The reporter does not see it."""
    return Note.objects.create(incident=incident, by=by, text=text)


def answer(question: Question, verdict: Verdict, *, better: str, reason: str, by: Employee) -> None:
    """Answer once, as advice. `better` is kept for Verdict.BETTER only. SomebodyWasFaster."""
    said = {"verdict": verdict, "better": better if verdict == Verdict.BETTER else "", "reason": reason}
    with transaction.atomic():
        waiting = Question.objects.filter(pk=question.pk, answered_at=None)
        answered = waiting.update(**said, answered_by=by, answered_at=timezone.now())
        question.refresh_from_db()
        if not answered:
            raise SomebodyWasFaster
        telling.what_the_answer_is(question)


def _move(incident: Incident, to: State, *, fence: int, **changes: Any) -> None:
    if not incident.move(to, fence=fence, **changes):
        raise SomebodyWasFaster
