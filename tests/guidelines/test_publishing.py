"""From the starter to a published version, and on to the next one."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.adopting import adopt_starter
from guidelines.drafting import start_next
from guidelines.models import GuidelineVersion, Rule, RuleText
from guidelines.publishing import missing, publish
from guidelines.starter import STARTER
from people.models import AuditEntry, Employee

pytestmark = pytest.mark.django_db


def test_the_starter_becomes_a_complete_draft_once() -> None:
    version = adopt_starter()
    rule = version.rules.get(key="own-words")
    rule.kind = "dont"
    rule.save()
    assert adopt_starter() == version
    assert (GuidelineVersion.objects.count(), version.published_at) == (1, None)
    assert [r.key for r in version.rules.all()] == [r.key for r in STARTER.rules]
    assert version.rules.get(key="own-words").kind == "dont"
    assert missing(version) == []


def test_publishing_is_kept_in_the_audit_trail_and_done_once(mona: Employee) -> None:
    version = start_next(GuidelineVersion.objects.get())
    publish(version, by=mona)
    first = GuidelineVersion.objects.get(pk=version.pk).published_at
    publish(GuidelineVersion.objects.get(pk=version.pk), by=mona)
    assert GuidelineVersion.objects.get(pk=version.pk).published_at == first
    entry = AuditEntry.objects.get(name="guidelines.version.published")
    assert (entry.by, entry.data) == (mona, {"number": 2})


def test_an_incomplete_version_is_refused_with_sentences() -> None:
    version = adopt_starter()
    version.texts.get(language="de").delete()
    RuleText.objects.get(rule__key="confidential", language="en").delete()
    with pytest.raises(ValidationError) as caught:
        publish(version, by=None)
    assert caught.value.messages == [
        "These rules have no text in English: confidential.",
        "The introduction is missing in German.",
    ]
    assert GuidelineVersion.objects.get().published_at is None


def test_a_version_without_rules_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        publish(GuidelineVersion.objects.create(number=1), by=None)
    assert "It has no rule yet. Add at least one." in caught.value.messages


def test_the_next_version_begins_with_all_the_words(version: GuidelineVersion) -> None:
    draft = start_next(version)
    assert (draft.number, draft.published_at) == (2, None)
    words = [
        list(Rule.objects.filter(version=v).values_list("key", "kind", "texts__language", "texts__sentence"))
        for v in (version, draft)
    ]
    assert sorted(words[0]) == sorted(words[1]) and len(words[0]) == 4
    publish(draft, by=None)
    assert GuidelineVersion.objects.in_force(timezone.now()) == draft


def test_the_command_adopts_and_publishes_and_may_be_repeated() -> None:
    for _time in range(2):
        out = StringIO()
        call_command("adopt_guideline", stdout=out)
        assert "version 1 is a draft" in out.getvalue()
    for _time in range(2):
        out = StringIO()
        call_command("adopt_guideline", "--publish", stdout=out)
        assert "version 1 is published" in out.getvalue()
    assert GuidelineVersion.objects.get().published_at


@pytest.mark.parametrize("name", ["mona", "root"])
def test_the_desk_publishes_a_draft_and_begins_the_next(
    name: str,
    request: pytest.FixtureRequest,
    version: GuidelineVersion,
    client_for: Callable[[Employee], Client],
) -> None:
    client = client_for(request.getfixturevalue(name))
    draft = start_next(version)
    changelist = reverse("admin:guidelines_guidelineversion_changelist")
    assert b"Draft" in client.get(changelist).content
    answer = client.post(changelist, {"action": "publish", "_selected_action": [draft.pk]}, follow=True)
    assert b"Version 2 is published." in answer.content
    answer = client.post(changelist, {"action": "start_next", "_selected_action": [draft.pk]}, follow=True)
    assert answer.status_code == 200
    assert GuidelineVersion.objects.get(number=3).rules.count() == 2
    assert b"Save and publish" in answer.content


def test_the_desk_says_what_a_draft_still_needs(
    root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    draft = GuidelineVersion.objects.create(number=1)
    changelist = reverse("admin:guidelines_guidelineversion_changelist")
    answer = client_for(root).post(
        changelist, {"action": "publish", "_selected_action": [draft.pk]}, follow=True
    )
    assert b"It has no rule yet. Add at least one." in answer.content
    assert GuidelineVersion.objects.get().published_at is None


def test_curators_and_employees_find_no_guideline_at_the_desk(
    eli: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    address = reverse("admin:guidelines_guidelineversion_changelist")
    assert client_for(eli).get(address).status_code == 404
    assert client_for(ada).get(address).status_code in (302, 404)
