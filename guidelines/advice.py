"""What one may, and please should not, do with an item of this kind: two rules beside the share button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from guidelines import reading
from guidelines.models import GuidelineVersion
from guidelines.reading import ReadRule

# For each kind of item the rules that fit it best, the best first. A rule the company dropped is passed over.
MAY: Final[Mapping[str, tuple[str, ...]]] = {
    "announcement": ("say-you-work-here", "own-words"),
    "story": ("own-words", "good-post"),
    "event": ("good-post", "when-you-like"),
    "article": ("share-what-helps-you", "good-post"),
}
DONT: Final[Mapping[str, tuple[str, ...]]] = {
    "announcement": ("confidential", "facts-with-sources"),
    "story": ("ask-and-think", "confidential"),
    "event": ("ask-and-think", "do-not-answer-attacks"),
    "article": ("facts-with-sources", "do-not-answer-attacks"),
}


@dataclass(frozen=True)
class Advice:
    """One rule with one example. `good` says which way the example goes."""

    key: str
    title: str
    example: str
    good: bool


def advice_for(kind: str, language: str) -> tuple[Advice | None, Advice | None]:
    """What one may and what one please should not do, of the version in force; None where it holds no such rule.

    `kind` is a kind of `content.models.Item`; for any other the first rule of each group stands in.
    """
    version = GuidelineVersion.objects.with_words().in_force(timezone.now())
    if version is None:
        return None, None
    page = reading.compose(version, language)
    may, dont = _best(page.may, MAY.get(kind, ())), _best(page.dont, DONT.get(kind, ()))
    return (
        Advice(may.key, may.title, may.good, True) if may else None,
        Advice(dont.key, dont.title, dont.bad, False) if dont else None,
    )


def _best(rules: list[ReadRule], wanted: tuple[str, ...]) -> ReadRule | None:
    known = {rule.key: rule for rule in rules}
    return next((known[key] for key in wanted if key in known), rules[0] if rules else None)
