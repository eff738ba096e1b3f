"""The main job in a real browser, from the first sign-in to a counted click: by mouse, by keyboard, without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from content.models import Item
from desk.models import Question
from people import company
from people.models import CompanySettings, Employee
from sandbox.server import Running
from sharing import publishing
from sharing.models import Account, Share
from tests.browser.conftest import DESKTOP, PHONE, PageFor, look
from tests.factories import make_item, make_person, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def sandbox(live: str, settings: Settings) -> Iterator[Running]:
    """The practice network, which the company suggests; our own address is that of the live server."""
    with Running() as running:
        settings.NETWORK_LOCAL_HOSTS = [running.host]
        settings.PUBLIC_URL = live
        CompanySettings.objects.update_or_create(pk=1, defaults={"suggested_servers": running.host})
        company.forget()
        yield running


@pytest.fixture
def newcomer() -> Employee:
    make_version()
    return make_person("Neu", last_name="Ling", language="en", zone_guessed=True)


@pytest.fixture
def item() -> Item:
    return make_item(
        "Quieter than a sleeping fox", suggestions=("It is quiet at last.", "29 dB at night. Measured.")
    )


def send_what_is_due() -> None:
    """The ten seconds are over and a sweep comes by."""
    Share.objects.filter(state="scheduled").update(due_at=timezone.now())
    publishing.sweep()


def acknowledge(page: Page) -> None:
    """From the feed to the guideline and back, as the first-run card leads."""
    page.goto("/guidelines/")
    page.get_by_role("checkbox").check()
    page.get_by_role("main").locator("form button[type=submit]").last.click()


def connect(page: Page, sandbox: Running) -> None:
    """Connect an account by the server's own consent page."""
    page.goto("/accounts/connect/mastodon/")
    page.get_by_role("textbox").fill(sandbox.host)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url("**/oauth/authorize**")
    page.get_by_role("radio", name="Mara").first.check()
    page.locator("button[value=authorize]").click()
    page.wait_for_url("**/accounts/**")


def follow_as_people_and_programs(share: Share) -> None:
    Client(REMOTE_ADDR="198.51.100.1").get(f"/r/{share.link.code}", headers={"User-Agent": BROWSER})
    Client(REMOTE_ADDR="198.51.100.2").get(f"/r/{share.link.code}", headers={"User-Agent": "Googlebot/2.1"})


def test_from_the_first_page_to_the_first_click(
    page_for: PageFor, newcomer: Employee, item: Item, sandbox: Running
) -> None:
    page = page_for(newcomer, width=PHONE)
    page.goto("/")
    look(page, "main-feed-first-run-390")
    acknowledge(page)
    connect(page, sandbox)
    account = Account.objects.get(employee=newcomer)
    page.goto("/")
    page.get_by_role("link", name="Share", exact=False).and_(page.locator(".btn.primary")).first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name="Share")).to_be_focused()
    expect(sheet.get_by_role("checkbox", name=account.handle)).not_to_be_checked()
    look(page, "main-sheet-390")
    sheet.get_by_role("checkbox", name=account.handle).check()
    expect(sheet.get_by_role("button", name="Share to Mastodon")).to_be_visible()
    page.wait_for_timeout(400)
    assert sheet.evaluate("dialog => dialog.scrollTop") < 100  # the sheet stays where she is
    sheet.get_by_label("Your words").fill("My own words about it.")
    expect(page.locator("#said")).to_contain_text("My own words about it.")
    sheet.get_by_role("button", name="Share to Mastodon").click()
    expect(sheet.get_by_role("button", name="Undo")).to_be_visible()
    look(page, "main-result-390")
    send_what_is_due()
    expect(sheet.get_by_text("Posted.")).to_be_visible(timeout=8000)
    share = Share.objects.get()
    assert [post["text"] for post in sandbox.posts()] == [f"My own words about it.\n\n{share.link.url}"]
    follow_as_people_and_programs(share)
    page.goto("/shares/")
    expect(page.get_by_role("main")).to_contain_text("1 click")
    look(page, "main-shares-390")


def test_without_javascript(page_for: PageFor, newcomer: Employee, item: Item, sandbox: Running) -> None:
    page = page_for(newcomer, width=PHONE, script=False)
    acknowledge(page)
    connect(page, sandbox)
    page.goto("/")
    page.locator("article .btn.primary").first.click()
    page.get_by_text("Start from other words").click()
    page.locator("button[name=variant]").first.click()
    assert page.get_by_label("Your words").input_value() == "29 dB at night. Measured."
    page.locator("input[name=account]").check()
    page.locator(".sheet-foot button[type=submit]").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    send_what_is_due()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Posted.")
    follow_as_people_and_programs(Share.objects.get())
    page.goto("/shares/")
    expect(page.get_by_role("main")).to_contain_text("1 click")


def tab_to(page: Page, matches: Callable[[str], bool], most: int = 80) -> None:
    """Press Tab until the focused element's text or name matches."""
    for _press in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(e => `${e?.name ?? ''}|${e?.value ?? ''}|${e?.textContent?.trim() ?? ''}`)(document.activeElement)"
        )
        if matches(told):
            return
    raise AssertionError(f"Tab never led there: {page.evaluate('document.activeElement?.outerHTML')}")


def test_by_keyboard_alone(page_for: PageFor, newcomer: Employee, item: Item, sandbox: Running) -> None:
    page = page_for(newcomer, width=DESKTOP)
    acknowledge(page)
    connect(page, sandbox)
    page.goto("/")
    tab_to(page, lambda told: told.endswith("|Share"))
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name="Share")).to_be_focused()
    tab_to(page, lambda told: told.startswith("account|"))
    page.keyboard.press("Space")
    expect(sheet.get_by_role("button", name="Share to Mastodon")).to_be_visible()
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("heading", name="Share")).to_be_focused()
    page.wait_for_timeout(500)
    expect(sheet.get_by_label("Your words")).to_have_value("It is quiet at last.")
    assert not Share.objects.exists()
    tab_to(page, lambda told: told.startswith("text|"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Typed without a mouse.")
    expect(page.locator("#said")).to_contain_text("Typed without a mouse.")
    expect(sheet.get_by_role("button", name="Share to Mastodon")).to_be_visible()
    tab_to(page, lambda told: told.endswith("Share to Mastodon"))
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("button", name="Undo")).to_be_visible()
    tab_to(page, lambda told: told.endswith("Undo"))
    page.keyboard.press("Enter")
    expect(sheet).to_contain_text("Taken back. Nothing was posted.")
    send_what_is_due()
    assert sandbox.posts() == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_draft_can_be_sent_to_the_desk_from_the_sheet(
    page_for: PageFor, newcomer: Employee, item: Item, sandbox: Running
) -> None:
    page = page_for(newcomer, width=PHONE)
    acknowledge(page)
    page.goto("/")
    page.locator("article .btn.primary").first.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Your words").fill("May I say it like this?")
    sheet.locator("button[formaction*='/ask/']").click()
    page.wait_for_url("**/questions/**")
    assert Question.objects.get().text == "May I say it like this?"


def test_a_double_click_and_the_back_button_give_one_share(
    page_for: PageFor, newcomer: Employee, item: Item, sandbox: Running
) -> None:
    page = page_for(newcomer, width=DESKTOP, script=False)
    acknowledge(page)
    connect(page, sandbox)
    page.goto(f"/share/{item.pk}/")
    page.locator("input[name=account]").check()
    page.locator(".sheet-foot button[type=submit]").dblclick()
    page.wait_for_url("**/batches/**")
    page.go_back()
    expect(page.get_by_role("main")).to_contain_text("Shared there already")
    assert Share.objects.count() == 1
