"""The words of an incident and of a question: kinds with their target times, states with their moves, how it ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("Criticism or a complaint")
    FALSE = "false", _("Something false about us")
    HARASSMENT = "harassment", _("An attack on a person")
    PRESS = "press", _("A journalist asks")
    COMPETITOR = "competitor", _("A competitor")
    OTHER = "other", _("Something else")


KIND_HINTS: Final[dict[str, str | Promise]] = {
    Kind.COMPLAINT: _("About a product, a bill, a repair. Often there is a point."),
    Kind.FALSE: _("We answer with the facts, once."),
    Kind.HARASSMENT: _("Insults, threats, on you or somebody else. We save proof and report it with you."),
    Kind.PRESS: _("We answer, you need not."),
    Kind.COMPETITOR: _("They speak ill of us, or want to draw you into a quarrel."),
    Kind.OTHER: _("Whatever it is, better once too often."),
}

# How soon somebody has taken it over, in plain hours: nights and weekends count, an attack does not wait for Monday.
TARGETS: Final = {
    Kind.HARASSMENT: timedelta(hours=1),
    Kind.PRESS: timedelta(hours=2),
}
OTHER_TARGET: Final = timedelta(hours=8)


def target(kind: str) -> timedelta:
    """How long an incident of this kind may wait for somebody who takes it over."""
    return TARGETS.get(Kind(kind), OTHER_TARGET)


class State(models.TextChoices):
    NEW = "new", _("new")
    SEEN = "seen", _("seen")
    IN_WORK = "in_work", _("in work")
    CLOSED = "closed", _("closed")


OPEN: Final = (State.NEW, State.SEEN, State.IN_WORK)

# From each state to those it may go to. In work → in work is another person; → seen is a person who left.
MOVES: Final = {
    State.NEW: {State.SEEN, State.IN_WORK, State.CLOSED},
    State.SEEN: {State.IN_WORK, State.CLOSED},
    State.IN_WORK: {State.IN_WORK, State.SEEN, State.CLOSED},
    State.CLOSED: set[State](),
}


class Outcome(models.TextChoices):
    ANSWERED = "answered", _("answered in public")
    OFFLINE = "offline", _("talked about it offline")
    FACTS = "facts", _("facts published")
    HIDDEN = "hidden", _("hidden, or reported to the network")
    NONE = "none", _("no action needed")


class Verdict(models.TextChoices):
    OK = "ok", _("Good as it is")
    BETTER = "better", _("Better with other words")
    NO = "no", _("Better not")
