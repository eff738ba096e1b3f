"""A draft on one page: nothing that was written is lost, nothing unsafe is shown, one of two who publish wins."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from guidelines import drafting
from guidelines.drafting import start_next
from guidelines.forms import MAX_BYTES, MOST_RULES
from guidelines.models import GuidelineVersion
from guidelines.publishing import publish
from people.models import AuditEntry, Employee
from tests.factories import make_version
from tests.guidelines.naughty import NAUGHTY
from tests.guidelines.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(version: GuidelineVersion) -> GuidelineVersion:
    return start_next(version)


def address(version: GuidelineVersion) -> str:
    return reverse("admin:guidelines_guidelineversion_change", args=[version.pk])


def filled(page: str) -> dict[str, str]:
    """What a browser would send from the draft's page, without the button."""
    sent = {}
    form = page[page.index('<form class="form draft"') :]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            sent[name[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        sent[name] = html.unescape(text)
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner) or re.search(r'value="([^"]*)"', inner)
        sent[name] = chosen[1] if chosen else ""
    return sent


def opened(client: Client, version: GuidelineVersion) -> dict[str, str]:
    return filled(client.get(address(version)).content.decode())


@pytest.fixture
def desk(mona: Employee, client_for: Callable[[Employee], Client]) -> Client:
    return client_for(mona)


def test_the_next_version_begins_by_a_press_with_all_the_words(
    desk: Client, version: GuidelineVersion
) -> None:
    begin = reverse("admin:guidelines_guidelineversion_add")
    assert "all the words of version 1" in words(desk.get(begin).content.decode())
    assert GuidelineVersion.objects.count() == 1
    answer = desk.post(begin, follow=True)
    made = GuidelineVersion.objects.get(number=2)
    assert answer.redirect_chain == [(address(made), 302)]
    assert drafting.words_of(made).rules == drafting.words_of(version).rules
    assert "Version 2 is a draft already" in words(desk.get(begin).content.decode())


def test_the_first_version_begins_with_the_starter(
    root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client_for(root).post(reverse("admin:guidelines_guidelineversion_add"))
    assert GuidelineVersion.objects.get().rules.count() == 10


def test_saving_as_it_is_changes_no_word(desk: Client, draft: GuidelineVersion) -> None:
    before = drafting.words_of(draft)
    answer = desk.post(address(draft), {**opened(desk, draft), "do": "save"}, follow=True)
    assert "Saved." in words(answer.content.decode())
    after = drafting.words_of(GuidelineVersion.objects.get(pk=draft.pk))
    assert (after.texts, after.rules, after.grace_days) == (before.texts, before.rules, before.grace_days)
    assert abs(after.effective_at - before.effective_at) < timedelta(minutes=1)


def test_rules_are_added_moved_and_removed_without_losing_a_word(
    desk: Client, draft: GuidelineVersion
) -> None:
    sent = {**opened(desk, draft), "rule-0-en_title": "Typed but not saved"}
    page = desk.post(address(draft), {**sent, "do": "add"}).content.decode()
    assert "Not saved yet." in words(page)
    added = filled(page)
    assert added["rules"] == "3" and added["rule-0-en_title"] == "Typed but not saved"
    moved = filled(desk.post(address(draft), {**added, "do": "down:0"}).content.decode())
    assert moved["rule-1-en_title"] == "Typed but not saved" and moved["rule-0-key"] == "confidential"
    back = filled(desk.post(address(draft), {**moved, "do": "up:1"}).content.decode())
    assert back["rule-0-en_title"] == "Typed but not saved"
    fewer = filled(desk.post(address(draft), {**back, "do": "remove:1"}).content.decode())
    assert [fewer["rule-0-key"], fewer["rule-1-key"], fewer["rules"]] == ["own-words", "", "2"]
    assert drafting.words_of(draft).rules[0].texts["en"]["title"] == "own-words"


def test_a_new_rule_is_named_after_its_title_and_an_old_one_keeps_its_key(
    desk: Client, draft: GuidelineVersion
) -> None:
    sent = {**opened(desk, draft), "rules": "4", "rule-0-en_title": "Another title"}
    for number, title in ((2, "Thank people"), (3, "Own words")):
        sent |= {f"rule-{number}-kind": "may", f"rule-{number}-en_title": title, f"rule-{number}-key": ""}
    sent["rule-3-key"] = "own-words"
    desk.post(address(draft), {**sent, "do": "save"})
    keys = list(draft.rules.values_list("key", flat=True))
    assert keys == ["own-words", "confidential", "thank-people", "own-words-2"]


@pytest.mark.parametrize(
    "do", ["up:0", "down:99", "remove:-1", "remove:x", "up:", "nonsense", "", "down:²", "add:3"]
)
def test_a_forged_press_breaks_nothing(desk: Client, draft: GuidelineVersion, do: str) -> None:
    answer = desk.post(address(draft), {**opened(desk, draft), "do": do})
    assert answer.status_code == 200
    assert filled(answer.content.decode())["rule-0-key"] == "own-words"


@pytest.mark.parametrize("count", ["", "-1", "x", "²", "99999", "1e3"])
def test_a_forged_number_of_rules_is_no_trouble(desk: Client, draft: GuidelineVersion, count: str) -> None:
    answer = desk.post(address(draft), {**opened(desk, draft), "rules": count, "do": "preview"})
    assert answer.status_code == 200
    assert int(filled(answer.content.decode())["rules"]) <= MOST_RULES


def test_a_guideline_has_no_forty_first_rule(desk: Client, draft: GuidelineVersion) -> None:
    answer = desk.post(address(draft), {**opened(desk, draft), "rules": "40", "do": "add"})
    assert "A guideline has at most 40 rules." in words(answer.content.decode())


def test_what_is_wrong_is_named_and_every_word_stays(desk: Client, draft: GuidelineVersion) -> None:
    sent = {**opened(desk, draft), "grace_days": "many", "text-de-body": "Mein neuer Text"}
    answer = desk.post(address(draft), {**sent, "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Grace period in days: Enter a whole number." in words(page)
    assert filled(page)["text-de-body"] == "Mein neuer Text" and filled(page)["grace_days"] == "many"
    assert "Mein neuer Text" not in str(drafting.words_of(draft).texts)


def test_an_incomplete_language_is_saved_but_not_published(desk: Client, draft: GuidelineVersion) -> None:
    sent = {**opened(desk, draft), "rule-1-de_sentence": " ", "text-de-body": ""}
    answer = desk.post(address(draft), {**sent, "do": "publish"})
    said = words(answer.content.decode())
    assert answer.status_code == 422
    assert "The introduction is missing in German." in said
    assert "These rules have no text in German: confidential." in said
    kept = GuidelineVersion.objects.get(pk=draft.pk)
    assert kept.published_at is None and drafting.words_of(kept).texts["de"]["body"] == ""
    mended = {**filled(answer.content.decode()), "rule-1-de_sentence": "Regel", "text-de-body": "Text"}
    desk.post(address(draft), {**mended, "do": "publish"})
    assert GuidelineVersion.objects.get(pk=draft.pk).published_at


def test_a_text_of_a_megabyte_is_refused_with_a_sentence(desk: Client, draft: GuidelineVersion) -> None:
    sent = {**opened(desk, draft), "text-en-body": "ä" * 500_000, "do": "save"}
    answer = desk.post(address(draft), sent)
    assert answer.status_code == 422
    assert "This text is longer than 60 KB." in words(answer.content.decode())
    just = {**sent, "text-en-body": "a" * MAX_BYTES}
    assert desk.post(address(draft), just).status_code == 302
    assert (
        desk.post(reverse("admin:guidelines_guidelineversion_preview"), {"text": "a" * 10**6}).content == b""
    )


def test_who_saves_second_is_told_and_loses_nothing(
    desk: Client, draft: GuidelineVersion, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    other = client_for(root)
    first, second = opened(desk, draft), opened(other, draft)
    desk.post(address(draft), {**first, "text-en-title": "First", "do": "save"})
    answer = other.post(address(draft), {**second, "text-en-title": "Second", "do": "save"})
    assert answer.status_code == 409 and "Somebody else saved this draft" in words(answer.content.decode())
    assert drafting.words_of(draft).texts["en"]["title"] == "First"
    again = other.post(address(draft), {**filled(answer.content.decode()), "do": "save"})
    assert again.status_code == 302
    draft.refresh_from_db()
    assert drafting.words_of(draft).texts["en"]["title"] == "Second"


def test_a_draft_published_meanwhile_keeps_the_words_on_the_page(
    desk: Client, draft: GuidelineVersion
) -> None:
    sent = opened(desk, draft)
    publish(draft, by=None)
    answer = desk.post(address(draft), {**sent, "text-en-title": "Too late", "do": "publish"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Version 2 was published meanwhile and never changes." in words(page)
    assert filled(page)["text-en-title"] == "Too late"
    assert GuidelineVersion.objects.get(pk=draft.pk).text_in("en").title == "Guideline"  # type: ignore[union-attr]


def test_a_draft_is_deleted_after_asking(desk: Client, draft: GuidelineVersion) -> None:
    place = reverse("admin:guidelines_guidelineversion_delete", args=[draft.pk])
    assert desk.get(place).status_code == 200
    assert GuidelineVersion.objects.filter(pk=draft.pk).exists()
    assert desk.post(place, {"post": "yes"}).status_code == 302
    assert list(GuidelineVersion.objects.values_list("number", flat=True)) == [1]


def test_a_later_version_begins_at_the_earliest_when_it_is_published(draft: GuidelineVersion) -> None:
    draft.effective_at = timezone.now() - timedelta(days=40)
    draft.save()
    publish(draft, by=None)
    assert abs(GuidelineVersion.objects.get(pk=draft.pk).effective_at - timezone.now()) < timedelta(minutes=1)


def test_a_version_that_is_not_there_does_not_exist(desk: Client, version: GuidelineVersion) -> None:
    for forged in ("999999", "0", "-1", "x", "1%27", "9" * 30):
        place = reverse("admin:guidelines_guidelineversion_changelist") + f"{forged}/change/"
        assert desk.get(place).status_code == 404
        assert desk.post(place, {"do": "publish"}).status_code == 404


def test_a_published_version_is_read_in_both_languages(desk: Client, version: GuidelineVersion) -> None:
    page = desk.get(address(version), {"lang": "de"}).content.decode()
    assert "<textarea" not in page and 'id="rule-own-words"' in page


def test_the_preview_renders_markdown_and_is_for_writers(
    desk: Client, eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    place = reverse("admin:guidelines_guidelineversion_preview")
    assert desk.post(place, {"text": "**a** [b](https://b.example)"}).content.startswith(
        b"<p><strong>a</strong>"
    )
    assert desk.get(place).status_code == 405
    assert client_for(eli).post(place, {"text": "x"}).status_code == 404


class _Tags(HTMLParser):
    """Collects tags, attributes and addresses that a text must never bring into a page."""

    ALLOWED = set(re.findall(r"\w+", "p br em strong a ul ol li blockquote h2 h3 h4 h5 h6 code pre hr"))

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.ALLOWED:
            self.found.append(tag)
        for name, value in attrs:
            link = name == "href" and re.match(r"https?:|mailto:", value or "")
            if not link and name not in {"title", "rel"}:
                self.found.append(f"{name}={value}")


def unsafe(fragment: str) -> list[str]:
    tags = _Tags()
    tags.feed(fragment)
    return tags.found


def seen_as(page: str) -> str:
    parts = re.findall(r'<div class="prose"[^>]*>(.*?)</div>\s*</section>', page, re.S)
    assert len(parts) == 2
    return "".join(parts)


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_no_text_breaks_the_form_or_the_page(
    desk: Client, draft: GuidelineVersion, ada: Employee, client_for: Callable[[Employee], Client], text: str
) -> None:
    sent = opened(desk, draft)
    for name in ("text-en-title", "text-de-title", "rule-0-en_title", "rule-0-de_title"):
        sent[name] = text[:150]
    for name in (
        "text-en-body",
        "text-de-body",
        "rule-0-en_sentence",
        "rule-0-de_good",
        "rule-0-en_bad",
        "text-en-change_note",
    ):
        sent[name] = text
    answer = desk.post(address(draft), {**sent, "do": "preview"})
    assert answer.status_code == 200
    assert unsafe(seen_as(answer.content.decode())) == []
    assert "<script>alert" not in answer.content.decode()
    saved = desk.post(address(draft), {**sent, "do": "publish"}, follow=True)
    assert saved.status_code in {200, 422}
    if GuidelineVersion.objects.get(pk=draft.pk).published_at:
        page = client_for(ada).get("/guidelines/").content.decode()
        assert "<script>alert" not in page and "onerror=alert(1)>" not in page.replace("&gt;", "")


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(max_size=300), days=st.text(max_size=8), when=st.text(max_size=20), kind=st.text(max_size=6)
)
def test_whatever_is_sent_is_answered(
    desk: Client, draft: GuidelineVersion, text: str, days: str, when: str, kind: str
) -> None:
    sent = {**opened(desk, draft), "text-en-body": text, "rule-0-de_title": text, "rule-0-key": text[:60]}
    answer = desk.post(
        address(draft), {**sent, "grace_days": days, "effective_at": when, "rule-0-kind": kind, "do": "save"}
    )
    assert answer.status_code in {302, 422}
    seen = desk.post(address(draft), {**sent, "do": "preview"})
    assert seen.status_code == 200 and unsafe(seen_as(seen.content.decode())) == []


def _all_at_once(number: int, act: Callable[[], object]) -> list[object]:
    start, ends = threading.Barrier(number), []

    def run() -> None:
        start.wait()
        try:
            ends.append(act())
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=run) for _number in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins(mona: Employee) -> None:
    draft = start_next(GuidelineVersion.objects.get(number=1))
    seen_before = [GuidelineVersion.objects.get(pk=draft.pk) for _person in range(4)]
    ends = _all_at_once(4, lambda: publish(seen_before.pop(), by=mona))
    assert sorted(map(str, ends)) == ["False"] * 3 + ["True"]
    assert AuditEntry.objects.filter(name="guidelines.version.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_publish_at_once_get_one_version_and_one_is_told(
    mona: Employee, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    draft = start_next(GuidelineVersion.objects.get(number=1))
    clients = [client_for(mona), client_for(root)]
    sent = [opened(client, draft) for client in clients]
    pairs = list(zip(clients, sent, strict=True))

    def press() -> str:
        client, form = pairs.pop()
        answer = client.post(address(draft), {**form, "do": "publish"}, follow=True)
        assert answer.status_code in {200, 409}
        return words(answer.content.decode())

    ends = _all_at_once(2, press)
    won = [said for said in ends if "Version 2 is published." in str(said)]
    told = [
        said
        for said in ends
        if "published meanwhile" in str(said)
        or "published already" in str(said)
        or "Somebody else saved" in str(said)
    ]
    assert (len(won), len(told)) == (1, 1)
    assert AuditEntry.objects.filter(name="guidelines.version.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_those_who_begin_at_once_get_numbers_of_their_own() -> None:
    first = make_version()
    _all_at_once(4, lambda: start_next(first))
    assert sorted(GuidelineVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
