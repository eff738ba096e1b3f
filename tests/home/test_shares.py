"""“My shares”: groups, words, clicks and next steps, for the person herself only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Employee
from sharing.models import Attempt
from sharing.states import Outcome, ParkedBecause, ShareState
from tests.factories import make_item
from tests.guidelines.pages import words
from tests.home.shares import account, click, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada_opens(ada: Employee, client_for: Callable[[Employee], Client]) -> Callable[..., str]:
    client = client_for(ada)

    def open_page(**query: str) -> str:
        return client.get("/shares/", query).content.decode()

    return open_page


def test_what_needs_her_comes_first_then_what_is_coming_then_the_rest(
    ada: Employee, ada_opens: Callable[..., str]
) -> None:
    share(ada, make_item("Left alone"))
    share(ada, make_item("Soon out"), state=ShareState.SCHEDULED)
    share(ada, make_item("Unsure"), state=ShareState.NEEDS_YOU)
    said = words(ada_opens())
    order = ["Needs you 1", "Unsure", "Coming up", "Soon out", "Left alone"]
    assert [said.index(word) for word in order] == sorted(said.index(word) for word in order)
    assert "One share needs you. Nothing is lost: every text is kept." in said


def test_a_published_share_shows_its_post_its_clicks_and_what_was_left_out(
    ada: Employee, ada_opens: Callable[..., str]
) -> None:
    made = share(ada, make_item("Out"), account=account(ada))
    for kind in ["person"] * 3 + ["bot"] * 2 + ["preview", "own", "repeat"]:
        click(made, kind)
    page = ada_opens()
    said = words(page)
    assert "3 clicks" in said and "Left out: 3 bots, 1 repeat, 1 of your own" in said
    assert 'href="https://social.example/@x/1"' in page
    assert "to @ada@social.example." in said


@pytest.mark.parametrize(
    ("fields", "sentence", "addresses"),
    [
        ({"state": ShareState.NEEDS_YOU}, "we never post twice on a guess", ["settle", "hand-off", "cancel"]),
        (
            {"state": ShareState.FAILED, "detail": "Text is too long"},
            "Mastodon said: “Text is too long”",
            ["edit", "hand-off"],
        ),
        ({"state": ShareState.FAILED}, "Mastodon did not take your post.", ["edit", "hand-off", "cancel"]),
        (
            {"state": ShareState.PARKED, "parked_because": ParkedBecause.RECONNECT},
            "connect again, or hand it off",
            ["hand-off"],
        ),
        (
            {"state": ShareState.PARKED, "parked_because": ParkedBecause.TOO_LATE},
            "Its time passed hours ago.",
            ["retry", "cancel"],
        ),
        ({"state": ShareState.HANDED_OFF}, "Did you post it there?", ["posted", "window"]),
        ({"state": ShareState.SCHEDULED}, "Goes out on", ["cancel"]),
        ({"state": ShareState.CANCELLED}, "Nothing was posted.", []),
        ({"state": ShareState.UNKNOWN}, "before we do anything", []),
    ],
)
def test_each_share_says_what_happened_and_offers_the_next_step(
    ada: Employee,
    ada_opens: Callable[..., str],
    fields: dict[str, object],
    sentence: str,
    addresses: list[str],
) -> None:
    made = share(ada, make_item(), **fields)
    page = ada_opens()
    assert sentence in words(page)
    offered = re.findall(rf"/shares/{made.pk}/([a-z-]+)/", page)
    assert set(addresses) <= set(offered) and bool(addresses) == bool(offered)


def test_both_answers_to_did_it_arrive_are_offered(ada: Employee, ada_opens: Callable[..., str]) -> None:
    share(ada, make_item(), state=ShareState.NEEDS_YOU)
    page = ada_opens()
    assert 'name="answer" value="there"' in page and 'name="answer" value="absent"' in page


def test_a_share_that_waits_for_its_network_says_when_it_goes_on(
    ada: Employee, ada_opens: Callable[..., str]
) -> None:
    made = share(ada, make_item(), state=ShareState.SCHEDULED, due_at=timezone.now() + timedelta(minutes=10))
    Attempt.objects.create(share=made, n=1, idempotency_key="x", outcome=Outcome.UNREACHABLE)
    assert "could not be reached" in words(ada_opens())
    Attempt.objects.create(share=made, n=2, idempotency_key="x", outcome=Outcome.RATE_LIMITED)
    assert "takes no more posts for the moment" in words(ada_opens())


def test_times_are_hers(ada: Employee, ada_opens: Callable[..., str]) -> None:
    at = timezone.now().replace(year=2026, month=11, day=24, hour=16, minute=42, second=0, microsecond=0)
    share(ada, make_item(), published_at=at)
    assert "24 November, 17:42" in words(ada_opens())


def test_a_click_of_a_person_makes_a_hand_off_count(ada: Employee, ada_opens: Callable[..., str]) -> None:
    made = share(ada, make_item(), state=ShareState.HANDED_OFF)
    click(made, "bot")
    assert "Opened" in words(ada_opens())
    click(made, "person")
    said = words(ada_opens())
    assert "Handed off" in said and "1 click" in said and "Left out: 1 bot" in said


def test_a_post_whose_item_was_withdrawn_is_her_decision(
    ada: Employee, ada_opens: Callable[..., str]
) -> None:
    item = make_item("Fair")
    share(ada, item)
    item.state, item.withdrawn_reason = "withdrawn", "The fair was called off."
    item.save()
    said = words(ada_opens())
    assert "Your post is still up: that is your decision." in said and "The fair was called off." in said


def test_nobody_sees_the_shares_of_another_one(
    ada: Employee, stranger: Employee, ada_opens: Callable[..., str]
) -> None:
    share(stranger, make_item("Not hers"))
    said = words(ada_opens())
    assert "Not hers" not in said and "Nothing shared yet" in said


def test_pages_of_twenty_follow_each_other(ada: Employee, ada_opens: Callable[..., str]) -> None:
    now = timezone.now()
    for number in range(43):
        share(ada, make_item(f"Item {number}."), created_at=now - timedelta(hours=number // 2))
    seen: list[str] = []
    after = ""
    for _page in range(3):
        page = ada_opens(after=after) if after else ada_opens()
        seen += re.findall(r"Item \d+\.", page)
        found = re.search(r'href="\?after=([^"]+)"', page)
        after = found[1] if found else ""
    assert after == "" and len(seen) == 43 and len(set(seen)) == 43
    numbers = [int(title[5:-1]) // 2 for title in seen]
    assert numbers == sorted(numbers)


def test_a_broken_cursor_shows_the_first_page(ada: Employee, ada_opens: Callable[..., str]) -> None:
    share(ada, make_item("Here"), state=ShareState.NEEDS_YOU)
    for after in ("x", "1", "1.zz", "9" * 30 + ".0", "." * 9):
        assert "Here" in ada_opens(after=after)


@pytest.mark.parametrize("size", [1, 40])
def test_the_page_costs_the_same_whatever_the_number(
    ada: Employee,
    client_for: Callable[[Employee], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    size: int,
) -> None:
    for _number in range(size):
        click(share(ada, make_item()), "person")
        share(ada, make_item(), state=ShareState.NEEDS_YOU)
    client = client_for(ada)
    client.get("/shares/")
    with django_assert_max_num_queries(4):
        client.get("/shares/")
