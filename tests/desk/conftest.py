"""A difficult comment that Ada reported, and what people press."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from desk import reporting
from desk.models import HoldingReply, Incident
from people.models import Employee
from sharing.models import Share
from tests.sharing.conftest import account as account
from tests.sharing.conftest import item as item
from tests.sharing.conftest import share_it as share_it

ClientFor = Callable[[Employee], Client]
ShareIt = Callable[..., Share]


def report(by: Employee, kind: str = "complaint", **said: object) -> Incident:
    """A difficult comment, reported by this person."""
    values: dict[str, object] = {"text": "You people are impossible.", **said}
    return reporting.report(reporting.Report(kind, **values), nonce=uuid.uuid4(), by=by)  # type: ignore[arg-type]


@pytest.fixture
def incident(ada: Employee, mona: Employee) -> Incident:
    """Ada's, with a social media manager who is told."""
    return report(ada, address="https://social.example/@troll/12")


@pytest.fixture
def replies(db: None) -> None:
    """One reply for every kind in each language and one for the press: none of the migration's own."""
    HoldingReply.objects.all().delete()
    for language, kind, text in (
        ("en", "", "Colleagues will answer."),
        ("de", "", "Es kommt eine Antwort."),
        ("en", "press", "Press will call."),
    ):
        HoldingReply.objects.create(language=language, kind=kind, text=text)
