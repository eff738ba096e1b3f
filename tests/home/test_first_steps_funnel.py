"""The funnel of first steps: numbers for groups large enough, and reminders that name nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guidelines import reminding
from guidelines.models import GuidelineVersion
from home import funnel
from people import leaving
from people.inviting import invite
from people.models import AuditEntry, Employee, Outbox, Team
from tests.factories import let_read, make_person
from tests.guidelines.pages import words

pytestmark = pytest.mark.django_db


def crowd(
    number: int, name: str, team: Team | None = None, *, location: str = "", language: str = "en"
) -> list[Employee]:
    return [make_person(f"{name}{n}", team=team, location=location, language=language) for n in range(number)]


def shown(**chosen: str) -> dict[str, int | None] | None:
    bars = funnel.read(timezone.now(), **chosen)
    return None if bars is None else {bar.step: bar.n for bar in bars}


def test_everybody_is_counted_once_at_each_step(version: GuidelineVersion, root: Employee) -> None:
    people = crowd(13, "p")
    for person in people[:6]:
        let_read(person, version)
    Employee.objects.filter(pk__in=[person.pk for person in people[:8]]).update(last_login=timezone.now())
    leaving.disable(let_read(make_person("gone"), version), by=None)
    for n in range(3):
        invite(f"new{n}@acme.example", by=root)
    counts = shown()
    assert counts == {"invited": 17, "signed_in": 8, "confirmed": 6, "connected": None, "shared": None}


def test_a_number_under_five_or_one_that_leaves_under_five_is_not_told(version: GuidelineVersion) -> None:
    people = crowd(12, "p")
    for n, person in enumerate(people):
        counts = shown()
        assert counts is not None
        assert counts["confirmed"] == (n if 5 <= n <= 7 else None)
        let_read(person, version)
    assert shown()["confirmed"] is None  # type: ignore[index]


def test_groups_and_what_is_left_of_them_are_shown_from_five_on(version: GuidelineVersion) -> None:
    small, large, all_but_few = (Team.objects.create(name=name) for name in ("Small", "Large", "All but few"))
    crowd(4, "s", small)
    people = crowd(11, "l", large)
    for person in (*people, *Employee.objects.filter(teams=small)[:2]):
        all_but_few.members.add(person)
    assert [name for _key, name in funnel.teams()] == []
    crowd(6, "o", location="Leipzig")
    assert [name for _key, name in funnel.teams()] == ["All but few"]
    assert shown(team=str(large.pk)) is None
    assert shown(team=str(small.pk)) is None
    assert shown(team=str(all_but_few.pk)) is not None
    assert funnel.locations() == ["Leipzig"]
    assert shown(location="Leipzig") is not None


def test_teams_that_together_leave_a_few_out_are_not_all_shown(version: GuidelineVersion) -> None:
    sizes = {"First": 10, "Second": 9, "Few": 3}
    for name, size in sizes.items():
        crowd(size, name, Team.objects.create(name=name))
    assert [name for _key, name in funnel.teams()] == ["First"]
    crowd(2, "more", Team.objects.get(name="Few"))
    assert [name for _key, name in funnel.teams()] == ["Few", "First", "Second"]


def test_a_number_of_a_team_is_hidden_when_it_tells_of_the_few_others(version: GuidelineVersion) -> None:
    team = Team.objects.create(name="Team")
    members, others = crowd(12, "m", team), crowd(12, "o")
    for person in (*members[:6], *others[:2]):
        let_read(person, version)
    assert shown()["confirmed"] == 8  # type: ignore[index]
    assert shown(team=str(team.pk))["confirmed"] is None  # type: ignore[index]
    for person in others[2:6]:
        let_read(person, version)
    assert shown(team=str(team.pk))["confirmed"] == 6  # type: ignore[index]


@pytest.mark.parametrize(
    "query", ["?team=999999", "?team=x", "?location=Nowhere", "?team=%00", "?location=%27"]
)
def test_a_group_that_is_not_there_reads_like_one_that_is_too_small(
    query: str, eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    answer = client_for(eli).get(f"/funnel/{query}")
    assert answer.status_code == 200
    assert "it is not shown" in words(answer.content.decode())


def test_one_filter_at_a_time(eli: Employee, client_for: Callable[[Employee], Client]) -> None:
    assert client_for(eli).get("/funnel/?team=1&location=Leipzig").status_code == 404


def test_no_name_stands_on_the_page(mona: Employee, client_for: Callable[[Employee], Client]) -> None:
    crowd(12, "Zaphod")
    said = words(client_for(mona).get("/funnel/").content.decode())
    assert "Invited 13" in said and "Zaphod" not in said


def test_those_who_have_not_read_it_get_one_mail_in_their_language(
    ada: Employee, mona: Employee, client_for: Callable[[Employee], Client]
) -> None:
    crowd(6, "p", language="de")
    client = client_for(mona)
    for _press in range(2):
        answer = client.post("/funnel/remind/", follow=True)
    assert "The reminders are queued." in words(answer.content.decode())
    mails = Outbox.objects.order_by("to")
    assert [mail.to for mail in mails] == [f"p{n}@acme.example" for n in range(6)]
    assert {mail.key.rsplit(".", 1)[0] for mail in mails} == {
        f"guideline.reminder.{person.pk}" for person in Employee.objects.filter(first_name__startswith="p")
    }
    assert all("p1@" not in mail.text and "/guidelines/" in mail.text for mail in mails)
    entry = AuditEntry.objects.filter(name="guidelines.reminded").first()
    assert entry is not None and (entry.by, entry.data) == (mona, {})


def test_the_number_of_reminders_is_told_from_five_on(
    mona: Employee, client_for: Callable[[Employee], Client]
) -> None:
    crowd(4, "p")
    said = words(client_for(mona).post("/funnel/remind/", follow=True).content.decode())
    assert "The reminders are queued." in said
    crowd(5, "q")
    said = words(client_for(mona).post("/funnel/remind/", follow=True).content.decode())
    assert "5 reminders are queued." in said


def test_after_fourteen_days_one_may_be_reminded_again(ada: Employee, mona: Employee) -> None:
    crowd(1, "p")
    now = timezone.now()
    assert [reminding.remind(now + timedelta(days=days), by=mona) for days in (0, 13, 15)] == [1, 0, 1]


def test_before_the_first_guideline_nobody_is_reminded(root: Employee) -> None:
    assert reminding.remind(by=root) == 0
    assert not Outbox.objects.exists()


def test_curators_look_and_managers_remind(
    ada: Employee, eli: Employee, mona: Employee, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    people = (ada, eli, mona, root)
    assert [client_for(person).get("/funnel/").status_code for person in people] == [404, 200, 200, 200]
    assert [client_for(person).post("/funnel/remind/").status_code for person in people] == [
        404,
        404,
        302,
        302,
    ]
    assert b"/funnel/remind/" not in client_for(eli).get("/funnel/").content
