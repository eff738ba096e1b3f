"""How far people have come, as numbers: invited, signed in, confirmed, connected, shared. Never who has not.

A number is shown only where it, what is left of its group, and the same two numbers of everybody else are all five or
more. Groups that differ by fewer than five people, or leave fewer than five outside, are not offered beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from guidelines.models import Acknowledgement, GuidelineVersion
from home.querysets import COUNTED, FIRST_STEPS
from people.models import Employee, Invitation, Membership, Notice
from sharing.models import Account, Share

FEWEST: Final = 5
STEPS: Final = ("invited", "signed_in", "confirmed", "connected", "shared")


@dataclass(frozen=True)
class Figures:
    """How many of a group took each step, in the order of STEPS; the first is the size of the group."""

    counts: tuple[int, ...]

    @property
    def size(self) -> int:
        return self.counts[0]


@dataclass(frozen=True)
class Bar:
    """One step as it is shown: `n` is None where the number would point at too few people."""

    step: str
    n: int | None
    percent: int


def read(now: datetime, *, team: str = "", location: str = "") -> list[Bar] | None:
    """The funnel of everybody, or of one team (by key) or one location. None for a group that is not shown."""
    everybody = _count(now, Q(), Q())
    if not team and not location:
        return (
            [_bar(step, n, everybody.size, None) for step, n in _named(everybody)] if everybody.size else None
        )
    if (team, location) not in {(key, "") for key, _name in teams()} | {("", name) for name in locations()}:
        return None
    if team:
        group = _count(now, Q(teams=team), Q(teams=team))
    else:
        group = _count(now, Q(location=location), Q(location=location))
    others = Figures(tuple(a - g for a, g in zip(everybody.counts, group.counts, strict=True)))
    return [
        _bar(step, n, group.size, (others.counts[i], others.size))
        for i, (step, n) in enumerate(_named(group))
    ]


def _named(figures: Figures) -> list[tuple[str, int]]:
    return list(zip(STEPS, figures.counts, strict=True))


def _bar(step: str, n: int, size: int, others: tuple[int, int] | None) -> Bar:
    cells = [n, size - n] if step != "invited" else [n]
    if others is not None:
        cells += [others[0], others[1] - others[0]] if step != "invited" else [others[0]]
    if any(cell < FEWEST for cell in cells):
        return Bar(step, None, 0)
    return Bar(step, n, round(100 * n / size))


def _count(now: datetime, of_people: Q, of_invitations: Q) -> Figures:
    """Two queries: people here with what they did, and invitations that are still open."""
    version = GuidelineVersion.objects.in_force(now)
    mine = OuterRef("pk")
    people = Employee.objects.filter(of_people, is_active=True).annotate(
        confirmed=Exists(Acknowledgement.objects.filter(employee=mine, version=version)),
        settled=Exists(Account.objects.usable().filter(employee=mine))
        | Exists(Notice.objects.filter(employee=mine, key=FIRST_STEPS)),
        shared=Exists(Share.objects.filter(COUNTED, employee=mine)),
    )
    told = people.aggregate(
        here=Count("pk", distinct=True),
        signed_in=Count("pk", distinct=True, filter=Q(last_login__isnull=False)),
        confirmed_n=Count("pk", distinct=True, filter=Q(confirmed=True)),
        connected_n=Count("pk", distinct=True, filter=Q(settled=True)),
        shared_n=Count("pk", distinct=True, filter=Q(shared=True)),
    )
    # Somebody who is here already and was invited again counts once.
    known = Employee.objects.filter(email=OuterRef("email"))
    waiting = Invitation.objects.filter(of_invitations, ~Exists(known), accepted_at=None)
    invited = told["here"] + waiting.aggregate(n=Count("pk", distinct=True))["n"]
    return Figures((invited, told["signed_in"], told["confirmed_n"], told["connected_n"], told["shared_n"]))


def teams() -> list[tuple[str, str]]:
    """Key and name of every team that may be looked at alone."""
    rows = Membership.objects.filter(employee__is_active=True).values_list("team", "team__name", "employee")
    groups: dict[tuple[str, str], set[int]] = {}
    for key, name, person in rows:
        groups.setdefault((str(key), name), set()).add(person)
    return sorted(_apart(groups), key=lambda team: team[1])


def locations() -> list[str]:
    """Every location that may be looked at alone."""
    groups: dict[tuple[str, str], set[int]] = {}
    rows = Employee.objects.filter(is_active=True).exclude(location="").order_by()
    for name, person in rows.values_list("location", "pk"):
        groups.setdefault((name, name), set()).add(person)
    return sorted(name for name, _name in _apart(groups))


def _apart(groups: Mapping[tuple[str, str], set[int]]) -> list[tuple[str, str]]:
    """The groups that can be shown beside each other, the largest first: what two of them do not share, and what is
    left of everybody without all of them, is nobody or five people and more."""
    everybody = set(Employee.objects.filter(is_active=True).values_list("pk", flat=True))
    shown: dict[tuple[str, str], set[int]] = {}
    rest = everybody
    for name, members in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        leftovers = [rest - members, *(members - other for other in shown.values())]
        leftovers += [other - members for other in shown.values()]
        if min(len(members), len(everybody - members)) < FEWEST or any(
            0 < len(few) < FEWEST for few in leftovers
        ):
            continue
        shown[name] = members
        rest = rest - members
    return list(shown)
