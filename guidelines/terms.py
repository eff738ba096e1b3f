"""The company's list of terms as a lexicon: read from the database, compiled once for each state of the list."""

from __future__ import annotations

import threading

from django.db.models import Count, Max

from guidelines.lexicon import EMPTY, Lexicon, compile_terms
from guidelines.lexicon import Term as Value
from guidelines.models import Term

_lock = threading.Lock()
_kept: tuple[object, Lexicon] = (None, EMPTY)


def current() -> Lexicon:
    """The lexicon of the list as it is now: one small query, and a compilation after a change of the list.

    Asked anew every time, so that a term added a moment ago counts for the post that goes out now.
    """
    global _kept
    stamp = tuple(Term.objects.aggregate(Max("updated_at"), Max("pk"), Count("pk")).items())
    with _lock:
        if _kept[0] != stamp:
            _kept = (stamp, compile_terms(map(value_of, Term.objects.order_by("pk"))))
        return _kept[1]


def value_of(term: Term) -> Value:
    """A stored term as the lexicon takes it."""
    return Value(
        key=str(term.pk),
        pattern=term.pattern,
        kind=term.kind,
        action=term.action,
        competitor=term.purpose == Term.Purpose.COMPETITOR,
        language=term.language,
        until=term.until,
        zone=term.until_zone or "UTC",
    )
