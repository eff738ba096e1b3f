"""Findings in a real browser: live while typing, asked about, held at the moment of sending, kept up at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from content.models import Item
from guidelines.models import DisclosureRule, DisclosureWording, Override, Term
from people.models import Employee
from people.roles import Role, sync_groups
from sharing import networks, publishing
from sharing.models import Share
from tests.browser.conftest import DESKTOP, PHONE, PageFor, look
from tests.factories import let_read, make_item, make_person, make_version
from tests.sharing.conftest import ScriptedNetwork, make_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer() -> Employee:
    return let_read(make_person("Ada"), make_version())


@pytest.fixture
def item() -> Item:
    return make_item("Quieter than a sleeping fox")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedNetwork]:
    scripted = ScriptedNetwork()
    monkeypatch.setattr(networks, "adapter", lambda name: scripted)
    yield scripted


def send_what_is_due() -> None:
    Share.objects.filter(state="scheduled").update(due_at=timezone.now() - timedelta(seconds=1))
    publishing.sweep()


def open_sheet(page: Page, item: Item, handle: str) -> None:
    page.goto(f"/share/{item.pk}/")
    page.get_by_role("checkbox", name=handle).check()


def test_a_secret_named_after_the_click_stops_the_share_at_the_moment_of_sending(
    page_for: PageFor, writer: Employee, item: Item, network: ScriptedNetwork
) -> None:
    account = make_account(writer)
    page = page_for(writer, width=PHONE)
    open_sheet(page, item, account.handle)
    page.get_by_label("Your words").fill("The HP-12 is quiet.")
    expect(page.locator("#said")).to_contain_text("Nothing to change.")
    page.get_by_role("button", name="Share to Mastodon").click()
    expect(page.get_by_role("main")).to_contain_text("Goes out in a few seconds.")
    Term.objects.create(
        pattern="HP-12", action="block", until=datetime(2999, 3, 1, 8, tzinfo=UTC), until_zone="Europe/Berlin"
    )
    send_what_is_due()
    assert network.posted == []
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("“HP-12” is confidential until 1 March 2999")
    look(page, "findings-held-390")
    page.get_by_role("link", name="Change the words").first.click()
    look(page, "findings-edit-390")
    page.get_by_label("Your words").fill("It is quiet.")
    page.get_by_role("button", name="Try again now").click()
    send_what_is_due()
    assert [post.text.split("\n")[0] for post in network.posted] == ["It is quiet."]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_findings_come_while_typing_and_a_reason_is_kept(
    scheme: str, page_for: PageFor, writer: Employee, item: Item, network: ScriptedNetwork
) -> None:
    Term.objects.create(pattern="Hushtherm", purpose="competitor", action="hint")
    DisclosureWording.objects.create(text="#WeAreAcme")
    DisclosureRule.objects.create()
    account = make_account(writer)
    page = page_for(writer, width=DESKTOP, scheme=scheme)
    open_sheet(page, item, account.handle)
    said, words = page.locator("#said"), page.get_by_label("Your words")
    words.fill("Quieter than Hushtherm. Call +49 30 1234567")
    expect(said).to_contain_text("You mention another company, “Hushtherm”. You may go on.")
    expect(said).to_contain_text("#WeAreAcme will be added")
    reason = page.get_by_label("Why is that fine?")
    reason.fill("It is our hotline.")
    words.press_sequentially(" now")
    expect(said).to_contain_text("1234567 now")
    expect(reason).to_have_value("It is our hotline.")
    look(page, f"findings-sheet-{scheme}")
    reason.fill("")
    page.get_by_role("button", name="Share to Mastodon").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in one sentence")
    expect(words).to_have_value("Quieter than Hushtherm. Call +49 30 1234567 now")
    reason.fill("It is our hotline.")
    page.get_by_role("button", name="Share to Mastodon").click()
    expect(page.get_by_role("main")).to_contain_text("Goes out in a few seconds.")
    send_what_is_due()
    assert "#WeAreAcme" in network.posted[0].text
    assert Override.objects.get().reason == "It is our hotline."


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_social_media_manager_keeps_the_lists(language: str, page_for: PageFor) -> None:
    sync_groups()
    manager = let_read(make_person("Mona", role=Role.SOCIAL_MEDIA_MANAGER), make_version())
    page = page_for(manager, width=DESKTOP, language=language)
    page.goto("/desk/guidelines/term/paste/")
    page.locator("textarea[name=lines]").fill("Zugvogel\nKern*\n***")
    page.locator("button.primary").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, f"terms-paste-{language}")
    page.locator("textarea[name=lines]").fill("Zugvogel\nKern*")
    page.locator("input[name=until_date]").fill("2999-03-01")
    page.locator("button.primary").click()
    expect(page.locator("#result_list")).to_contain_text("Zugvogel")
    look(page, f"terms-list-{language}")
    page.goto("/desk/guidelines/term/add/")
    look(page, f"terms-add-{language}")
    DisclosureWording.objects.create(text="#WeAreAcme")
    DisclosureRule.objects.create()
    for name in ("disclosurerule", "disclosurewording", "override"):
        page.goto(f"/desk/guidelines/{name}/")
        look(page, f"desk-{name}-{language}")
    assert Term.objects.count() == 2
