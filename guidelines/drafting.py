"""Writing a draft of the guideline: begun from the words of an earlier version, then saved as a whole."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from guidelines.adopting import adopt_starter
from guidelines.models import GuidelineText, GuidelineVersion, Rule, RuleText
from guidelines.querysets import PublishedForGood
from people.models import Employee, Language

TEXT_FIELDS: Final = ("title", "body", "change_note")
RULE_FIELDS: Final = ("title", "sentence", "good", "bad")
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,49}\Z")

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class RuleWords:
    """One rule: its key ("" for a new one), its kind, and for each language the RULE_FIELDS."""

    key: str
    kind: str
    texts: Texts


@dataclass(frozen=True)
class Words:
    """All that a draft says; `texts` holds for each language the TEXT_FIELDS."""

    effective_at: datetime
    grace_days: int
    texts: Texts
    rules: tuple[RuleWords, ...]


class ChangedMeanwhile(Exception):
    """Somebody else saved the draft since this person opened it."""


def start(*, by: Employee) -> GuidelineVersion:
    """A draft to work on: from the newest version there is, else from the starter."""
    newest = GuidelineVersion.objects.published().order_by("-number").first()
    return start_next(newest) if newest else adopt_starter()


@transaction.atomic
def start_next(version: GuidelineVersion) -> GuidelineVersion:
    """A draft with the next number and all the words of this version. Rule keys stay as they are."""
    # Two who begin at once wait for one another here and get two numbers.
    list(GuidelineVersion.objects.select_for_update().order_by("number")[:1])
    newest = GuidelineVersion.objects.aggregate(newest=Max("number"))["newest"]
    draft = GuidelineVersion.objects.create(number=newest + 1, grace_days=version.grace_days)
    words = words_of(version)
    fresh = {language: {**text, "change_note": ""} for language, text in words.texts.items()}
    _write(draft, fresh, words.rules)
    return draft


def words_of(version: GuidelineVersion) -> Words:
    """What a version says, in every language; "" where it says nothing yet."""
    return Words(
        version.effective_at,
        version.grace_days,
        _by_language(version.texts.all(), TEXT_FIELDS),
        tuple(
            RuleWords(rule.key, rule.kind, _by_language(rule.texts.all(), RULE_FIELDS))
            for rule in version.rules.prefetch_related("texts")
        ),
    )


def _by_language(
    rows: Iterable[GuidelineText | RuleText], fields: Iterable[str]
) -> dict[str, dict[str, str]]:
    found = {row.language: row for row in rows}
    return {
        language: {field: getattr(found.get(language), field, "") for field in fields}
        for language in Language.values
    }


def fingerprint(version: GuidelineVersion) -> str:
    """Changes with every word and setting of the version."""
    told = json.dumps(asdict(words_of(version)), default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def save(version: GuidelineVersion, words: Words, *, seen: str) -> None:
    """Put these words in place of the draft's own. `seen` is the fingerprint of what the writer had before her.

    PublishedForGood when it was published meanwhile, ChangedMeanwhile when somebody else saved it.
    """
    stored = GuidelineVersion.objects.select_for_update().get(pk=version.pk)
    if stored.published_at is not None:
        raise PublishedForGood("A published guideline version never changes: make a new one.")
    if fingerprint(stored) != seen:
        raise ChangedMeanwhile
    stored.effective_at, stored.grace_days = words.effective_at, words.grace_days
    stored.save()
    stored.texts.all().delete()
    stored.rules.all().delete()
    _write(stored, words.texts, words.rules)


def _write(draft: GuidelineVersion, texts: Texts, rules: Iterable[RuleWords]) -> None:
    for language, text in texts.items():
        GuidelineText.objects.create(version=draft, language=language, **text)
    taken: set[str] = set()
    for position, words in enumerate(rules):
        key = _key_of(words, taken)
        taken.add(key)
        rule = Rule.objects.create(version=draft, key=key, kind=words.kind, position=position)
        for language, text in words.texts.items():
            RuleText.objects.create(rule=rule, language=language, **text)


def _key_of(words: RuleWords, taken: set[str]) -> str:
    """The rule's own key; a new rule is named after its title. Never one that stands in this version already."""
    known = words.key if _KEY.match(words.key) else ""
    titles = (slugify(text["title"])[:40].strip("-_") for text in words.texts.values())
    wanted = known or next(filter(_KEY.match, titles), "rule")
    candidates = (wanted, *(f"{wanted[:45]}-{n}" for n in range(2, 1000)))
    return next(key for key in candidates if key not in taken)
