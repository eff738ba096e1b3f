"""“Not for me” takes an item out of one person's feed, and undo brings it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Dismissal, Item
from people.models import Employee, Team
from tests.factories import make_item

pytestmark = pytest.mark.django_db


def feed_of(person: Employee) -> list[Item]:
    return list(Item.objects.feed_page(person, timezone.now(), size=9))


@pytest.fixture
def browser(ada: Employee, client_for: Callable[[Employee], Client]) -> Client:
    return client_for(ada)


def test_without_script_she_gets_a_message_with_the_way_back(
    browser: Client, ada: Employee, stranger: Employee
) -> None:
    item = make_item()
    answer = browser.post(f"/items/{item.pk}/dismiss/", {"reason": "topic"}, follow=True)
    assert feed_of(ada) == []
    assert feed_of(stranger) == [item]
    assert Dismissal.objects.get().reason == "topic"
    page = answer.content.decode()
    assert "“A quiet heat pump” will not be shown to you again." in page
    assert f'<a href="/items/{item.pk}/dismiss/">Undo</a>' in page
    assert "Put it back" in browser.get(f"/items/{item.pk}/dismiss/").content.decode()
    browser.post(f"/items/{item.pk}/dismiss/undo/")
    assert feed_of(ada) == [item]


def test_with_htmx_the_card_folds_to_a_line_with_undo(browser: Client, ada: Employee) -> None:
    item = make_item()
    answer = browser.post(f"/items/{item.pk}/dismiss/", headers={"hx-request": "true"})
    page = answer.content.decode()
    assert page.count("<article") == 1
    assert "<html" not in page
    assert f'hx-post="/items/{item.pk}/dismiss/undo/"' in page
    undone = browser.post(f"/items/{item.pk}/dismiss/undo/", headers={"hx-request": "true"})
    assert undone.headers["HX-Refresh"] == "true"
    assert feed_of(ada) == [item]


def test_saying_it_twice_keeps_one_row_with_the_last_reason(browser: Client) -> None:
    item = make_item()
    for reason in ("topic", "voice", "nonsense"):
        browser.post(f"/items/{item.pk}/dismiss/", {"reason": reason})
    assert Dismissal.objects.get().reason == "other"


def test_the_page_asks_why_and_changes_nothing(browser: Client) -> None:
    item = make_item()
    page = browser.get(f"/items/{item.pk}/dismiss/").content.decode()
    assert "not how I speak" in page
    assert not Dismissal.objects.exists()
    assert browser.get(f"/items/{item.pk}/dismiss/undo/").status_code == 405


def test_an_item_that_is_not_for_her_does_not_exist(
    stranger: Employee, team: Team, client_for: Callable[[Employee], Client]
) -> None:
    item = make_item(teams=(team,))
    browser = client_for(stranger)
    for path in ("dismiss/", "dismiss/undo/"):
        assert browser.post(f"/items/{item.pk}/{path}").status_code == 404
    assert not Dismissal.objects.exists()


def test_a_hostile_title_stays_text_in_the_message(browser: Client) -> None:
    item = make_item("<b>Bold</b>")
    page = browser.post(f"/items/{item.pk}/dismiss/", follow=True).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<b>Bold" not in page
