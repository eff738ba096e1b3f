"""The field one writes in stays a field: whatever is typed into it, the sheet around it keeps its shape."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.models import Employee
from tests.browser.conftest import DESKTOP, PHONE, PageFor, assert_accessible, assert_fits
from tests.factories import make_item
from tests.home.shares import account

pytestmark = pytest.mark.browser

LONG = "https://acme.example/" + "Donaudampfschifffahrtsgesellschaft" * 12
MUCH = "Six hundred letters fill a field of that size quite well. " * 11


SheetAt = Callable[[int], Page]


@pytest.fixture
def sheet_at(page_for: PageFor, ada: Employee) -> SheetAt:
    """The sheet of an item at this width, opened from the feed."""
    make_item()
    account(ada)

    def open_sheet(width: int) -> Page:
        page = page_for(ada, width=width)
        page.goto("/")
        page.locator(".card [data-sheet]").first.click()
        expect(page.locator("dialog.sheet:modal")).to_be_visible()
        return page

    return open_sheet


def sticking_out(page: Page) -> list[str]:
    """Parts of the dialog that are wider than it, except what is cut on purpose."""
    found: list[str] = page.evaluate(
        """() => { const sheet = document.querySelector("dialog.sheet"), room = sheet.getBoundingClientRect().right;
        const wide = [...sheet.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > room + 1);
        return [sheet.scrollWidth > sheet.clientWidth ? "scrolls" : "", ...wide.map((each) => each.outerHTML)]
          .filter(Boolean); }"""
    )
    return found


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_long_address_wraps_in_the_field_and_in_the_preview(sheet_at: SheetAt, width: int) -> None:
    page = sheet_at(width)
    page.locator("#words").fill(LONG)
    expect(page.locator("#said")).to_contain_text("Donaudampf")
    assert sticking_out(page) == []
    assert_fits(page)
    assert_accessible(page)


def test_six_hundred_letters_scroll_in_the_field(sheet_at: SheetAt) -> None:
    page = sheet_at(PHONE)
    words = page.locator("#words")
    words.fill(MUCH)
    box = words.bounding_box()
    assert box is not None and box["height"] <= 16 * 16 + 1
    assert words.evaluate("(field) => field.scrollHeight > field.clientHeight")
    words.fill("Short.")
    assert words.evaluate("(field) => field.scrollHeight <= field.clientHeight")


def test_too_many_characters_are_a_number_without_a_sign(sheet_at: SheetAt) -> None:
    page = sheet_at(PHONE)
    words, left = page.locator("#words"), page.locator("#words-left")
    room = int(words.get_attribute("data-max") or "")
    left.evaluate(
        """(place) => { place.innerHTML = '<b id="words-count">0</b> <span class="when-left">left</span>'
        + '<span class="when-over">too many</span>'; }"""
    )
    words.fill("x" * (room - 3))
    expect(left).to_have_text("3 left", use_inner_text=True)
    words.fill("x" * (room + 125))
    expect(left).to_have_text("125 too many", use_inner_text=True)
    words.fill("x" * room)
    expect(left).to_have_text("0 left", use_inner_text=True)
    expect(page.locator("[data-spoken]")).to_have_text("0 left")
