"""Five situations after the first share: explained at once, never stored, never a must."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from guidelines.adopting import adopt_starter
from guidelines.publishing import publish
from guidelines.starter import STARTER
from home.questions import QUESTIONS
from people.models import Employee
from tests.factories import make_item, make_person
from tests.guidelines.pages import words
from tests.home.shares import share

pytestmark = pytest.mark.django_db
HERE = "/start/questions/"


def rows() -> dict[str, int]:
    """How many rows each table holds, but sessions: those are of the browser."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in {"sessions", "usersessions"}
    }


def test_every_answer_of_every_situation_is_explained_and_leaves_no_row(
    client_for: Callable[[Employee], Client],
) -> None:
    publish(adopt_starter(), by=None)
    client = client_for(make_person("Nina"))
    client.get(HERE)
    before = rows()
    for number, question in enumerate(QUESTIONS, start=1):
        assert str(question.situation) in words(client.get(HERE, {"n": str(number)}).content.decode())
        for answer in question.answers:
            page = client.post(HERE, {"n": number, "answer": answer.key}).content.decode()
            assert str(answer.explanation) in words(page)
            assert f'#rule-{question.rule}"' in page
            assert ("Next situation" in words(page)) is (number < len(QUESTIONS))
    assert rows() == before


def test_there_are_five_and_each_has_a_good_way_and_a_rule_of_the_starter() -> None:
    assert len(QUESTIONS) == 5
    for question in QUESTIONS:
        assert any(answer.good for answer in question.answers)
        assert question.rule in {rule.key for rule in STARTER.rules}
        assert len({answer.key for answer in question.answers}) == len(question.answers) == 3


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"n": "6"}, 404), ({"n": "0"}, 404), ({"n": "x"}, 200), ({"n": "²"}, 200), ({}, 200)],
)
def test_a_forged_number_is_no_trouble(
    sent: dict[str, str], status: int, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(make_person("Nina"))
    assert client.get(HERE, sent).status_code == status
    assert client.post(HERE, {**sent, "answer": "forged"}).status_code == status


def test_they_are_offered_after_the_first_share_until_put_away(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(ada)
    assert HERE not in client.get("/").content.decode()
    share(ada, make_item())
    assert f'href="{HERE}"' in client.get("/").content.decode()
    assert "Look at the situations" in words(client.get("/start/").content.decode())
    for _press in range(2):
        assert client.post("/start/questions/skip/").headers["Location"] == "/"
    assert HERE not in client.get("/").content.decode()
    assert ada.notices.filter(key="home.questions").count() == 1


def test_the_task_list_tells_how_far_she_is(ada: Employee, client_for: Callable[[Employee], Client]) -> None:
    client = client_for(ada)
    assert "2 of 4 done" in words(client.get("/start/").content.decode())
    client.post("/start/done/")
    assert "3 of 4 done" in words(client.get("/start/").content.decode())
    share(ada, make_item())
    assert "4 of 4 done" in words(client.get("/start/").content.decode())
