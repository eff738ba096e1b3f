"""The desk's pages of people: what they show, and what nobody may see or change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from people import audit
from people.models import AuditEntry, Employee, Membership, Team
from tests.factories import make_person
from tests.people.test_roles import save_at_desk


@pytest.fixture
def desk(root: Employee, client_for: Callable[[Employee], Client]) -> Client:
    return client_for(root)


def test_the_list_shows_roles_and_teams_and_no_activity(desk: Client, ada: Employee, eli: Employee) -> None:
    page = desk.get("/desk/people/employee/").content.decode()
    assert "Ada Test" in page
    assert "Service" in page
    assert '<span class="badge" data-tone="info">Curator</span>' in page
    for word in ("last login", "last_login", "share", "click"):
        assert word not in page.lower()


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ("role=curator", "Eli Test", "Ada Test"),
        ("location=Leipzig", "Ada Test", "Eli Test"),
        ("is_active__exact=0", "Gone Test", "Ada Test"),
        ("q=ada", "Ada Test", "Eli Test"),
    ],
)
def test_people_are_found_by_role_place_state_and_words(
    query: str, found: str, not_found: str, desk: Client, ada: Employee, eli: Employee
) -> None:
    make_person("Gone", is_active=False)
    page = desk.get(f"/desk/people/employee/?{query}").content.decode()
    assert found in page
    assert f">{not_found}<" not in page


def test_people_are_found_by_team(desk: Client, ada: Employee, team: Team, eli: Employee) -> None:
    page = desk.get(f"/desk/people/employee/?teams__id__exact={team.pk}").content.decode()
    assert "Ada Test" in page
    assert ">Eli Test<" not in page


def test_the_list_asks_the_database_as_often_for_ten_people_as_for_one(
    desk: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(10):
        make_person(f"Person{number}", team=Team.objects.create(name=f"T{number}"))
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        assert desk.get("/desk/people/employee/").status_code == 200


def test_a_changed_address_leaves_old_and_new(desk: Client, ada: Employee, root: Employee) -> None:
    assert save_at_desk(desk, ada, email="Ada.New@acme.example").status_code == 302
    assert Employee.objects.get(pk=ada.pk).email == "ada.new@acme.example"
    entry = AuditEntry.objects.get(name="people.employee.changed")
    assert entry.data == {"changes": {"email": ["ada@acme.example", "ada.new@acme.example"]}}
    assert entry.by == root


def test_an_address_in_other_letters_is_the_same_address(desk: Client, ada: Employee, eli: Employee) -> None:
    answer = save_at_desk(desk, ada, email="ELI@acme.example")
    assert answer.status_code == 200
    assert Employee.objects.get(pk=ada.pk).email == "ada@acme.example"


def test_people_are_not_added_by_hand(desk: Client) -> None:
    assert desk.get("/desk/people/employee/add/").status_code == 404


def test_a_team_gets_members_and_a_lead(desk: Client, ada: Employee) -> None:
    team = Team.objects.create(name="New")
    form = {
        "name": "New",
        "parent": "",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-employee": str(ada.pk),
        "memberships-0-role": "lead",
    }
    assert desk.post(f"/desk/people/team/{team.pk}/change/", form).status_code == 302
    assert Membership.objects.get(team=team).role == "lead"
    assert (
        f'<option value="{team.pk}">' not in desk.get(f"/desk/people/team/{team.pk}/change/").content.decode()
    )


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_the_audit_trail_is_only_read(path: str, desk: Client, root: Employee) -> None:
    entry = audit.record("people.imported", by=root, new=1)
    url = f"/desk/people/auditentry/{path.format(pk=entry.pk)}"
    assert desk.get(url).status_code == 404
    assert desk.post(url, {"post": "yes"}).status_code == 404
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_a_line_of_the_trail_can_be_read_and_not_changed(desk: Client, root: Employee) -> None:
    entry = audit.record("people.imported", by=root, new=12)
    url = f"/desk/people/auditentry/{entry.pk}/change/"
    page = desk.get(url)
    assert page.status_code == 200
    assert "new: 12" in page.content.decode()
    assert desk.post(url, {"name": "x"}).status_code == 404
    entry.refresh_from_db()
    assert entry.name == "people.imported"


def test_an_unknown_name_never_enters_the_trail(root: Employee) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(KeyError):
        audit.record("people.invented", by=root)
    assert AuditEntry.objects.count() == before


PAGES = [
    "employee/",
    "employee/{pk}/change/",
    "employee/import/",
    "team/",
    "team/add/",
    "invitation/",
    "invitation/add/",
    "companysettings/1/change/",
    "auditentry/",
    "outbox/",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_nothing_that_the_strict_policy_stops(path: str, desk: Client, ada: Employee) -> None:
    from html.parser import HTMLParser

    class Inline(HTMLParser):
        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = dict(attrs)
            kind = names.get("type") or "text/javascript"
            if tag == "style" or (
                tag == "script" and "src" not in names and "json" not in kind and "template" not in kind
            ):
                self.found.append(tag)
            self.found += [name for name in names if name == "style" or name.startswith("on")]

    from people import company

    company.current()
    answer = desk.get(f"/desk/people/{path.format(pk=ada.pk)}")
    assert answer.status_code == 200
    parser = Inline()
    parser.found = []
    parser.feed(answer.content.decode())
    assert parser.found == []
    assert "default-src 'none'" in answer["Content-Security-Policy"]
