"""The notices of the desk app in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.notices import Kind, register

# Codes: to the desk, and to those who reported or asked.
REPORTED = "desk.reported"
ASSIGNED = "desk.assigned"
ASKED = "desk.asked"
SEEN = "desk.seen"
CLOSED = "desk.closed"
ANSWERED = "desk.answered"


def register_all() -> None:
    """Give each code of ours its sentence, what to do and where."""
    _register(
        REPORTED,
        _("A colleague got a difficult comment. Nobody has taken it yet."),
        _("Open it"),
        "incident",
        "bad",
    )
    _register(ASSIGNED, _("A difficult comment is in your hands now."), _("Open it"), "incident", "warn")
    _register(
        ASKED, _("A colleague asks for a look at a draft before posting."), _("Answer"), "answer", "info"
    )
    _register(
        SEEN,
        _("Your difficult comment was seen. You need not do anything."),
        _("See how it stands"),
        "report",
        "info",
    )
    _register(CLOSED, _("Your difficult comment is settled."), _("See how it ended"), "report", "ok")
    _register(ANSWERED, _("Your question before posting has an answer."), _("Read it"), "question", "ok")


def _register(code: str, sentence: Promise, action: Promise, page: str, tone: str) -> None:
    register(code, Kind(sentence, action, f"desk:{page}", tone, values_in_url=("pk",)))
