"""A new version is told by what changed; the rules are searched; advice stands beside the share button."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from guidelines import comparing, drafting
from guidelines.adopting import adopt_starter
from guidelines.advice import DONT, MAY, advice_for
from guidelines.models import Acknowledgement, GuidelineVersion, Rule, RuleText
from guidelines.publishing import publish
from guidelines.starter import STARTER
from people.models import Employee
from tests.factories import make_person
from tests.guidelines.pages import words


def next_version(version: GuidelineVersion, effective_at: datetime | None = None) -> GuidelineVersion:
    """One rule reworded, one dropped, one new."""
    draft = drafting.start_next(version)
    if effective_at:
        draft.effective_at = effective_at
        draft.save()
    for text in RuleText.objects.filter(rule__version=draft, rule__key="own-words"):
        text.sentence = "A short rule."
        text.save()
    Rule.objects.get(version=draft, key="confidential").delete()
    rule = Rule.objects.create(version=draft, key="thanks", kind="may", position=5)
    for language in ("en", "de"):
        RuleText.objects.create(
            rule=rule, language=language, title="Say thanks", sentence="To all who answer."
        )
        note = draft.texts.get(language=language)
        note.change_note = f"Shorter now ({language})."
        note.save()
    publish(draft, by=None)
    return GuidelineVersion.objects.get(pk=draft.pk)


@pytest.mark.django_db
def test_people_who_know_a_version_are_shown_the_difference_and_the_whole_text_one_click_away(
    ada: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    next_version(version)
    page = client_for(ada).get("/guidelines/").content.decode()
    changes, _summary, whole = page.partition('<details class="whole">')
    said = words(changes)
    assert "What is new in the guideline" in said and "Shorter now (en)." in said
    assert "A [put in: short ] rule." in said
    assert "no longer a rule confidential" in said
    assert "new 2. Say thanks" in said
    assert "Share what you like." not in said
    assert "Share what you like." in whole and 'id="rule-own-words"' in whole
    assert "Confirm version 2" in words(page)


@pytest.mark.django_db
def test_a_new_person_reads_the_whole_text(
    version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    next_version(version)
    page = client_for(make_person("Nina")).get("/guidelines/").content.decode()
    assert "What is new" not in words(page) and 'id="rule-thanks"' in page and "<details" not in page


@pytest.mark.django_db
def test_the_page_says_until_when_the_old_version_counts(
    ada: Employee, version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False):
        next_version(version, datetime(2026, 11, 24, 9, tzinfo=UTC))
    client = client_for(ada)
    for day, sentence in (
        (datetime(2026, 11, 25, tzinfo=UTC), "Until 8 December 2026 you may share under version 1."),
        (datetime(2026, 12, 9, tzinfo=UTC), "You can share again as soon as you have confirmed it."),
    ):
        with time_machine.travel(day, tick=False):
            assert f"Version 2 is in force. {sentence}" in words(client.get("/guidelines/").content.decode())


@pytest.mark.django_db
def test_a_retired_version_is_not_confirmed_any_more(
    version: GuidelineVersion, client_for: Callable[[Employee], Client]
) -> None:
    next_version(version)
    nina = make_person("Nina")
    sent = {"version": version.pk, "language": "en", "read": "on"}
    said = words(client_for(nina).post("/guidelines/acknowledge/", sent, follow=True).content.decode())
    assert "A newer version of the guideline is in force now. Please read this one." in said
    assert not Acknowledgement.objects.filter(employee=nina).exists()


@given(old=st.text(max_size=200), new=st.text(max_size=200))
@hypothesis_settings(deadline=None, max_examples=200)
def test_the_parts_of_a_difference_are_the_two_texts(old: str, new: str) -> None:
    parts = comparing.differ(old, new)
    assert "".join(part.text for part in parts if part.how != "del") == new
    assert old == new or "".join(part.text for part in parts if part.how != "ins") == old


def test_a_long_text_is_compared_in_no_time() -> None:
    old, new = "word another " * 4000, "another word " * 4000
    began = time.perf_counter()
    parts = comparing.differ(old, new)
    assert [part.how for part in parts] == ["del", "ins"]
    comparing.differ("word another " * 740, "another word " * 740)
    assert time.perf_counter() - began < 3


@pytest.mark.django_db
def test_a_rule_that_moves_from_may_to_dont_has_changed(version: GuidelineVersion) -> None:
    draft = drafting.start_next(version)
    rule = draft.rules.get(key="own-words")
    rule.kind = "dont"
    rule.save()
    found = comparing.compare(version, draft, "en")
    assert [(one.state, one.key) for one in found.rules] == [("changed", "own-words")]
    assert (found.unchanged, found.introduction_changed) == (1, False)


@pytest.mark.django_db
def test_the_rules_are_searched_by_words(client_for: Callable[[Employee], Client]) -> None:
    publish(adopt_starter(), by=None)
    client = client_for(make_person("Nina"))
    page = client.get("/guidelines/", {"q": "  COMPANY announcements ", "lang": "en"}).content.decode()
    assert 'id="rule-share-what-helps-you"' in page and 'id="rule-confidential"' not in page
    assert "1 rule holds “COMPANY announcements”." in words(page)
    none = client.get("/guidelines/", {"q": '<script>"'}).content.decode()
    assert "0 rules hold" in words(none) and "<script>&quot;" not in none and 'id="rule-' not in none
    assert 'id="rule-confidential"' in client.get("/guidelines/", {"q": " \0 "}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de"])
def test_advice_fits_every_kind_of_item_and_names_rules_of_the_starter(language: str) -> None:
    publish(adopt_starter(), by=None)
    kinds = {rule.key: rule.kind for rule in STARTER.rules}
    assert {kinds[key] for keys in MAY.values() for key in keys} == {"may"}
    assert {kinds[key] for keys in DONT.values() for key in keys} == {"dont"}
    for kind in ("announcement", "story", "event", "article", "unheard-of"):
        may, dont = advice_for(kind, language)
        assert may and dont and may.good and not dont.good and may.example and dont.example
        if kind in MAY:
            assert (may.key, dont.key) == (MAY[kind][0], DONT[kind][0])


@pytest.mark.django_db
def test_without_a_guideline_there_is_no_advice() -> None:
    assert advice_for("story", "en") == (None, None)
