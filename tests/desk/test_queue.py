"""The queue: what waits, with its clock; repeated targets; the same number of queries however long it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from desk import handling, reporting
from desk.models import HoldingReply, Incident
from people.models import Employee
from tests.desk.conftest import ClientFor, report
from tests.factories import make_item, make_person

pytestmark = pytest.mark.django_db


def age(incident: Incident, **passed: float) -> None:
    Incident.objects.filter(pk=incident.pk).update(
        created_at=incident.created_at - timedelta(**passed), due_at=incident.due_at - timedelta(**passed)
    )


def test_what_is_due_first_stands_first_and_overdue_says_so(
    ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    complaint, attack = report(ada, "complaint"), report(ada, "harassment")
    desk = client_for(mona)
    page = desk.get("/incidents/").content.decode()
    assert page.index(str(attack.pk)) < page.index(str(complaint.pk))
    assert "overdue" not in page
    age(complaint, hours=9)
    page = desk.get("/incidents/").content.decode()
    assert page.index(str(complaint.pk)) < page.index(str(attack.pk))
    assert page.count("overdue") == 1
    assert "1 waits longer than it should." in page


def test_what_somebody_has_taken_is_not_overdue(ada: Employee, mona: Employee) -> None:
    incident = report(ada)
    later = timezone.now() + timedelta(hours=9)
    assert incident.is_overdue(later)
    assert not incident.is_overdue(timezone.now())
    handling.assign(incident, mona, fence=0, by=mona)
    assert not incident.is_overdue(later)


def test_the_filter_stands_in_the_address(ada: Employee, mona: Employee, client_for: ClientFor) -> None:
    waiting, mine, closed = report(ada), report(ada), report(ada)
    handling.assign(mine, mona, fence=0, by=mona)
    handling.close(closed, "none", words="", fence=0, by=mona)
    shown = {
        "": [waiting, mine],
        "open": [waiting, mine],
        "mine": [mine],
        "closed": [closed],
        "<x>": [waiting, mine],
    }
    for show, expected in shown.items():
        page = client_for(mona).get("/incidents/", {"show": show}).content.decode()
        assert {one.pk for one in (waiting, mine, closed) if str(one.pk) in page} == {
            one.pk for one in expected
        }


def test_the_reporter_is_named_to_the_desk_with_item_and_site(
    ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    item = make_item("A quiet heat pump")
    incident = report(ada, address="https://social.example/@troll/1")
    Incident.objects.filter(pk=incident.pk).update(item=item)
    for url in ("/incidents/", f"/incidents/{incident.pk}/"):
        page = client_for(mona).get(url).content.decode()
        assert "Ada Test" in page
        assert "A quiet heat pump" in page
        assert "social.example" in page


def test_repeated_targets_are_seen_together(
    ada: Employee, stranger: Employee, mona: Employee, client_for: ClientFor
) -> None:
    first = report(ada, address="https://social.example/@troll/1")
    again = report(stranger, address="https://social.example/@troll/1")
    account = report(stranger, address="https://social.example/@Troll/2")
    site = report(stranger, address="https://social.example/@other/3")
    elsewhere = report(stranger, address="https://paper.example/x")
    page = client_for(mona).get(f"/incidents/{first.pk}/").content.decode()
    beside = [row.pk for row in Incident.objects.beside(first)]
    assert beside == [again.pk, account.pk, site.pk]
    assert page.index("same address") < page.index("same account") < page.index("same site")
    assert str(elsewhere.pk) not in page
    rows = {row.pk: row.repeats for row in Incident.objects.for_queue()}
    assert rows == {first.pk: 2, again.pk: 2, account.pk: 2, site.pk: 0, elsewhere.pk: 0}
    assert "2 more there" in client_for(mona).get("/incidents/").content.decode()


def test_reports_without_an_address_have_nothing_in_common(ada: Employee) -> None:
    one, _other = report(ada), report(ada)
    assert not Incident.objects.beside(one).exists()


def test_the_queue_asks_the_database_as_often_for_forty_rows_as_for_two(
    ada: Employee,
    mona: Employee,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    item = make_item()
    desk = client_for(mona)
    for number in range(40):
        reporter = make_person(f"P{number}")
        report(reporter, address=f"https://social.example/@troll/{number}")
        reporting.ask(item, f"Draft {number}", language="en", by=reporter)
    Incident.objects.update(item=item)
    with django_assert_max_num_queries(12):
        assert desk.get("/incidents/").status_code == 200


def test_a_long_queue_comes_in_pages(ada: Employee, mona: Employee, client_for: ClientFor) -> None:
    for number in range(60):
        report(make_person(f"P{number}"))
    desk = client_for(mona)
    assert desk.get("/incidents/").content.decode().count("I take it") == 50
    assert desk.get("/incidents/", {"page": "2"}).content.decode().count("I take it") == 10
    for page in ("0", "-1", "999", "x", "\x00"):
        assert desk.get("/incidents/", {"page": page}).status_code == 200


def test_an_empty_queue_is_said_kindly(mona: Employee, client_for: ClientFor) -> None:
    assert "Nothing to do here" in client_for(mona).get("/incidents/").content.decode()


def test_holding_replies_are_edited_by_the_desk(mona: Employee, eli: Employee, client_for: ClientFor) -> None:
    address = "/desk/desk/holdingreply/add/"
    fields = {"language": "en", "kind": "", "text": "We hear you.", "position": "0", "active": "on"}
    assert client_for(mona).post(address, fields).status_code == 302
    assert HoldingReply.objects.filter(text="We hear you.").exists()
    assert client_for(eli).get(address).status_code == 404


def test_a_company_begins_with_replies_in_both_languages(db: None) -> None:
    from importlib import import_module

    from django.apps import apps

    HoldingReply.objects.all().delete()
    starter = import_module("desk.migrations.0002_starter_replies")
    starter.add(apps, None)
    assert {(row.language, row.kind) for row in HoldingReply.objects.all()} == {
        ("en", ""), ("de", ""), ("en", "press"), ("de", "press"),
    }  # fmt: skip
    starter.remove(apps, None)
    assert not HoldingReply.objects.exists()


def test_the_way_to_the_queue_is_shown_to_those_who_may_go(
    ada: Employee, eli: Employee, mona: Employee, root: Employee, client_for: ClientFor
) -> None:
    for person, expected in ((ada, False), (eli, False), (mona, True), (root, True)):
        for url in ("/profile/", "/comment/"):
            page = client_for(person).get(url).content.decode()
            assert ('href="/incidents/"' in page) is expected
            assert 'href="/comment/"' in page
