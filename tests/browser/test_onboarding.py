"""A new person, in German on a phone: from the first page to the first share. Then the guideline changes."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from guidelines import drafting
from guidelines.models import Acknowledgement, GuidelineVersion, RuleText
from guidelines.publishing import publish
from people.models import Employee
from people.roles import Role, sync_groups
from sharing.models import Share
from tests.browser.conftest import DESKTOP, PHONE, PageFor, look
from tests.factories import let_read, make_item, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [
    pytest.param(PHONE, "light", "de", id="390-light-de"),
    pytest.param(DESKTOP, "dark", "en", id="1280-dark-en"),
    pytest.param(PHONE, "dark", "en", id="390-dark-en"),
    pytest.param(DESKTOP, "light", "de", id="1280-light-de"),
]


@pytest.fixture
def guideline() -> GuidelineVersion:
    call_command("adopt_guideline", "--publish", stdout=io.StringIO())
    return GuidelineVersion.objects.get()


@pytest.fixture
def newcomer(guideline: GuidelineVersion) -> Employee:
    return make_person("Neu", last_name="Ling", language="de", zone_guessed=True)


@pytest.fixture
def mona(guideline: GuidelineVersion) -> Employee:
    sync_groups()
    return let_read(make_person("Mona", role=Role.SOCIAL_MEDIA_MANAGER), guideline)


def reword(version: GuidelineVersion, *, grace_days: int = 14) -> GuidelineVersion:
    """The next version: one rule with other words, one gone."""
    draft = drafting.start_next(version)
    draft.grace_days = grace_days
    draft.save()
    for text in RuleText.objects.filter(rule__version=draft, rule__key="confidential"):
        text.sentence = text.sentence.split(".")[0] + ". Im Zweifel / In doubt: ask."
        text.save()
    draft.rules.get(key="when-you-like").delete()
    for words in draft.texts.all():
        words.change_note = "Kürzer. / Shorter."
        words.save()
    publish(draft, by=None)
    return GuidelineVersion.objects.get(pk=draft.pk)


def submit(page: Page, address: str) -> None:
    """Press the button of the form that posts to this address."""
    page.locator(f'form[action="{address}"] button[type=submit]').first.click()


def hand_off(page: Page) -> None:
    """Share the first item of the feed by the first network's own window."""
    page.locator('article a[href^="/share/"]').first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("button[name=hand_off]").first).to_be_attached()
    folded = sheet.locator("details:has(button[name=hand_off]):not([open]) > summary")
    if folded.count():
        folded.first.click()
    sheet.locator("button[name=hand_off]").first.click()
    expect(page.locator("#handed")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_first_page_to_the_first_share_in_four_clicks_and_a_hand_off(
    page_for: PageFor, newcomer: Employee, script: bool
) -> None:
    make_item("Leiser als ein schlafender Fuchs")
    page = page_for(newcomer, width=PHONE, language="de", script=script)
    page.goto("/")
    page.locator('article a[href="/start/"]').click()  # 1
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".tasks li")).to_have_count(4)
    expect(page.locator("main section.rule[id^=rule-]")).to_have_count(10)
    if script:
        look(page, "onboarding-rules-390-de")
    page.get_by_role("checkbox").check()  # 2
    submit(page, "/guidelines/acknowledge/")  # 3
    row = Acknowledgement.objects.get(employee=newcomer)
    assert (row.version.number, row.language) == (1, "de")
    if script:
        look(page, "onboarding-choose-390-de")
    submit(page, "/start/done/")  # 4
    hand_off(page)
    share = Share.objects.get(employee=newcomer)
    assert (share.account, share.guideline_version.number) == (None, 1)
    page.goto("/")
    page.locator('a[href="/start/questions/"]').click()
    for number in range(1, 6):
        if script:
            look(page, f"onboarding-question-{number}-390-de")
        page.locator("button[name=answer]").nth(number % 3).click()
        expect(page.locator(".practice .note")).to_be_visible()
        if script and number == 1:
            look(page, "onboarding-explained-390-de")
        if number < 5:
            page.locator(f'a[href="?n={number + 1}"]').click()
    submit(page, "/start/questions/skip/")
    expect(page.locator('a[href="/start/questions/"]')).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_a_new_version_asks_again_and_shows_the_difference(
    page_for: PageFor, newcomer: Employee, guideline: GuidelineVersion, width: int, scheme: str, language: str
) -> None:
    let_read(newcomer, guideline)
    item = make_item("Leiser als ein schlafender Fuchs")
    newer = reword(guideline, grace_days=0)
    page = page_for(newcomer, width=width, scheme=scheme, language=language)
    page.goto("/")
    expect(page.locator('.note a[href="/guidelines/"]')).to_be_visible()
    look(page, f"onboarding-feed-asks-{width}-{scheme}-{language}")
    page.goto(f"/share/{item.pk}/")
    page.locator(f'a[href="/guidelines/?item={item.pk}"]').click()
    expect(page.locator("section[data-state=changed] ins").first).to_be_visible()
    expect(page.locator("section[data-state=removed]")).to_have_count(1)
    expect(page.locator("#rule-own-words")).not_to_be_visible()
    look(page, f"onboarding-difference-{width}-{scheme}-{language}")
    page.locator("details.whole > summary").click()
    expect(page.locator("#rule-own-words")).to_be_visible()
    look(page, f"onboarding-whole-{width}-{scheme}-{language}")
    page.get_by_role("checkbox").check()
    submit(page, "/guidelines/acknowledge/")
    page.wait_for_url(f"**/share/{item.pk}/")
    assert Acknowledgement.objects.filter(employee=newcomer, version=newer).exists()
    expect(page.locator("button[name=hand_off]").first).to_be_attached()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_a_draft_is_written_at_the_desk_with_a_live_preview(
    page_for: PageFor, mona: Employee, guideline: GuidelineVersion, width: int, scheme: str, language: str
) -> None:
    page = page_for(mona, width=width, scheme=scheme, language=language)
    page.goto("/desk/guidelines/guidelineversion/add/")
    look(page, f"draft-begin-{width}-{scheme}-{language}")
    page.locator("main form button[type=submit]").click()
    look(page, f"draft-{width}-{scheme}-{language}")
    page.locator("#id_text-en-body").fill("Now **bold** <script>alert(1)</script>")
    expect(page.locator("#id_text-en-body_preview strong")).to_have_count(1)
    expect(page.locator("#id_text-en-body_preview")).to_contain_text("<script>alert(1)</script>")
    page.locator("button[value=add]").click()
    expect(page.locator("fieldset.draft-rule")).to_have_count(11)
    assert page.locator("#id_text-en-body").input_value().startswith("Now **bold**")
    page.locator('.decide button[value="publish"]').click()
    expect(page.locator(".errors")).to_be_focused()
    look(page, f"draft-errors-{width}-{scheme}-{language}")
    page.locator('button[value="remove:10"]').click()
    page.locator('.decide button[value="publish"]').click()
    page.wait_for_url("**/guidelineversion/")
    published = GuidelineVersion.objects.get(number=2)
    assert published.published_at
    page.goto(f"/desk/guidelines/guidelineversion/{published.pk}/change/")
    look(page, f"version-published-{width}-{scheme}-{language}")


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_other_pages_are_clean(
    page_for: PageFor, mona: Employee, guideline: GuidelineVersion, width: int, scheme: str, language: str
) -> None:
    people = [make_person(f"p{n}", location="Leipzig" if n % 2 else "Dublin") for n in range(16)]
    for person in people[:8]:
        let_read(person, guideline)
    page = page_for(mona, width=width, scheme=scheme, language=language)
    for name, address in (
        ("funnel", "/funnel/"),
        ("funnel-place", "/funnel/?location=Leipzig"),
        ("funnel-none", "/funnel/?team=99"),
        ("search", "/guidelines/?q=comment"),
        ("start", "/start/"),
    ):
        page.goto(address)
        look(page, f"{name}-{width}-{scheme}-{language}")
    page.goto("/funnel/")
    submit(page, "/funnel/remind/")
    look(page, f"funnel-reminded-{width}-{scheme}-{language}")


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_list_of_confirmations_is_clean(
    page_for: PageFor, newcomer: Employee, guideline: GuidelineVersion, width: int, scheme: str, language: str
) -> None:
    sync_groups()
    root = let_read(make_person("Root", role=Role.ADMINISTRATOR), guideline)
    let_read(newcomer, guideline)
    page = page_for(root, width=width, scheme=scheme, language=language)
    page.goto("/desk/guidelines/acknowledgement/")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    look(page, f"confirmations-{width}-{scheme}-{language}")
