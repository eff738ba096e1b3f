"""The demo company comes into an empty database, once, and into no other."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from content.models import Item, Picture, Suggestion
from content.publishing import missing
from guidelines.models import Acknowledgement, GuidelineVersion
from home.demo.company import PEOPLE
from home.demo.items import ITEMS
from people import company
from people.models import Employee
from people.roles import Role
from reach.models import Click
from sharing.models import Share
from tests.factories import make_person
from tests.guidelines.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def load(**options: str) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def counts() -> list[int]:
    return [
        model._default_manager.count()
        for model in (Employee, Item, Picture, Suggestion, Share, Click, Acknowledgement)
    ]


def test_everything_is_there_and_a_second_time_changes_nothing() -> None:
    assert load(server="127.0.0.1:4000") == f"The demo company has 12 people and {len(ITEMS)} items.\n"
    first = counts()
    load(server="127.0.0.1:5000")
    assert counts() == first
    assert first[:2] == [len(PEOPLE), len(ITEMS)] and len(ITEMS) >= 16
    assert company.current().suggested_servers == "127.0.0.1:5000"
    assert (company.current().name, company.current().contact_name) == ("Acme", "Jonas Weber")
    assert all(missing(item) == [] for item in Item.objects.all())
    in_force = GuidelineVersion.objects.in_force(timezone.now())
    assert in_force and in_force.number == 1


def test_the_demo_company_has_its_name_also_where_a_page_was_opened_before() -> None:
    assert company.current().name == ""
    load()
    assert (company.current().name, company.current().hashtag) == ("Acme", "WeAreAcme")


def test_a_name_that_somebody_gave_the_demo_company_stays() -> None:
    load()
    company.rename("Umbrella", by=None)
    load()
    assert company.current().name == "Umbrella"


def test_people_sign_in_with_the_password_of_the_demo_and_hold_their_roles() -> None:
    load()
    assert all(
        person.check_password("demo demo demo") for person in Employee.objects.filter(first_name="Mara")
    )
    held = {person.email: person.roles for person in Employee.objects.all() if person.roles}
    assert held == {person.email: {Role(person.role)} for person in PEOPLE if person.role}
    assert all(person.memberships.count() == 1 for person in Employee.objects.all())


def test_mara_is_new_and_two_others_have_begun(client_for: Callable[[Employee], Client]) -> None:
    load()
    begun = set(Acknowledgement.objects.values_list("employee__first_name", flat=True))
    assert begun == {"Tom", "Kasia"}
    assert set(Share.objects.values_list("employee__first_name", flat=True)) == begun
    mara = client_for(Employee.objects.get(email="mara@acme.example"))
    page = mara.get("/").content.decode()
    assert page.count('<article class="card" ') >= 16 and "/start/" in page
    tom = client_for(Employee.objects.get(email="tom@acme.example"))
    said = words(tom.get("/shares/").content.decode())
    assert "34" in said and "27" in said and "9" in said


def test_items_planned_by_the_demo_are_not_shown_yet(client_for: Callable[[Employee], Client]) -> None:
    load()
    planned = Item.objects.get(feed_guid="soup")
    assert planned.publish_at > timezone.now()
    mara = client_for(Employee.objects.get(email="mara@acme.example"))
    assert mara.get(f"/items/{planned.pk}/").status_code == 404


def test_a_database_with_other_people_is_left_alone() -> None:
    make_person("Real")
    with pytest.raises(CommandError, match=r"real@acme\.example"):
        load()
    assert (Employee.objects.count(), Item.objects.count(), GuidelineVersion.objects.count()) == (1, 0, 0)
