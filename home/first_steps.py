"""The first steps of a new person: how far she is, and putting the help away."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.querysets import FIRST_STEPS, QUESTIONS, Reader
from people.models import Employee, Notice


@dataclass(frozen=True)
class Step:
    """One task of the list. `here` is the one to do next; `address` leads to it, "" while it cannot be begun."""

    name: str
    done: bool
    here: bool
    address: str


def steps_of(reader: Reader) -> list[Step]:
    """The task list, worked out anew from what she did: nothing else has to be kept."""
    confirmed = reader.has_read and not reader.must_read_anew
    chosen = reader.connected or reader.settled_in or reader.shared
    tasks = [
        (_("Why, and the rules"), confirmed, reverse("home:start")),
        (_("Confirm by name"), confirmed, reverse("home:start") + "#confirm"),
        (_("Connect, or hand off"), confirmed and chosen, reverse("home:start") if confirmed else ""),
        (_("Your first share"), reader.shared, reverse("home:feed") if confirmed else ""),
    ]
    first = next((number for number, (_name, done, _to) in enumerate(tasks) if not done), -1)
    return [Step(name, done, number == first, address) for number, (name, done, address) in enumerate(tasks)]


def settle_in(*, by: Employee) -> None:
    """She wants no more help with her first steps, or needs none: the card does not come back."""
    _put_away(FIRST_STEPS, by=by)


def skip_questions(*, by: Employee) -> None:
    """The practice questions are not offered in her feed again. Kept alike whether she answered them or not."""
    _put_away(QUESTIONS, by=by)


def _put_away(key: str, *, by: Employee) -> None:
    if not Notice.objects.filter(employee=by, key=key).exists():
        Notice.objects.create(employee=by, code=key, key=key, solved_at=timezone.now())
