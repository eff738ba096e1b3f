"""Every page an employee can open, with the demo company in it: the policy, axe, no sideways scroll."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from content.models import Item
from guidelines.models import GuidelineVersion
from people import company
from people.models import CompanySettings, Employee
from tests.browser.conftest import DESKTOP, PHONE, PageFor, look
from tests.factories import let_read

pytestmark = pytest.mark.browser

LOOKS = [
    pytest.param(PHONE, "light", "en", id="390-light-en"),
    pytest.param(DESKTOP, "dark", "de", id="1280-dark-de"),
    pytest.param(PHONE, "dark", "de", id="390-dark-de"),
    pytest.param(DESKTOP, "light", "en", id="1280-light-en"),
]


@pytest.fixture
def mara(transactional_db: None) -> Employee:
    """An employee of the demo company who read the guideline."""
    call_command("load_demo", stdout=io.StringIO())
    person = Employee.objects.get(email="mara@acme.example")
    return let_read(person, GuidelineVersion.objects.get())


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_an_employee_are_clean(
    page_for: PageFor, mara: Employee, width: int, scheme: str, language: str
) -> None:
    item = Item.objects.filter(state=Item.State.APPROVED).exclude(kind="event").first()
    event = Item.objects.filter(kind="event").first()
    assert item is not None
    assert event is not None
    addresses = {
        "feed": "/",
        "item": f"/items/{item.pk}/",
        "event": f"/items/{event.pk}/",
        "dismiss": f"/items/{item.pk}/dismiss/",
        "shares": "/shares/",
        "start": "/start/",
        "share": f"/share/{item.pk}/",
        "accounts": "/accounts/",
        "connect": "/accounts/connect/mastodon/",
        "guidelines": "/guidelines/",
        "profile": "/profile/",
    }
    page = page_for(mara, width=width, scheme=scheme, language=language)
    for name, address in addresses.items():
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        look(page, f"{name}-{width}-{scheme}-{language}")


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_share_sheet_opens_over_the_feed_and_gives_the_focus_back(
    page_for: PageFor, mara: Employee, width: int, scheme: str, language: str
) -> None:
    page = page_for(mara, width=width, scheme=scheme, language=language)
    page.goto("/")
    page.locator(".card [data-sheet]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.sheet:modal")).to_be_visible()
    expect(page.locator("#sheet-title")).to_be_focused()
    look(page, f"sheet-{width}-{scheme}-{language}")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.sheet")).to_have_count(0)
    expect(page.locator(".card [data-sheet]").first).to_be_focused()


@pytest.mark.parametrize("colour", ["#ffe100", "#111111", "#e30613", "#7fd1ff"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_brand_colour_stays_readable(page_for: PageFor, mara: Employee, scheme: str, colour: str) -> None:
    CompanySettings.objects.update(colour=colour)
    company.forget()
    page = page_for(mara, width=DESKTOP, scheme=scheme)
    page.goto(f"/?{colour[1:]}")
    expect(page.locator(f'link[href$="{colour[1:]}"]')).to_have_count(1)
    look(page, f"brand-{colour[1:]}-{scheme}")


def test_the_feed_loads_at_most_forty_kilobytes_of_style(page_for: PageFor, mara: Employee) -> None:
    page = page_for(mara)
    sizes: dict[str, int] = {}
    page.on("response", lambda got: sizes.update({got.url: len(got.body())}) if "/css/" in got.url else None)
    page.goto("/")
    assert sizes, "no style sheet was loaded"
    assert sum(sizes.values()) <= 40 * 1024
