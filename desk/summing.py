"""A month of the desk in figures, without names: how many of which kind, and how long people waited."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from desk.models import Incident
from desk.states import Kind
from people import company

# A group smaller than this is not broken down: one could tell who it was.
SMALLEST: Final = 5
_Row = tuple[str, datetime, datetime | None, datetime | None]


@dataclass(frozen=True)
class Line:
    """One group of incidents. `kinds` are the kinds in it, none for all of them; times are medians."""

    kinds: tuple[Kind, ...]
    count: int
    to_seen: timedelta | None
    to_close: timedelta | None


@dataclass(frozen=True)
class Summary:
    month: date
    count: int
    lines: list[Line]

    @property
    def before(self) -> date:
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return self.month + timedelta(days=calendar.monthrange(self.month.year, self.month.month)[1])


def sum_up(month: date) -> Summary:
    """The month that begins on `month`, by the company's clock. Groups under SMALLEST are put together or left out."""
    summary = Summary(month, 0, [])
    zone = ZoneInfo(company.current().time_zone)
    begin, end = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (month, summary.after))
    reported = Incident.objects.filter(created_at__gte=begin, created_at__lt=end)
    rows: list[_Row] = list(reported.values_list("kind", "created_at", "seen_at", "closed_at"))
    if len(rows) < SMALLEST:
        return Summary(month, len(rows), [])
    groups = grouped({Kind(kind): sum(row[0] == kind for row in rows) for kind in Kind.values})
    lines = [_line(kinds, [row for row in rows if row[0] in kinds]) for kinds in groups]
    whole = _line((), rows)
    return Summary(month, len(rows), [whole, *lines] if len(lines) > 1 else [whole])


def grouped(counts: dict[Kind, int]) -> list[tuple[Kind, ...]]:
    """Kinds in groups of SMALLEST or more, or none at all; the rest grows until it is large enough too.

    A small rest that stands alone could be told by subtraction, so the smallest shown kind joins it.
    """
    there = sorted((kind for kind in counts if counts[kind]), key=lambda kind: -counts[kind])
    alone = [kind for kind in there if counts[kind] >= SMALLEST]
    rest = [kind for kind in there if kind not in alone]
    while alone and rest and sum(counts[kind] for kind in rest) < SMALLEST:
        rest.insert(0, alone.pop())
    return [(kind,) for kind in alone] + ([tuple(rest)] if rest else [])


def _line(kinds: tuple[Kind, ...], rows: Sequence[_Row]) -> Line:
    seen = [row[2] - row[1] for row in rows if row[2]]
    closed = [row[3] - row[1] for row in rows if row[3]]
    return Line(kinds, len(rows), _median(seen), _median(closed))


def _median(times: list[timedelta]) -> timedelta | None:
    """The median, None of fewer than SMALLEST: it could be one person's."""
    if len(times) < SMALLEST:
        return None
    return timedelta(seconds=median(time.total_seconds() for time in times))
