"""Roles: given and taken by administrators, with a line in the audit trail; one administrator is always left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from people import roles
from people.models import AuditEntry, Employee
from people.roles import LastAdministrator, NotAllowed, Role
from tests.factories import make_person


def form_of(person: Employee, **changes: Any) -> dict[str, Any]:
    """The desk's form of a person, as the browser would send it."""
    given = {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language": person.language,
        "time_zone": person.time_zone,
        "location": person.location,
        "is_active": "on" if person.is_active else "",
        "roles": [role.value for role in person.roles],
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    values = {**given, **changes}
    return {name: value for name, value in values.items() if value != ""}


def save_at_desk(client: Client, person: Employee, **changes: Any) -> Any:
    return client.post(f"/desk/people/employee/{person.pk}/change/", form_of(person, **changes))


def fresh(person: Employee) -> Employee:
    return Employee.objects.get(pk=person.pk)


def test_migrating_makes_the_groups_with_their_permissions(db: None) -> None:
    held = {group.name: group.permissions.count() for group in Group.objects.all()}
    assert set(held) == set(Role.values)
    assert 0 < held["curator"] < held["social media manager"] < held["administrator"]


def test_every_named_permission_exists(db: None) -> None:
    roles.sync_groups()
    for role, names in roles.PERMISSIONS.items():
        assert Group.objects.get(name=role.value).permissions.count() == len(set(names)), role


def test_an_administrator_ticks_a_role(
    root: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    answer = save_at_desk(client_for(root), ada, roles=["curator"])
    assert answer.status_code == 302
    assert fresh(ada).roles == {Role.CURATOR}
    assert fresh(ada).is_staff
    assert not fresh(ada).is_superuser
    entry = AuditEntry.objects.filter(name="people.role.granted").first()
    assert entry
    assert (entry.by, entry.on_id, entry.data) == (root, str(ada.pk), {"role": "curator"})


def test_an_administrator_unticks_a_role(
    root: Employee, eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    save_at_desk(client_for(root), eli, roles=[])
    assert fresh(eli).roles == frozenset()
    assert not fresh(eli).is_staff
    assert client_for(eli).get("/desk/").status_code == 404
    assert AuditEntry.objects.get(name="people.role.taken").data == {"role": "curator"}


@pytest.mark.parametrize(
    ("own", "given"),
    [
        (None, Role.CURATOR),
        (Role.CURATOR, Role.SOCIAL_MEDIA_MANAGER),
        (Role.CURATOR, Role.ADMINISTRATOR),
        (Role.SOCIAL_MEDIA_MANAGER, Role.ADMINISTRATOR),
    ],
)
def test_nobody_gives_or_takes_a_role_above_their_own(own: Role | None, given: Role, root: Employee) -> None:
    giver, other = make_person("Giver", role=own), make_person("Other")
    with pytest.raises(NotAllowed):
        roles.grant(other, given, by=giver)
    with pytest.raises(NotAllowed):
        roles.take(root, Role.ADMINISTRATOR, by=giver)
    assert fresh(other).roles == frozenset()
    assert fresh(root).roles == {Role.ADMINISTRATOR}


def test_a_role_given_twice_leaves_one_line(root: Employee, ada: Employee) -> None:
    for _again in range(2):
        roles.grant(ada, Role.CURATOR, by=root)
    assert AuditEntry.objects.filter(name="people.role.granted", on_id=str(ada.pk)).count() == 1


@pytest.mark.parametrize("changes", [{"roles": []}, {"roles": ["curator"]}, {"is_active": ""}])
def test_the_last_administrator_stays(
    changes: dict[str, Any], root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    answer = save_at_desk(client_for(root), root, **changes)
    assert answer.status_code == 200
    assert "This is the last administrator." in answer.content.decode()
    assert fresh(root).is_active
    assert fresh(root).roles == {Role.ADMINISTRATOR}
    with pytest.raises(LastAdministrator):
        roles.take(root, Role.ADMINISTRATOR, by=root)


def test_one_of_two_administrators_may_go(root: Employee, client_for: Callable[[Employee], Client]) -> None:
    second = make_person("Second", role=Role.ADMINISTRATOR)
    assert save_at_desk(client_for(root), root, roles=[]).status_code == 302
    assert fresh(root).roles == frozenset()
    second.is_active = False
    second.save()
    with pytest.raises(LastAdministrator):
        roles.take(second, Role.ADMINISTRATOR, by=None) if False else roles.guard_last_administrator(
            make_person("Third", role=Role.ADMINISTRATOR)
        )


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_leave_one() -> None:
    roles.sync_groups()
    pair = [make_person(name, role=Role.ADMINISTRATOR) for name in ("One", "Two")]
    start = threading.Barrier(2)
    ends: list[str] = []

    def remove(other: Employee, by: Employee) -> None:
        start.wait()
        try:
            roles.take(fresh(other), Role.ADMINISTRATOR, by=fresh(by))
            ends.append("taken")
        except (LastAdministrator, NotAllowed):
            ends.append("kept")
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["kept", "taken"]
    assert Employee.objects.filter(groups__name="administrator", is_active=True).count() == 1


def test_a_forged_form_makes_no_superuser(
    root: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    forged = {
        "is_superuser": "on",
        "is_staff": "on",
        "groups": ["1"],
        "user_permissions": ["1"],
        "password": "x",
    }
    assert save_at_desk(client_for(root), ada, **forged).status_code == 302
    after = fresh(ada)
    assert (after.is_superuser, after.is_staff, after.groups.count(), after.password) == (
        False,
        False,
        0,
        ada.password,
    )


def test_a_role_that_does_not_exist_is_refused(
    root: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    assert save_at_desk(client_for(root), ada, roles=["emperor"]).status_code == 200
    assert fresh(ada).roles == frozenset()


@pytest.mark.parametrize("path", ["", "{pk}/change/", "{pk}/history/", "{pk}/delete/"])
def test_people_at_the_desk_are_for_administrators_only(
    path: str, eli: Employee, mona: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    for person in (eli, mona, ada):
        answer = client_for(person).get(f"/desk/people/employee/{path.format(pk=ada.pk)}")
        assert answer.status_code == 404
    for person in (eli, mona):
        save_at_desk(client_for(person), person, roles=["administrator"])
        assert Role.ADMINISTRATOR not in fresh(person).roles
