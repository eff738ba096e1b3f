"""The first steps of a new person: four clicks from the feed to “ready to share”."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from guidelines.models import Acknowledgement, GuidelineVersion
from people.models import Employee
from tests.factories import let_read, make_item, make_person, make_version
from tests.guidelines.pages import words
from tests.home.shares import account, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(version: GuidelineVersion) -> Employee:
    return make_person("Nina")


def hidden_fields(page: str, action: str) -> dict[str, str]:
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.S)
    assert form
    return dict(re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form[0]))


def test_four_clicks_lead_from_the_feed_to_ready(
    newcomer: Employee, client_for: Callable[[Employee], Client]
) -> None:
    make_item()
    client = client_for(newcomer)
    feed = client.get("/").content.decode()
    assert "Two minutes before your first share" in words(feed) and 'href="/start/"' in feed
    start = client.get("/start/").content.decode()  # 1
    said = words(start)
    assert "Why, and why it is voluntary" in said and "You may" in said and "Recorded as: Nina Test" in said
    fields = hidden_fields(start, "/guidelines/acknowledge/")
    answer = client.post(
        "/guidelines/acknowledge/", {**fields, "read": "on"}, follow=True
    )  # 2 tick, 3 confirm
    assert answer.redirect_chain == [("/start/", 302)]
    assert "You are ready to share" in words(answer.content.decode())
    assert Acknowledgement.objects.filter(employee=newcomer).exists()
    answer = client.post("/start/done/", follow=True)  # 4
    assert answer.redirect_chain == [("/", 302)]
    assert 'id="first-steps"' not in answer.content.decode()


def test_reading_the_feed_is_no_trap(newcomer: Employee, client_for: Callable[[Employee], Client]) -> None:
    item = make_item("Readable")
    client = client_for(newcomer)
    assert "Readable" in client.get("/").content.decode()
    assert client.get(f"/items/{item.pk}/").status_code == 200


def test_the_card_offers_connecting_until_it_is_put_away(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(ada)
    assert "Connect an account, if you like" in words(client.get("/").content.decode())
    for _press in range(2):
        client.post("/start/done/")
    assert ada.notices.count() == 1
    assert 'id="first-steps"' not in client.get("/").content.decode()


@pytest.mark.parametrize("what", ["account", "share"])
def test_the_card_is_gone_once_an_account_or_a_share_is_there(
    ada: Employee, client_for: Callable[[Employee], Client], what: str
) -> None:
    if what == "account":
        account(ada)
    else:
        share(ada, make_item())
    assert 'id="first-steps"' not in client_for(ada).get("/").content.decode()


def test_a_new_version_is_said_in_one_line(ada: Employee, client_for: Callable[[Employee], Client]) -> None:
    newer = make_version(2)
    client = client_for(ada)
    assert (
        "Version 2 is in force. You can share again as soon as you have confirmed it. "
        "See what changed and confirm it" in words(client.get("/").content.decode())
    )
    let_read(ada, newer)
    assert "Version 2 is in force" not in words(client.get("/").content.decode())


def test_during_the_grace_period_the_feed_says_how_long_the_old_version_counts(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    make_version(2, effective_at=datetime(2026, 11, 24, 8, tzinfo=UTC), grace_days=14)
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC), tick=False):
        said = words(client_for(ada).get("/").content.decode())
    assert "Until 8 December 2026 you may share under version 1." in said


def test_before_the_first_guideline_nobody_is_sent_in_circles(
    client_for: Callable[[Employee], Client],
) -> None:
    client = client_for(make_person("Nina"))
    assert "Two minutes before" not in words(client.get("/").content.decode())
    assert "Not quite yet" in words(client.get("/start/").content.decode())


def test_putting_the_card_away_is_a_press_and_no_link(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    assert client_for(ada).get("/start/done/").status_code == 405
    assert ada.notices.count() == 0
