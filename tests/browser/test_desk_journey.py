"""A difficult comment travels to the desk and back, and a draft gets advice: in German on a phone, and at a desk."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from desk import handling, reporting
from desk.models import HoldingReply, Incident, Question
from desk.states import target
from people import company
from people.models import CompanySettings, Employee
from tests.browser.conftest import DESKTOP, PHONE, PageFor, look
from tests.factories import make_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _a_company_with_words() -> None:
    """A person to ask, and two replies: those of the migration are there only for the first test of a run."""
    values = {"contact_name": "Jonas Weber", "contact_email": "jonas@acme.example"}
    CompanySettings.objects.update_or_create(pk=1, defaults=values)
    company.forget()
    HoldingReply.objects.all().delete()
    for language, text in (("en", "Thank you. A colleague will answer."), ("de", "Danke. Es kommt Antwort.")):
        HoldingReply.objects.create(language=language, kind="", text=text)


def screenshot() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 200), "#446688").save(drawn, "PNG")
    return drawn.getvalue()


def submit(page: Page, address: str) -> None:
    """Press the button of the form that posts to this address."""
    page.locator(f'form[action="{address}"] button[type=submit]').first.click()


def pass_on(page: Page) -> Incident:
    """Fill in the form as somebody does who has just been insulted."""
    page.goto("/profile/")
    page.locator('main a[href="/comment/"]').click()
    look(page, "comment-390-de")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".errors")).to_be_focused()
    look(page, "comment-errors-390-de")
    page.locator("#id_address").fill("https://social.example/@troll/12")
    page.locator("input[value=complaint]").check()
    page.locator("#id_text").fill("Ihr lügt doch alle.")
    page.locator("#id_picture").set_input_files(
        {"name": "shot.png", "mimeType": "image/png", "buffer": screenshot()}
    )
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/comment/*-*/")
    return Incident.objects.get()


def test_a_difficult_comment_travels_to_the_desk_and_back(
    page_for: PageFor, ada: Employee, mona: Employee
) -> None:
    reporter = page_for(ada, width=PHONE, language="de")
    incident = pass_on(reporter)
    replies = reporter.locator(".replies li")
    expect(replies).to_have_count(2)
    expect(replies.first.locator("p")).to_have_attribute("lang", "de")
    expect(reporter.locator("img.proof")).to_have_js_property("complete", True)
    look(reporter, "report-390-de")

    desk = page_for(mona, width=PHONE, language="de")
    desk.goto("/")
    desk.locator(f'.notes a[href="/incidents/{incident.pk}/"]').click()
    look(desk, "incident-390-de")
    submit(desk, f"/incidents/{incident.pk}/take/")
    desk.locator("#id_text").fill("Angerufen, ist jetzt ruhig.")
    submit(desk, f"/incidents/{incident.pk}/note/")
    desk.locator("input[value=offline]").check()
    desk.locator("#id_words").fill("Wir haben telefoniert. Alles gut.")
    look(desk, "incident-in-work-390-de")
    submit(desk, f"/incidents/{incident.pk}/close/")
    desk.wait_for_url("**/incidents/")

    reporter.goto("/")
    reporter.locator(f'.notes a[href="/comment/{incident.pk}/"]').click()
    expect(reporter.locator("main")).to_contain_text("Wir haben telefoniert. Alles gut.")
    expect(reporter.locator("main")).not_to_contain_text("Angerufen")
    look(reporter, "report-settled-390-de")
    submit(reporter, f"/comment/{incident.pk}/read/")
    reporter.wait_for_url("**/")
    expect(reporter.locator(".notes")).to_have_count(0)


def test_a_draft_gets_better_words_and_comes_back_to_the_sheet(
    page_for: PageFor, ada: Employee, mona: Employee
) -> None:
    item = make_item("A quiet heat pump")
    asker = page_for(ada, width=PHONE, language="de")
    asker.goto("/")
    # What the sheet's button does, without the sheet.
    asker.evaluate(
        """([address, text]) => {
            const form = document.createElement("form");
            form.method = "post"; form.action = address;
            const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
            const fields = { csrfmiddlewaretoken: token, text, language: "de" };
            for (const [name, value] of Object.entries(fields)) {
              const field = document.createElement("input");
              field.name = name; field.value = value; form.append(field);
            }
            document.body.append(form); form.submit();
        }""",
        [f"/share/{item.pk}/ask/", "Unsere Pumpe ist die beste der Welt."],
    )
    asker.wait_for_url("**/questions/**")
    look(asker, "question-390-de")
    question = Question.objects.get()

    desk = page_for(mona, width=DESKTOP, scheme="dark")
    desk.goto("/incidents/")
    desk.locator(f'.rows a[href="/questions/{question.pk}/answer/"]').first.click()
    desk.locator("input[value=better]").check()
    desk.locator("#id_better").fill("Unsere Pumpe ist die leiseste, die ich kenne.")
    desk.locator("#id_reason").fill("„Die beste“ müssten wir belegen.")
    look(desk, "answer-1280-dark")
    submit(desk, f"/questions/{question.pk}/answer/")
    desk.wait_for_url("**/incidents/")

    asker.goto("/")
    asker.locator(f'.notes a[href="/questions/{question.pk}/"]').click()
    look(asker, "question-answered-390-de")
    submit(asker, f"/share/{item.pk}/")
    expect(asker.locator("#words")).to_have_value("Unsere Pumpe ist die leiseste, die ich kenne.")


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")])
def test_the_pages_of_the_desk_are_clean(
    page_for: PageFor, ada: Employee, mona: Employee, width: int, scheme: str
) -> None:
    item = make_item("A quiet heat pump")
    now = timezone.now()
    stories = [
        ("harassment", "https://social.example/@acme/1", 3.0),
        ("complaint", "https://social.example/@acme/2", 2.0),
        ("press", "https://paper.example/letters", 0.2),
        ("false", "", 0.1),
        ("complaint", "", 0.1),
    ]
    for kind, address, hours in stories:
        said = reporting.Report(
            kind, address=address, text="You people are impossible. " * 3, wants_call=kind == "press"
        )
        incident = reporting.report(said, nonce=uuid.uuid4(), by=ada)
        then = now - timedelta(hours=hours)
        Incident.objects.filter(pk=incident.pk).update(created_at=then, due_at=then + target(kind), item=item)
    first = Incident.objects.get(kind="harassment")
    handling.note(first, "Called her. She is fine.", by=mona)
    reporting.ask(item, "May I say this?", language="en", by=ada)
    page = page_for(mona, width=width, scheme=scheme)
    addresses = {
        "queue": "/incidents/",
        "queue-mine": "/incidents/?show=mine",
        "incident": f"/incidents/{first.pk}/",
        "months": "/incidents/months/",
        "comment": "/comment/",
        "mine": "/comment/mine/",
    }
    for name, address in addresses.items():
        page.goto(address)
        look(page, f"{name}-{width}-{scheme}")
