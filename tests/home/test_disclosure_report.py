"""The report on disclosure: shares with and without one, by network, and never a number that points at somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from content.models import Item
from home import disclosure
from people.models import Employee
from sharing.models import Share
from sharing.states import ShareState
from tests.factories import make_item, make_person
from tests.guidelines.pages import words
from tests.home.shares import click, share

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 13, 0, tzinfo=UTC)
LAST_WEEK = NOW - timedelta(days=7)
SAID = "#WorkingAtAcme"


@pytest.fixture
def item(version: object) -> Item:
    return make_item()


@pytest.fixture
def crowd(version: object) -> list[Employee]:
    return [make_person(f"Zaphod{n}") for n in range(12)]


def send(
    people: list[Employee], item: Item, network: str = "x", said: str = SAID, at: datetime = LAST_WEEK
) -> list[Share]:
    """Each of these people put the item on the network once."""
    return [
        share(person, item, network=network, disclosure=said, published_at=at, created_at=at)
        for person in people
    ]


def table(period: disclosure.Period) -> dict[str, tuple[int, int]]:
    return {row.network.key if row.network else "": (row.said, row.unsaid) for row in period.rows}


def test_shares_are_counted_by_network_and_by_what_they_say(item: Item, crowd: list[Employee]) -> None:
    send(crowd[:7], item, "x")
    send(crowd[7:], item, "x", said="")
    send(crowd[:5], item, "bluesky")
    send(crowd[:5], make_item(), "bluesky", said="Ich arbeite hier.")
    latest, before = disclosure.read(NOW)
    assert table(latest) == {"x": (7, 5), "bluesky": (10, 0)}
    assert latest.all == disclosure.Row(None, 17, 5)
    assert latest.all.percent == 77
    assert (before.all, before.rows) == (None, ())


def test_only_what_went_out_counts(item: Item, crowd: list[Employee]) -> None:
    send(crowd[:5], item)
    out = {"network": "x", "disclosure": SAID, "created_at": LAST_WEEK}
    for state in set(ShareState) - {ShareState.PUBLISHED}:
        parked = {"parked_because": "finding"} if state == ShareState.PARKED else {}
        share(crowd[5], make_item(), state=state, **parked, **out)
    assert table(disclosure.read(NOW)[0]) == {"x": (5, 0)}
    share(crowd[6], item, state=ShareState.HANDED_OFF, confirmed_at=LAST_WEEK, **out)
    click(share(crowd[7], item, state=ShareState.HANDED_OFF, **out), "person")
    click(share(crowd[8], item, state=ShareState.HANDED_OFF, **out), "bot")
    assert table(disclosure.read(NOW)[0]) == {"x": (7, 0)}


def test_a_period_is_thirty_whole_days_up_to_yesterday(item: Item, crowd: list[Employee]) -> None:
    midnight = datetime(2026, 6, 15, tzinfo=UTC)
    second = timedelta(seconds=1)
    for number, at in enumerate(
        [
            midnight,
            midnight - second,
            midnight - timedelta(days=30),
            midnight - timedelta(days=30) - second,
            midnight - timedelta(days=60),
            midnight - timedelta(days=60) - second,
        ]
    ):
        send(crowd[: 5 + number], make_item(), at=at)
    latest, before = disclosure.read(NOW)
    assert (table(latest), table(before)) == ({"x": (6 + 7, 0)}, {"x": (8 + 9, 0)})
    assert [str(day) for period in (latest, before) for day in (period.first, period.last)] == [
        "2026-05-16",
        "2026-06-14",
        "2026-04-16",
        "2026-05-15",
    ]


def test_a_hand_off_counts_when_she_says_that_she_posted_it(item: Item, crowd: list[Employee]) -> None:
    made, told = NOW - timedelta(days=50), {"state": ShareState.HANDED_OFF, "disclosure": SAID}
    for person in crowd[:6]:
        share(person, item, network="x", created_at=made, confirmed_at=LAST_WEEK, **told)
    for person in crowd[6:]:
        click(share(person, item, network="x", created_at=made, **told), "person")
    latest, before = disclosure.read(NOW)
    assert (table(latest), table(before)) == ({"x": (6, 0)}, {"x": (6, 0)})


def test_under_five_people_nothing_is_told_however_much_they_shared(
    item: Item, crowd: list[Employee]
) -> None:
    for _round in range(3):
        send(crowd[:4], make_item())
    assert disclosure.read(NOW)[0].all is None
    send(crowd[4:5], item)
    assert table(disclosure.read(NOW)[0]) == {"x": (13, 0)}


def test_four_people_without_a_disclosure_are_not_told_apart(item: Item, crowd: list[Employee]) -> None:
    send(crowd[:6], item)
    send(crowd[6:10], item, said="")
    assert disclosure.read(NOW)[0].all is None
    send(crowd[10:11], item, said="")
    assert table(disclosure.read(NOW)[0]) == {"x": (6, 5)}


def test_a_network_of_few_joins_the_smallest_of_the_others(item: Item, crowd: list[Employee]) -> None:
    send(crowd, item, "x")
    send(crowd[:8], item, "bluesky")
    send(crowd[:6], item, "threads")
    send(crowd[:2], item, "reddit")
    assert table(disclosure.read(NOW)[0]) == {"x": (12, 0), "bluesky": (8, 0), "": (8, 0)}


def test_few_that_are_five_together_stand_as_the_others(item: Item, crowd: list[Employee]) -> None:
    send(crowd[:6], item, "x")
    send(crowd[:3], item, "reddit")
    send(crowd[2:5], item, "xing")
    assert table(disclosure.read(NOW)[0]) == {"x": (6, 0), "": (6, 0)}


def test_the_few_cannot_be_told_by_taking_a_network_from_the_sum(item: Item, crowd: list[Employee]) -> None:
    send(crowd[:6], item, "x")
    send(crowd[6:], item, "x", said="")
    send(crowd[:6], item, "bluesky")
    send(crowd[6:7], item, "bluesky", said="")
    latest = disclosure.read(NOW)[0]
    assert table(latest) == {"": (12, 7)}


def test_the_page_says_it_in_a_sentence_and_names_nobody(
    mona: Employee, client_for: Callable[[Employee], Client], item: Item, crowd: list[Employee]
) -> None:
    now = datetime.now(UTC)
    send(crowd[:6], item, at=now - timedelta(days=3))
    send(crowd[6:], item, said="", at=now - timedelta(days=3))
    send(crowd[:5], make_item(), at=now - timedelta(days=40))
    said = words(client_for(mona).get("/funnel/disclosure/").content.decode())
    assert (
        "6 of 12 shares that went out in the last 30 days say that their author works here (50 %). "
        "In the 30 days before it was 100 %."
    ) in said
    assert "X 6 6 50 %" in said and "X 5 0 100 %" in said
    assert "Zaphod" not in said and "Other networks" not in said


def test_the_page_says_that_there_is_too_little(
    root: Employee, client_for: Callable[[Employee], Client], item: Item, crowd: list[Employee]
) -> None:
    send(crowd[:4], item, at=datetime.now(UTC) - timedelta(days=3))
    page = client_for(root).get("/funnel/disclosure/").content.decode()
    assert "The last 30 days: too few to show." in words(page)
    assert "<table" not in page


def test_managers_find_it_from_the_funnel_and_back_and_for_others_it_is_not_there(
    ada: Employee, eli: Employee, mona: Employee, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    people = (ada, eli, mona, root)
    assert [client_for(person).get("/funnel/disclosure/").status_code for person in people] == [
        404,
        404,
        200,
        200,
    ]
    assert b"/funnel/disclosure/" not in client_for(eli).get("/funnel/").content
    assert b'href="/funnel/disclosure/"' in client_for(mona).get("/funnel/").content
    assert b'class="back" href="/funnel/"' in client_for(mona).get("/funnel/disclosure/").content


@pytest.mark.parametrize("size", [1, 12])
def test_the_report_costs_two_queries_whatever_the_number(
    item: Item, crowd: list[Employee], django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    for network in ("x", "bluesky", "threads"):
        send(crowd[:size], item, network)
    with django_assert_num_queries(2):
        disclosure.read(NOW)


@pytest.mark.parametrize("size", [1, 12])
def test_the_page_costs_the_same_whatever_the_number(
    mona: Employee,
    client_for: Callable[[Employee], Client],
    item: Item,
    crowd: list[Employee],
    django_assert_num_queries: DjangoAssertNumQueries,
    size: int,
) -> None:
    for network in ("x", "bluesky", "threads"):
        send(crowd[:size], item, network, at=datetime.now(UTC) - timedelta(days=3))
    client = client_for(mona)
    client.get("/funnel/disclosure/")
    with django_assert_num_queries(5):
        client.get("/funnel/disclosure/")
