"""An item's own page for employees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Item
from content.publishing import withdraw
from people.models import Employee, Team
from tests.factories import make_item, make_person
from tests.guidelines.pages import words
from tests.home.shares import share

pytestmark = pytest.mark.django_db


def test_it_shows_all_suggestions_and_leads_to_the_sheet_with_each(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    item = make_item("Quiet", suggestions=("[your own example] first.", "Ready, {first_name}.", "Ready two."))
    for position in (1, 2):
        used = item.suggestions.get(language="en", position=position)
        share(make_person(f"Colleague{position}"), item, suggestion=used)
    page = client_for(ada).get(f"/items/{item.pk}/").content.decode()
    said = words(page)
    order = ["Ready, Ada.", "Ready two.", "[your own example] first."]
    assert [said.index(text) for text in order] == sorted(said.index(text) for text in order)
    assert "asks for a few words of your own" in said
    for suggestion in item.suggestions.filter(language="en"):
        assert f'href="/share/{item.pk}/?variant={suggestion.pk}"' in page


def test_her_shares_of_it_stand_beside_it(
    ada: Employee, stranger: Employee, client_for: Callable[[Employee], Client]
) -> None:
    item = make_item("Quiet")
    share(ada, item)
    share(stranger, item, network="x")
    said = words(client_for(ada).get(f"/items/{item.pk}/").content.decode())
    assert "Your shares of it M Mastodon Shared" in said


def test_those_it_is_not_meant_for_do_not_find_it(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(ada)
    hidden = [
        make_item(teams=(Team.objects.create(name="Other"),)),
        make_item(state=Item.State.DRAFT),
        make_item(publish_at=timezone.now() + timedelta(days=1)),
    ]
    assert [client.get(f"/items/{item.pk}/").status_code for item in hidden] == [404, 404, 404]
    assert client.get("/items/999999/").status_code == 404


def test_a_withdrawn_item_says_so_to_those_who_could_see_it(
    ada: Employee, stranger: Employee, team: Team, client_for: Callable[[Employee], Client]
) -> None:
    item = make_item("Fair", teams=(team,))
    withdraw(item, reason="Called off.", by=None)
    answer = client_for(ada).get(f"/items/{item.pk}/")
    said = words(answer.content.decode())
    assert answer.status_code == 410 and "This item was withdrawn" in said and "Called off." in said
    assert client_for(stranger).get(f"/items/{item.pk}/").status_code == 404
    share(stranger, item)
    assert client_for(stranger).get(f"/items/{item.pk}/").status_code == 410


def test_a_past_item_is_readable_and_not_shared(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    now = timezone.now()
    item = make_item("Over", publish_at=now - timedelta(days=9), expires_at=now - timedelta(days=1))
    page = client_for(ada).get(f"/items/{item.pk}/").content.decode()
    assert "This is over" in words(page) and f"/share/{item.pk}/" not in page


def test_a_reading_item_is_not_shared(ada: Employee, client_for: Callable[[Employee], Client]) -> None:
    item = make_item("Soup", destination=Item.Destination.READING)
    page = client_for(ada).get(f"/items/{item.pk}/").content.decode()
    assert "please do not share it" in words(page) and f"/share/{item.pk}/" not in page
