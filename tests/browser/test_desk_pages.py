"""The desk (Django's admin in our clothes) in a real browser: every list and form, without a breach of the policy."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from content.models import Item
from people.models import Employee, Team
from tests.browser.conftest import DESKTOP, PHONE, PageFor, look
from tests.factories import make_channel, make_item

pytestmark = pytest.mark.browser

LOOKS = [
    pytest.param(PHONE, "light", "en", id="390-light-en"),
    pytest.param(DESKTOP, "dark", "de", id="1280-dark-de"),
    pytest.param(PHONE, "dark", "de", id="390-dark-de"),
    pytest.param(DESKTOP, "light", "en", id="1280-light-en"),
]


def addresses() -> dict[str, str]:
    """The lists and empty forms of everything that is registered."""
    found = {"index": reverse("admin:index")}
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        found[f"{name}-list"] = reverse(f"admin:{name}_changelist")
        found[f"{name}-add"] = reverse(f"admin:{name}_add")
    return found


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_every_list_and_form_is_clean(
    page_for: PageFor, root: Employee, width: int, scheme: str, language: str
) -> None:
    item = make_item()
    page = page_for(root, width=width, scheme=scheme, language=language)
    pages = addresses() | {
        "item-change": reverse("admin:content_item_change", args=[item.pk]),
        "item-history": reverse("admin:content_item_history", args=[item.pk]),
        "people-import": reverse("admin:people_employee_import"),
        "person-change": reverse("admin:people_employee_change", args=[root.pk]),
        "item-preview": reverse("admin:content_item_preview", args=[item.pk]),
        "item-withdraw": reverse("admin:content_item_withdraw", args=[item.pk]),
        "item-delete": reverse("admin:content_item_delete", args=[item.pk]),
    }
    for name, address in pages.items():
        answer = page.goto(address)
        if answer is not None and answer.status == 403:
            continue
        look(page, f"desk-{name}-{width}-{scheme}-{language}")


def test_a_wrong_form_says_so_beside_the_field(page_for: PageFor, root: Employee) -> None:
    page = page_for(root)
    page.goto(reverse("admin:content_channel_add"))
    page.locator("form").evaluate_all("forms => forms.forEach((form) => form.noValidate = true)")
    page.locator(".submit-row input[name=_save], .submit-row .primary").first.click()
    expect(page.locator(".errornote, .errors").first).to_be_visible()
    look(page, "desk-channel-wrong")
    assert Item.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_no_column_of_the_item_list_is_cut_off(
    page_for: PageFor, root: Employee, team: Team, width: int, language: str
) -> None:
    channel = make_channel("heat-and-power")
    for title in ("Heat Days Dublin: Priya explains the sound of nothing", "A quiet heat pump"):
        make_item(title, channel=channel, kind=Item.Kind.ARTICLE, teams=(team,), locations="Leipzig")
    make_item("Waiting", state=Item.State.IN_REVIEW)
    page = page_for(root, width=width, language=language)
    page.goto(reverse("admin:content_item_changelist"))
    cut = page.locator("#result_list").evaluate(
        """(table) => { const right = (each) => each.getBoundingClientRect().right;
        const room = right(table.closest(".results")) + 1;
        return [...table.querySelectorAll("td, th, .badge")].filter((each) => right(each) > room)
          .map((each) => each.className); }"""
    )
    assert cut == []
    expect(page.locator(".field-badge .badge")).to_have_count(3)
    look(page, f"desk-item-list-full-{width}-{language}")


def test_an_empty_server_leads_to_the_first_channel(page_for: PageFor, root: Employee) -> None:
    page = page_for(root)
    page.goto(reverse("admin:content_item_add"))
    look(page, "desk-item-add-empty")
    page.locator(".note a").click()
    page.wait_for_url(f"**{reverse('admin:content_channel_add')}")
    page.goto(reverse("admin:index"))
    look(page, "desk-index-empty")
