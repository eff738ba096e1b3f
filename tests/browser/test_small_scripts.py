"""The small modules of static/js in a real browser: menus, copying, the characters left."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from guidelines.models import GuidelineVersion
from people.models import Employee
from tests.browser.conftest import DESKTOP, PageFor
from tests.factories import let_read

pytestmark = pytest.mark.browser

NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });"


@pytest.fixture
def mara(transactional_db: None) -> Employee:
    """An employee of the demo company who read the guideline."""
    call_command("load_demo", stdout=io.StringIO())
    return let_read(Employee.objects.get(email="mara@acme.example"), GuidelineVersion.objects.get())


@pytest.fixture
def feed(page_for: PageFor, mara: Employee) -> Page:
    page = page_for(mara, width=DESKTOP)
    page.goto("/")
    return page


def test_escape_closes_a_menu_and_gives_the_focus_back(feed: Page) -> None:
    menu = feed.locator("details.menu").first
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    feed.keyboard.press("Tab")
    feed.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_click_elsewhere_closes_a_menu(feed: Page) -> None:
    menu = feed.locator("details.menu").first
    menu.locator("summary").click()
    feed.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_a_click_beside_the_sheet_closes_it_and_one_inside_does_not(feed: Page) -> None:
    feed.locator(".card [data-sheet]").first.click()
    sheet = feed.locator("dialog.sheet:modal")
    expect(sheet).to_be_visible()
    feed.locator("#sheet-title").click()
    expect(sheet).to_be_visible()
    feed.mouse.click(5, 5)
    expect(feed.locator("dialog.sheet")).to_have_count(0)


def test_the_characters_left_follow_the_words(feed: Page) -> None:
    feed.locator(".card [data-sheet]").first.click()
    words = feed.locator("#words")
    words.fill("")
    before = int(feed.locator("#words-count").inner_text().replace(",", ""))
    words.fill("👩‍👩‍👧 https://example.org/a/very/long/address/that/counts/as/twenty/three")
    after = int(feed.locator("#words-count").inner_text().replace(",", ""))
    # A family is one character and the blank another; LinkedIn counts an address as it stands, Mastodon as 23.
    assert before - after in {
        2 + 23,
        2 + len("https://example.org/a/very/long/address/that/counts/as/twenty/three"),
    }


@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "old command"])
def test_a_copy_button_copies_and_says_so(page_for: PageFor, ada: Employee, clipboard: bool) -> None:
    page = page_for(ada, width=DESKTOP)
    if clipboard:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        page.add_init_script(NO_CLIPBOARD)
    page.goto("/auth/second-factor/totp/activate/")
    page.fill("#id_password", "a long enough password")
    page.locator("button.primary").click()
    secret = page.input_value("#authenticator_secret")
    button = page.get_by_role("button", name="Copy")
    if not clipboard:
        page.evaluate(
            """document.addEventListener("copy", () => { window.copied = document.activeElement.value; })"""
        )
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    expect(page.locator("#spoken")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()") if clipboard else page.evaluate("window.copied")
    assert copied == secret
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()
