"""Ask before posting: a draft travels to the desk, advice comes back, the person decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import Item
from desk import handling, reporting
from desk.models import Question
from desk.states import Verdict
from people.models import Employee, Notice, Outbox
from tests.desk.conftest import ClientFor
from tests.factories import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(ada: Employee, mona: Employee, item: Item) -> Question:
    return reporting.ask(item, "We are the best.", language="en", by=ada)


def test_the_words_of_the_sheet_reach_the_desk_once(
    ada: Employee, mona: Employee, item: Item, client_for: ClientFor
) -> None:
    client = client_for(ada)
    fields = {"text": "We are the best.", "language": "de", "nonce": "x", "account": "y"}
    for _press in range(2):
        answer = client.post(f"/share/{item.pk}/ask/", fields)
    question = Question.objects.get()
    assert answer["Location"] == f"/questions/{question.pk}/"
    assert (question.asker, question.item, question.language, question.text) == (
        ada,
        item,
        "de",
        "We are the best.",
    )
    assert Notice.objects.get().code == "desk.asked"
    mail = Outbox.objects.get()
    assert mail.to == mona.email
    assert f"/questions/{question.pk}/answer/" in mail.text
    assert "We are the best." not in mail.text


def test_in_the_sheet_the_whole_page_moves_on(ada: Employee, item: Item, client_for: ClientFor) -> None:
    client = client_for(ada)
    headers = {"HX-Request": "true"}
    answer = client.post(f"/share/{item.pk}/ask/", {"text": "Mine."}, headers=headers)
    assert answer["HX-Redirect"] == f"/questions/{Question.objects.get().pk}/"
    refused = client.post(f"/share/{item.pk}/ask/", {"text": " "}, headers=headers)
    assert (refused.status_code, refused["HX-Retarget"], refused["HX-Reswap"]) == (
        200,
        "#ask-said",
        "innerHTML",
    )
    assert "Write a few words first" in refused.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001, "a\x00b"])
def test_refused_words_are_kept(text: str, ada: Employee, item: Item, client_for: ClientFor) -> None:
    answer = client_for(ada).post(f"/share/{item.pk}/ask/", {"text": text, "language": "en"})
    assert answer.status_code == 422
    assert text.strip()[:2000].replace("\x00", "") in answer.content.decode().replace("\x00", "")
    assert not Question.objects.exists()


def test_an_unknown_language_is_refused_without_an_error(
    ada: Employee, item: Item, client_for: ClientFor
) -> None:
    answer = client_for(ada).post(f"/share/{item.pk}/ask/", {"text": "Hi", "language": "xx"})
    assert answer.status_code == 422


def test_only_items_she_sees_can_be_asked_about(
    stranger: Employee, ada: Employee, client_for: ClientFor
) -> None:
    hers = make_item("For one team", teams=tuple(ada.teams.all()))
    assert client_for(stranger).post(f"/share/{hers.pk}/ask/", {"text": "Hi"}).status_code == 404
    assert client_for(ada).post("/share/999999/ask/", {"text": "Hi"}).status_code == 404
    assert client_for(ada).get(f"/share/{hers.pk}/ask/").status_code == 405


def test_twenty_questions_an_hour(ada: Employee, item: Item, client_for: ClientFor) -> None:
    for number in range(20):
        reporting.ask(item, f"Draft {number}", language="en", by=ada)
    client = client_for(ada)
    refused = client.post(f"/share/{item.pk}/ask/", {"text": "The twenty-first."})
    assert refused.status_code == 429
    assert "The twenty-first." in refused.content.decode()
    Question.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert client.post(f"/share/{item.pk}/ask/", {"text": "The twenty-first."}).status_code == 302


def test_better_words_come_back_and_lead_to_the_sheet(
    question: Question, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    desk = client_for(mona)
    assert "We are the best." in desk.get(f"/questions/{question.pk}/answer/").content.decode()
    desk.post(
        f"/questions/{question.pk}/answer/",
        {"verdict": "better", "better": "We are\r\nquiet.", "reason": "Prove it."},
    )
    question.refresh_from_db()
    assert (question.verdict, question.answered_by) == ("better", mona)
    client = client_for(ada)
    assert [notice.code for notice in Notice.objects.open_for(ada)] == ["desk.answered"]
    assert not Notice.objects.open_for(mona).exists()
    assert Outbox.objects.filter(to=ada.email).count() == 1
    page = client.get(f"/questions/{question.pk}/").content.decode()
    assert "Prove it." in page
    assert "Use these words" in page
    assert "This is advice. You decide." in page
    sheet = client.post(
        f"/share/{question.item_id}/",
        {"restore": "1", "language": "en", "before": question.usable_words},
    ).content.decode()
    assert "We are\nquiet.</textarea>" in sheet
    client.post(f"/questions/{question.pk}/read/")
    assert not Notice.objects.open_for(ada).exists()


def test_good_as_it_is_keeps_no_other_words(
    question: Question, mona: Employee, client_for: ClientFor
) -> None:
    client_for(mona).post(
        f"/questions/{question.pk}/answer/", {"verdict": "ok", "better": "We are the best."}
    )
    question.refresh_from_db()
    assert (question.verdict, question.better, question.usable_words) == ("ok", "", "We are the best.")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"verdict": "nonsense"},
        {"verdict": "better"},
        {"verdict": "no"},
        {"verdict": "ok", "reason": "x" * 3001},
    ],
)
def test_an_answer_without_its_words_is_refused(
    fields: dict[str, str], question: Question, mona: Employee, client_for: ClientFor
) -> None:
    assert client_for(mona).post(f"/questions/{question.pk}/answer/", fields).status_code == 422
    question.refresh_from_db()
    assert question.answered_at is None


def test_the_second_answer_is_told_that_it_came_late(
    question: Question, mona: Employee, root: Employee, client_for: ClientFor
) -> None:
    handling.answer(question, Verdict.NO, better="", reason="Not yet public.", by=mona)
    late = client_for(root).post(f"/questions/{question.pk}/answer/", {"verdict": "ok"}, follow=True)
    assert "Somebody was faster" in late.content.decode()
    question.refresh_from_db()
    assert (question.verdict, question.answered_by) == ("no", mona)


def test_a_no_blocks_nothing(
    question: Question, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    handling.answer(question, Verdict.NO, better="", reason="Not yet public.", by=mona)
    page = client_for(ada).get(f"/questions/{question.pk}/").content.decode()
    assert "Not yet public." in page
    assert "Go on with your words" in page
    assert client_for(ada).get(f"/share/{question.item_id}/").status_code == 200


def test_an_item_that_is_gone_offers_no_sheet(
    question: Question, ada: Employee, client_for: ClientFor
) -> None:
    Item.objects.update(state="withdrawn")
    page = client_for(ada).get(f"/questions/{question.pk}/").content.decode()
    assert "This item is no longer offered." in page
    assert f'action="/share/{question.item_id}/"' not in page


def test_the_button_goes_into_the_sheets_form(item: Item, rf: object) -> None:
    from django.template.loader import render_to_string

    html = render_to_string("desk/_ask_button.html", {"item": item})
    assert f'type="submit" formaction="/share/{item.pk}/ask/"' in html
    assert 'id="ask-said"' in html
