"""The month in figures: no name, and no group under five."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.models import Incident
from desk.states import Kind
from desk.summing import SMALLEST, grouped, sum_up
from people.models import Employee
from tests.desk.conftest import ClientFor

MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)


def reported(kind: str, count: int, *, at: datetime = MARCH, seen: float = 30, closed: float = 120) -> None:
    """`count` incidents, seen and closed so many minutes after they were reported."""
    for _number in range(count):
        Incident.objects.create(
            kind=kind,
            state="closed",
            outcome="none",
            created_at=at,
            due_at=at,
            seen_at=at + timedelta(minutes=seen),
            closed_at=at + timedelta(minutes=closed),
        )


@given(st.dictionaries(st.sampled_from(list(Kind)), st.integers(0, 30)))
def test_no_group_is_smaller_than_five_unless_all_of_them_are(counts: dict[Kind, int]) -> None:
    groups = grouped(counts)
    sizes = [sum(counts[kind] for kind in group) for group in groups]
    assert sum(sizes) == sum(counts.values())
    assert sorted(kind for group in groups for kind in group) == sorted(
        kind for kind in counts if counts[kind]
    )
    assert all(size >= SMALLEST for size in sizes) or len(sizes) <= 1


@pytest.mark.django_db
def test_kinds_of_five_and_more_stand_alone_and_the_rest_together() -> None:
    reported("complaint", 7, seen=10)
    reported("press", 3, seen=20)
    reported("harassment", 2, seen=40)
    summary = sum_up(date(2026, 3, 1))
    assert [(line.kinds, line.count) for line in summary.lines] == [
        ((), 12),
        ((Kind.COMPLAINT,), 7),
        ((Kind.PRESS, Kind.HARASSMENT), 5),
    ]
    assert summary.lines[1].to_seen == timedelta(minutes=10)
    assert summary.lines[2].to_seen == timedelta(minutes=20)
    assert summary.lines[0].to_close == timedelta(minutes=120)


@pytest.mark.django_db
def test_a_small_rest_cannot_be_told_by_subtraction() -> None:
    reported("complaint", 6)
    reported("press", 1)
    assert [(line.kinds, line.count) for line in sum_up(date(2026, 3, 1)).lines] == [((), 7)]


@pytest.mark.django_db
def test_fewer_than_five_are_only_counted() -> None:
    reported("complaint", 4)
    summary = sum_up(date(2026, 3, 1))
    assert (summary.count, summary.lines) == (4, [])


@pytest.mark.django_db
def test_a_median_of_fewer_than_five_times_is_not_shown() -> None:
    reported("complaint", 6)
    some = Incident.objects.values_list("pk", flat=True)[:2]
    Incident.objects.filter(pk__in=list(some)).update(state="new", seen_at=None)
    assert sum_up(date(2026, 3, 1)).lines[0].to_seen is None


@pytest.mark.django_db
def test_a_month_begins_and_ends_by_the_companys_clock() -> None:
    # 31 March 23:30 UTC is 1 April in Berlin.
    reported("complaint", 5, at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    assert sum_up(date(2026, 3, 1)).count == 0
    assert sum_up(date(2026, 4, 1)).count == 5


@pytest.mark.django_db
def test_the_page_names_nobody_and_takes_any_month(
    ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    reported("complaint", 6)
    Incident.objects.update(reporter=ada)
    desk = client_for(mona)
    page = desk.get("/incidents/months/", {"month": "2026-03"}).content.decode()
    assert "March 2026" in page
    assert "6 difficult comments." in page
    assert "30\u00a0minutes" in page
    assert "Ada" not in page
    for month in ("", "x", "2026-13", "0001-01", "9999-12", "2026-03-01", "\x00"):
        assert desk.get("/incidents/months/", {"month": month}).status_code == 200
