"""The profile: one's own name, language and time zone, and nothing that others decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import Employee
from tests.factories import PASSWORD, make_item

PROFILE = "/profile/"
ZONE = "/profile/zone/"


def words(**changes: str) -> dict[str, str]:
    given = {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "language": "en",
        "time_zone": "Europe/Warsaw",
    }
    return {**given, **changes}


def test_a_person_changes_her_own_words(ada: Employee, client_for: Callable[[Employee], Client]) -> None:
    client = client_for(ada)
    assert client.get(PROFILE).status_code == 200
    answer = client.post(PROFILE, words())
    assert (answer.status_code, answer["Location"]) == (302, PROFILE)
    ada.refresh_from_db()
    assert (ada.last_name, ada.time_zone) == ("Lovelace", "Europe/Warsaw")


def test_her_location_is_shown_and_not_hers_to_change(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(ada)
    page = client.get(PROFILE).content.decode()
    assert "Leipzig" in page
    assert 'name="location"' not in page
    assert client.post(PROFILE, {**words(), "location": "Dublin"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.last_name, ada.location) == ("Lovelace", "Leipzig")


def test_an_item_for_another_location_stays_out_of_her_feed_whatever_she_posts(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(ada)
    make_item("Only for Dublin", locations="Dublin")
    client.post(PROFILE, {**words(), "location": "Dublin"})
    assert "Only for Dublin" not in client.get("/").content.decode()
    Employee.objects.filter(pk=ada.pk).update(location="Dublin")
    assert "Only for Dublin" in client.get("/").content.decode()


def test_address_role_and_state_are_not_hers_to_change(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    forged = {
        "email": "eve@evil.example",
        "is_staff": "1",
        "is_superuser": "1",
        "is_active": "",
        "roles": "administrator",
    }
    assert client_for(ada).post(PROFILE, {**words(), **forged}).status_code == 302
    ada = Employee.objects.get(pk=ada.pk)
    assert (ada.email, ada.is_staff, ada.is_superuser, ada.is_active) == (
        "ada@acme.example",
        False,
        False,
        True,
    )
    assert ada.roles == frozenset()


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"language": "xx"}, {"first_name": "x" * 101}]
)
def test_what_cannot_be_is_refused_with_a_summary_and_stored_nowhere(
    wrong: dict[str, str], ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    answer = client_for(ada).post(PROFILE, words(**wrong))
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    ada.refresh_from_db()
    assert (ada.last_name, ada.time_zone, ada.language) == ("Test", "Europe/Berlin", "en")


def test_the_page_around_a_refused_form_shows_what_is_stored(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    answer = client_for(ada).post(PROFILE, words(first_name="Zelda", time_zone="Mars/Olympus"))
    assert answer.context["user"].first_name == "Ada"
    assert 'value="Zelda"' in answer.content.decode()


def test_a_stranger_is_led_to_the_sign_in() -> None:
    for path in (PROFILE, ZONE):
        for answer in (Client().get(path), Client().post(path, words())):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/auth/login/")


def test_the_browsers_time_zone_is_taken_once(db: None, client: Client) -> None:
    person = Employee.objects.create_user("new@acme.example", PASSWORD, first_name="New")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert "data-zone-once" in client.get(PROFILE).content.decode()
    assert client.post(ZONE, {"time_zone": "Asia/Tokyo"}).status_code == 204
    assert client.post(ZONE, {"time_zone": "Europe/Paris"}).status_code == 204
    person.refresh_from_db()
    assert (person.time_zone, person.zone_guessed) == ("Asia/Tokyo", True)
    assert "data-zone-once" not in client.get(PROFILE).content.decode()


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "localtime", "x" * 500])
def test_a_name_that_is_no_zone_changes_nothing(zone: str, db: None, client: Client) -> None:
    person = Employee.objects.create_user("new@acme.example", PASSWORD)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(ZONE, {"time_zone": zone}).status_code == 204
    person.refresh_from_db()
    assert (person.time_zone, person.zone_guessed) == ("UTC", False)


def test_the_zone_is_not_taken_by_a_get(ada: Employee, client_for: Callable[[Employee], Client]) -> None:
    Employee.objects.filter(pk=ada.pk).update(zone_guessed=False)
    assert client_for(ada).get(ZONE, {"time_zone": "Asia/Tokyo"}).status_code == 405


def test_a_zone_that_was_said_is_not_guessed_over(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    assert ada.zone_guessed
    client_for(ada).post(ZONE, {"time_zone": "Asia/Tokyo"})
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/Berlin"


def test_who_saves_the_profile_has_said_language_and_zone(db: None, client: Client) -> None:
    person = Employee.objects.create_user("new@acme.example", PASSWORD)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.post(PROFILE, words())
    person.refresh_from_db()
    assert (person.language_guessed, person.zone_guessed) == (True, True)


def test_pages_speak_the_persons_language_whatever_the_browser_asks(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    Employee.objects.filter(pk=ada.pk).update(language="de")
    page = client_for(ada).get(PROFILE, headers={"accept-language": "en"})
    assert '<html lang="de"' in page.content.decode()


def test_the_profile_leads_to_password_second_factor_and_sessions(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    page = client_for(ada).get(PROFILE).content.decode()
    for path in ("/auth/password/change/", "/auth/second-factor/", "/auth/sessions/", "/auth/logout/"):
        assert path in page
    ada.set_unusable_password()
    ada.save()
    assert "/auth/password/set/" in client_for(ada).get(PROFILE).content.decode()
