"""How many shares that went out say that their author works here, by network, as numbers that point at nobody.

Whether a rule asked for it cannot be known afterwards: rules, locations and kinds of items change and a share keeps
only the wording that stood in it. So shares are counted with and without one, and that is all that is told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import Count
from django.db.models.functions import Coalesce

from advocacy.lib.networks import NETWORKS, Network
from home.funnel import FEWEST
from home.querysets import COUNTED
from sharing.models import Share

DAYS: Final = 30


@dataclass(frozen=True)
class Tally:
    """Shares with and without a disclosure, and the people (by key) behind the ones and the others."""

    said: int = 0
    unsaid: int = 0
    who_said: frozenset[int] = frozenset()
    who_did_not: frozenset[int] = frozenset()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.said + other.said,
            self.unsaid + other.unsaid,
            self.who_said | other.who_said,
            self.who_did_not | other.who_did_not,
        )

    @property
    def people(self) -> int:
        return len(self.who_said | self.who_did_not)

    @property
    def shows_nobody(self) -> bool:
        """Whether each of the two numbers stands for nobody or for enough people, and not both for nobody."""
        sides = (len(self.who_said), len(self.who_did_not))
        return any(sides) and all(side == 0 or side >= FEWEST for side in sides)


@dataclass(frozen=True)
class Row:
    """One line of the table; `network` is None where several, or all, are put together."""

    network: Network | None
    said: int
    unsaid: int

    @property
    def shares(self) -> int:
        return self.said + self.unsaid

    @property
    def percent(self) -> int:
        return round(100 * self.said / self.shares)


@dataclass(frozen=True)
class Period:
    """Whole days from `first` to `last`. `all` is None and `rows` are empty where too few people shared."""

    first: date
    last: date
    all: Row | None
    rows: tuple[Row, ...]


def read(now: datetime) -> tuple[Period, Period]:
    """The last DAYS whole days in UTC up to yesterday, and as many before; one query each.

    Whole days: who looks twice in an hour does not see a single share go by.
    """
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    between = today - timedelta(days=DAYS)
    return _period(between, today), _period(between - timedelta(days=DAYS), between)


def _period(since: datetime, until: datetime) -> Period:
    """The shares of [since, until)."""
    tallies = _tallies(since, until)
    together = sum(tallies.values(), Tally())
    first, last = since.date(), until.date() - timedelta(days=1)
    if not together.shows_nobody:
        return Period(first, last, None, ())
    return Period(first, last, _row(None, together), tuple(_rows(tallies)))


def _tallies(since: datetime, until: datetime) -> dict[str, Tally]:
    """A tally for every network that something went to, at the time that "My shares" tells too."""
    went_out = Share.objects.filter(COUNTED).annotate(
        at=Coalesce("published_at", "confirmed_at", "created_at")
    )
    grouped = (
        went_out.filter(at__gte=since, at__lt=until).order_by().values("network", "employee", "disclosure")
    )
    found: dict[str, Tally] = defaultdict(Tally)
    for row in grouped.annotate(n=Count("pk")):
        who = frozenset({row["employee"]})
        found[row["network"]] += (
            Tally(said=row["n"], who_said=who)
            if row["disclosure"]
            else Tally(unsaid=row["n"], who_did_not=who)
        )
    return found


def _rows(tallies: dict[str, Tally]) -> list[Row]:
    """Networks that can stand alone, the most people first, then the others as one row.

    The smallest go to the others until those show nobody either: else they could be told from the sum.
    """
    alone = sorted(
        (key for key, tally in tallies.items() if tally.shows_nobody),
        key=lambda key: (-tallies[key].people, key),
    )
    rest = sum((tally for key, tally in tallies.items() if key not in alone), Tally())
    while alone and rest.people and not rest.shows_nobody:
        rest += tallies[alone.pop()]
    rows = [_row(NETWORKS[key], tallies[key]) for key in alone]
    return [*rows, _row(None, rest)] if rest.people else rows


def _row(network: Network | None, tally: Tally) -> Row:
    return Row(network, tally.said, tally.unsaid)
