"""HR's list of confirmations: by person, exportable, every look written down, and gone in time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.acknowledging import forget_leavers
from guidelines.models import Acknowledgement, GuidelineVersion
from people import leaving
from people.models import AuditEntry, CompanySettings, Employee
from tests.factories import let_read, make_person
from tests.guidelines.pages import words

pytestmark = pytest.mark.django_db

LIST, EXPORT = "admin:guidelines_acknowledgement_changelist", "admin:guidelines_acknowledgement_export"


def test_every_look_and_every_export_leaves_a_line(
    ada: Employee, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(root)
    said = words(client.get(reverse(LIST), {"q": "ada"}).content.decode())
    assert "Ada Test Service 1 English" in said
    look = AuditEntry.objects.get(name="guidelines.acknowledgements.viewed")
    assert (look.by, look.data) == (root, {"filter": "q=ada"})
    answer = client.post(reverse(EXPORT))
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["name", "e-mail address", "teams", "version", "language", "time (UTC)", "left"]
    at = Acknowledgement.objects.get(employee=ada).at
    assert rows[1:] == [
        ["Ada Test", "ada@acme.example", "Service", "1", "en", f"{at:%Y-%m-%dT%H:%M:%SZ}", ""]
    ]
    taken = AuditEntry.objects.get(name="guidelines.acknowledgements.exported")
    assert (taken.by, taken.data) == (root, {"number": 1})


@pytest.mark.parametrize("name", ["ada", "eli", "mona"])
def test_it_is_hidden_from_everybody_else_and_they_leave_no_line(
    name: str, request: pytest.FixtureRequest, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(request.getfixturevalue(name))
    assert client.get(reverse(LIST)).status_code == 404
    assert client.post(reverse(EXPORT)).status_code == 404
    assert not AuditEntry.objects.filter(name__startswith="guidelines.acknowledgements").exists()


def test_a_name_never_becomes_a_formula(
    root: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    let_read(make_person("Eve", last_name="x"), version)
    Employee.objects.filter(email="eve@acme.example").update(first_name='=HYPERLINK("//evil")')
    table = client_for(root).post(reverse(EXPORT)).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table)))[1][0].startswith("'=HYPERLINK")


def test_nothing_is_added_changed_or_deleted_there(
    ada: Employee, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client, row = client_for(root), Acknowledgement.objects.get(employee=ada)
    for verb in ("change", "delete"):
        client.post(reverse(f"admin:guidelines_acknowledgement_{verb}", args=[row.pk]), {"post": "yes"})
    client.post(
        reverse("admin:guidelines_acknowledgement_add"), {"employee": root.pk, "version": row.version_id}
    )
    assert list(Acknowledgement.objects.values_list("employee", flat=True)) == [ada.pk]


@pytest.mark.parametrize(
    ("days", "after", "kept"), [(365, 364, True), (365, 366, False), (30, 31, False), (0, 1, False)]
)
def test_what_leavers_confirmed_goes_when_its_time_is_over(
    ada: Employee, stranger: Employee, days: int, after: int, kept: bool
) -> None:
    CompanySettings.objects.create(pk=1, acknowledgement_days=days)
    leaving.disable(ada, by=None)
    forget_leavers(timezone.now() + timedelta(days=after))
    assert Acknowledgement.objects.filter(employee=ada).exists() is kept
    assert Acknowledgement.objects.filter(employee=stranger).exists()


def test_whoever_comes_back_in_time_loses_nothing(ada: Employee) -> None:
    leaving.disable(ada, by=None)
    leaving.enable(ada, by=None)
    assert forget_leavers(timezone.now() + timedelta(days=4000)) == 0
    assert Employee.objects.get(pk=ada.pk).left_at is None
