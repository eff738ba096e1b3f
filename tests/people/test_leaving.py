"""Leaving: one transaction ends sign-in, sessions and what other apps registered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from people import hooks, leaving
from people.models import AuditEntry, Employee
from people.roles import LastAdministrator
from tests.factories import PASSWORD
from tests.people.test_roles import fresh, save_at_desk


def sign_in(person: Employee) -> Client:
    client = Client()
    client.post("/auth/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/profile/").status_code == 200
    return client


def test_who_leaves_is_signed_out_everywhere_at_once(ada: Employee, root: Employee) -> None:
    browsers = [sign_in(ada) for _number in range(5)]
    other = sign_in(root)
    leaving.disable(ada, by=root)
    assert [browser.get("/profile/").status_code for browser in browsers] == [302] * 5
    assert other.get("/profile/").status_code == 200
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert not fresh(ada).is_active


def test_old_sessions_do_not_come_back_with_the_person(ada: Employee, root: Employee) -> None:
    browser = sign_in(ada)
    leaving.disable(ada, by=root)
    leaving.enable(ada, by=root)
    assert fresh(ada).is_active
    assert browser.get("/profile/").status_code == 302
    assert sign_in(ada)


def test_other_apps_do_their_part_in_the_same_transaction(
    ada: Employee, root: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def fail(person: Employee) -> None:
        seen.append(fresh(person).is_active)
        raise RuntimeError

    monkeypatch.setitem(hooks.LEAVING, "test", fail)
    with pytest.raises(RuntimeError):
        leaving.disable(ada, by=root)
    assert seen == [False]
    assert fresh(ada).is_active
    assert not AuditEntry.objects.filter(name="people.employee.disabled").exists()


def test_leaving_twice_is_told_once(ada: Employee, root: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Employee] = []
    monkeypatch.setitem(hooks.LEAVING, "test", told.append)
    for _again in range(2):
        leaving.disable(ada, by=root)
    assert told == [ada]
    assert AuditEntry.objects.get(name="people.employee.disabled").by == root


def test_the_last_administrator_does_not_leave(root: Employee) -> None:
    with pytest.raises(LastAdministrator):
        leaving.disable(root, by=root)
    assert fresh(root).is_active


def test_unticking_active_at_the_desk_goes_the_same_way(
    ada: Employee, root: Employee, client_for: Callable[[Employee], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Employee] = []
    monkeypatch.setitem(hooks.LEAVING, "test", told.append)
    browser = sign_in(ada)
    client = client_for(root)
    assert save_at_desk(client, ada, is_active="").status_code == 302
    assert told == [ada]
    assert browser.get("/profile/").status_code == 302
    assert AuditEntry.objects.filter(name="people.employee.disabled", by=root, on_id=str(ada.pk)).exists()
    assert save_at_desk(client, fresh(ada), is_active="on").status_code == 302
    assert fresh(ada).is_active
    assert AuditEntry.objects.filter(name="people.employee.enabled", by=root).exists()


def test_nobody_is_deleted_at_the_desk(
    ada: Employee, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(root)
    assert client.post(f"/desk/people/employee/{ada.pk}/delete/", {"post": "yes"}).status_code == 404
    client.post(
        "/desk/people/employee/", {"action": "delete_selected", "_selected_action": [ada.pk], "post": "yes"}
    )
    assert fresh(ada)
    assert "delete_selected" not in client.get("/desk/people/employee/").content.decode()
