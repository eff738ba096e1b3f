"""The rules of the version in force by their keys: what a finding quotes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guidelines.models import GuidelineVersion, Rule


@dataclass(frozen=True)
class Cited:
    """A rule as it is quoted. `number` is the one on the guideline's page."""

    key: str
    number: int
    title: str


def rules(now: datetime, language: str) -> dict[str, Cited]:
    """Every rule in force, in this language or another one; empty before the first version."""
    version = GuidelineVersion.objects.with_words().in_force(now)
    if version is None:
        return {}
    every = list(version.rules.all())
    ordered = [rule for kind in Rule.Kind for rule in every if rule.kind == kind]
    named = [(number, rule, rule.text_in(language)) for number, rule in enumerate(ordered, start=1)]
    return {rule.key: Cited(rule.key, number, text.title) for number, rule, text in named if text is not None}
