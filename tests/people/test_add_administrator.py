"""The first administrator comes by a command; there are no default logins."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Employee
from people.roles import Role

EMAIL = "chief@acme.example"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A terminal on which these passwords are typed."""

    def typing(*passwords: str) -> None:
        answers = list(passwords)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("getpass.getpass", lambda prompt="": answers.pop(0))

    return typing


def test_the_first_administrator_is_made_with_a_typed_password(
    db: None, typed: Callable[..., None], client: Client
) -> None:
    typed("a long and quiet phrase", "a long and quiet phrase")
    call_command("add_administrator", "Chief@Acme.example", first_name="Cleo")
    person = Employee.objects.get(email=EMAIL)
    assert person.roles == {Role.ADMINISTRATOR}
    assert not person.is_superuser
    assert person.check_password("a long and quiet phrase")
    client.post("/auth/login/", {"login": EMAIL, "password": "a long and quiet phrase"})
    assert client.get("/desk/people/employee/").status_code == 200


@pytest.mark.parametrize("weak", ["short", "password123", "chief@acme.example", "1234567890"])
def test_a_weak_password_is_refused_and_nobody_is_made(
    weak: str, db: None, typed: Callable[..., None]
) -> None:
    typed(weak, weak)
    with pytest.raises(CommandError):
        call_command("add_administrator", EMAIL)
    assert not Employee.objects.exists()


def test_two_different_passwords_are_refused(db: None, typed: Callable[..., None]) -> None:
    typed("a long and quiet phrase", "a long and quiet phrasE")
    with pytest.raises(CommandError, match="differ"):
        call_command("add_administrator", EMAIL)
    assert not Employee.objects.exists()


def test_without_a_terminal_a_link_must_be_asked_for(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(CommandError, match="--link"):
        call_command("add_administrator", EMAIL)
    assert not Employee.objects.exists()


def test_the_printed_link_sets_a_password_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_administrator", EMAIL, link=True)
    found = re.search(r"http://127\.0\.0\.1:8000(/auth/\S+)", capsys.readouterr().out)
    assert found
    client = Client()
    form = client.get(found[1], follow=True).redirect_chain[-1][0]
    words = {"password1": "a long and quiet phrase", "password2": "a long and quiet phrase"}
    assert client.post(form, words).status_code == 302
    assert Employee.objects.get(email=EMAIL).check_password("a long and quiet phrase")
    assert "password1" not in Client().get(found[1], follow=True).content.decode()


def test_somebody_who_is_here_is_given_the_role_and_keeps_her_password(ada: Employee) -> None:
    call_command("add_administrator", "ADA@acme.example")
    after = Employee.objects.get(pk=ada.pk)
    assert after.roles == {Role.ADMINISTRATOR}
    assert after.password == ada.password


def test_who_left_is_not_brought_back_this_way(ada: Employee) -> None:
    Employee.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(CommandError, match="has left"):
        call_command("add_administrator", ada.email)
    assert Employee.objects.get(pk=ada.pk).roles == frozenset()


def test_an_address_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("add_administrator", "chief", link=True)
