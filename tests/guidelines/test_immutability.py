"""A published version never changes, by whatever way somebody tries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.models import GuidelineText, GuidelineVersion, Rule, RuleText
from guidelines.querysets import PublishedForGood
from people.models import Employee
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def rows(version: GuidelineVersion) -> list[GuidelineVersion | GuidelineText | Rule | RuleText]:
    rule = version.rules.first()
    assert rule is not None
    return [version, version.texts.get(language="en"), rule, rule.texts.get(language="en")]


@pytest.mark.parametrize("index", range(4))
def test_no_row_of_a_published_version_is_saved_or_deleted(version: GuidelineVersion, index: int) -> None:
    with pytest.raises(PublishedForGood):
        rows(version)[index].save()
    with pytest.raises(PublishedForGood):
        rows(version)[index].delete()
    assert [row.pk for row in rows(version)] == [row.pk for row in rows(version) if row.pk]


def test_nothing_is_added_to_a_published_version(version: GuidelineVersion) -> None:
    rule = version.rules.first()
    assert rule is not None
    with pytest.raises(PublishedForGood):
        Rule.objects.create(version=version, key="new", kind="may")
    with pytest.raises(PublishedForGood):
        GuidelineText.objects.create(version=version, language="fr", title="x", body="x")
    with pytest.raises(PublishedForGood):
        RuleText.objects.create(rule=rule, language="fr", title="x", sentence="x")


def test_a_rule_is_moved_neither_out_of_a_published_version_nor_into_one(version: GuidelineVersion) -> None:
    draft = GuidelineVersion.objects.create(number=2)
    rule = version.rules.first()
    assert rule is not None
    rule.version = draft
    with pytest.raises(PublishedForGood):
        rule.save()
    own = Rule.objects.create(version=draft, key="own", kind="may")
    own.version = version
    with pytest.raises(PublishedForGood):
        own.save()


def test_a_draft_is_written_and_deleted_freely(db: None) -> None:
    draft = GuidelineVersion.objects.create(number=1)
    rule = Rule.objects.create(version=draft, key="own", kind="may")
    text = RuleText.objects.create(rule=rule, language="en", title="x", sentence="x")
    text.title = "y"
    text.save()
    assert RuleText.objects.get().title == "y"
    draft.delete()
    assert not RuleText.objects.exists()


def test_bulk_changes_are_not_offered(version: GuidelineVersion) -> None:
    with pytest.raises(PublishedForGood):
        GuidelineVersion.objects.update(grace_days=1)
    with pytest.raises(PublishedForGood):
        version.rules.update(kind="dont")
    with pytest.raises(PublishedForGood):
        RuleText.objects.filter(rule__version=version).delete()
    with pytest.raises(PublishedForGood):
        Rule.objects.bulk_create([Rule(version=version, key="new", kind="may")])
    with pytest.raises(PublishedForGood):
        Rule.objects.bulk_update(list(version.rules.all()), ["kind"])
    assert RuleText.objects.filter(rule__version=version).count() == 4


def test_deleting_in_bulk_works_for_drafts(db: None) -> None:
    draft = GuidelineVersion.objects.create(number=1)
    Rule.objects.create(version=draft, key="own", kind="may")
    GuidelineVersion.objects.filter(number=1).delete()
    assert not Rule.objects.exists()


def test_the_admin_shows_a_published_version_and_saves_nothing(
    mona: Employee, client_for: Callable[[Employee], Client]
) -> None:
    version = GuidelineVersion.objects.get()
    client = client_for(mona)
    address = reverse("admin:guidelines_guidelineversion_change", args=[version.pk])
    assert client.get(address).status_code == 200
    for do in ("save", "publish", "add", ""):
        sent = {"rules": 1, "rule-0-key": "changed", "rule-0-kind": "may", "grace_days": 7, "do": do}
        assert client.post(address, sent).status_code == 409
    delete = reverse("admin:guidelines_guidelineversion_delete", args=[version.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 404
    version.refresh_from_db()
    assert (version.number, version.grace_days) == (1, 14)
    assert not Rule.objects.filter(key="changed").exists()


def test_another_draft_beside_a_published_version_is_still_free(version: GuidelineVersion) -> None:
    draft = make_version(2, effective_at=None)
    assert draft.published_at
    third = GuidelineVersion.objects.create(number=3)
    third.grace_days = 3
    third.save()
    assert GuidelineVersion.objects.get(number=3).grace_days == 3
