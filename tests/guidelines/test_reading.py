"""Reading the guideline and acknowledging it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.acknowledging import acknowledge
from guidelines.models import Acknowledgement, GuidelineVersion
from people.models import CompanySettings, Employee
from tests.factories import make_item, make_person, make_version
from tests.guidelines.pages import words

pytestmark = pytest.mark.django_db
READ, ACKNOWLEDGE = "/guidelines/", "/guidelines/acknowledge/"


@pytest.fixture
def newcomer(version: GuidelineVersion) -> Employee:
    return make_person("Nina", last_name="Neu")


def form(version: GuidelineVersion, **changes: str | int) -> dict[str, str | int]:
    return {"version": version.pk, "language": "en", "read": "on", **changes}


def test_the_page_shows_rules_with_examples_and_anchors(
    newcomer: Employee, client_for: Callable[[Employee], Client]
) -> None:
    CompanySettings.objects.create(pk=1, contact_name="Jonas Weber", contact_email="jonas@acme.example")
    page = client_for(newcomer).get(READ).content.decode()
    assert 'id="rule-confidential"' in page and 'id="rule-own-words"' in page
    said = words(page)
    assert (
        said.index("You may")
        < said.index("own-words")
        < said.index("Please don’t")
        < said.index("confidential")
    )
    assert "Like this So." in said and "Not like this Not so." in said
    assert "Write to Jonas Weber" in said
    assert "Recorded as: Nina Neu," in said and "version 1 (English)" in said


def test_the_language_link_turns_the_whole_page(
    newcomer: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(newcomer)
    assert 'href="?lang=de"' in client.get(READ).content.decode()
    page = client.get(READ, {"lang": "de"}).content.decode()
    assert '<html lang="de">' in page and 'name="language" value="de"' in page
    assert '<html lang="en">' in client.get(READ, {"lang": "xx"}).content.decode()


def test_acknowledging_keeps_person_version_language_and_time(
    newcomer: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    answer = client_for(newcomer).post(ACKNOWLEDGE, form(version, language="de"))
    assert answer.headers["Location"] == READ
    row = Acknowledgement.objects.get(employee=newcomer)
    assert (row.version, row.language) == (version, "de")
    assert abs(row.at - timezone.now()) < timedelta(minutes=1)


def test_without_the_tick_nothing_is_kept_and_the_page_says_so(
    newcomer: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    page = client_for(newcomer).post(ACKNOWLEDGE, form(version, read="")).content.decode()
    assert "Tick the box when you have read it." in words(page)
    assert not Acknowledgement.objects.filter(employee=newcomer).exists()


def test_a_version_published_meanwhile_is_shown_instead(
    newcomer: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    newer = make_version(2)
    client = client_for(newcomer)
    answer = client.post(ACKNOWLEDGE, form(version, back="start"), follow=True)
    assert answer.redirect_chain[0][0] == f"{READ}?back=start"
    page = answer.content.decode()
    assert "A newer version of the guideline is in force now." in words(page)
    assert f'name="version" value="{newer.pk}"' in page and 'name="back" value="start"' in page
    assert not Acknowledgement.objects.filter(employee=newcomer).exists()


@pytest.mark.parametrize(
    "sent", [{}, {"version": "x", "read": "on"}, {"version": "999", "language": "en", "read": "on"}]
)
def test_a_broken_form_keeps_nothing(
    newcomer: Employee, client_for: Callable[[Employee], Client], sent: dict[str, str]
) -> None:
    assert client_for(newcomer).post(ACKNOWLEDGE, sent).headers["Location"] == READ
    assert not Acknowledgement.objects.filter(employee=newcomer).exists()


def test_an_unknown_language_keeps_nothing(
    newcomer: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    assert client_for(newcomer).post(ACKNOWLEDGE, form(version, language="xx")).status_code == 200
    assert not Acknowledgement.objects.filter(employee=newcomer).exists()


def test_whoever_came_from_a_share_sheet_or_the_first_steps_is_led_back(
    newcomer: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    item = make_item()
    client = client_for(newcomer)
    page = client.get(READ, {"item": str(item.pk), "lang": "de"}).content.decode()
    assert f'name="item" value="{item.pk}"' in page
    answer = client.post(ACKNOWLEDGE, form(version, item=item.pk))
    assert answer.headers["Location"] == reverse("sharing:compose", args=[item.pk])
    answer = client.post(ACKNOWLEDGE, form(version, back="start"))
    assert answer.headers["Location"] == reverse("home:start")
    answer = client.post(ACKNOWLEDGE, form(version, back="https://evil.example"))
    assert "evil" not in answer.headers.get("Location", "")


def test_saying_it_twice_keeps_the_first_time(
    newcomer: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    first = acknowledge(version, language="en", by=newcomer)
    client = client_for(newcomer)
    client.post(ACKNOWLEDGE, form(version, language="de"))
    row = Acknowledgement.objects.get(employee=newcomer)
    assert (row.at, row.language) == (first.at, "en")
    assert "You confirmed version 1 on" in words(client.get(READ).content.decode())


def test_before_the_first_version_the_page_says_what_comes(client_for: Callable[[Employee], Client]) -> None:
    GuidelineVersion.objects.create(number=1)
    page = client_for(make_person("Nina")).get(READ).content.decode()
    assert "No guideline yet" in words(page)


def test_a_planned_version_is_not_shown_before_its_day(
    newcomer: Employee, client_for: Callable[[Employee], Client]
) -> None:
    make_version(2, effective_at=timezone.now() + timedelta(days=3))
    assert "Version 1, in force" in words(client_for(newcomer).get(READ).content.decode())


def test_the_page_costs_the_same_whatever_the_number_of_rules(
    newcomer: Employee,
    client_for: Callable[[Employee], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    CompanySettings.objects.create(pk=1)
    client = client_for(newcomer)
    with django_assert_max_num_queries(9):
        client.get(READ)


def test_strangers_to_the_house_and_wrong_methods_are_turned_away(
    client: Client, newcomer: Employee, client_for: Callable[[Employee], Client]
) -> None:
    assert re.match("/auth/", client.get(READ).headers["Location"])
    assert client_for(newcomer).get(ACKNOWLEDGE).status_code == 405
    assert client_for(newcomer).post(READ).status_code == 405
