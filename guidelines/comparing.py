"""What a new version changed, rule by rule and word by word, for people who know an earlier one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

import nh3

from guidelines import reading
from guidelines.models import GuidelineVersion
from guidelines.reading import ReadRule

State: TypeAlias = Literal["new", "changed", "removed"]

# Beyond this many words a comparison word by word takes too long; then the old text stands before the new one.
MOST_WORDS: Final = 3000
_WORDS: Final = re.compile(r"\s*\S+|\s+\Z")


@dataclass(frozen=True)
class Part:
    """A run of words. `how` is "same", "del" or "ins"."""

    how: str
    text: str


@dataclass(frozen=True)
class ChangedRule:
    """A rule that is new, changed or gone. `number` is the one on the page; None for a rule that is gone."""

    state: State
    key: str
    number: int | None
    title: list[Part]
    sentence: list[Part]
    good: list[Part]
    bad: list[Part]


@dataclass(frozen=True)
class Comparison:
    """All that changed from one version to another in one language."""

    before: GuidelineVersion
    after: GuidelineVersion
    title: list[Part]
    introduction: list[Part]
    rules: list[ChangedRule]
    unchanged: int
    note: str

    @property
    def introduction_changed(self) -> bool:
        return any(part.how != "same" for part in (*self.title, *self.introduction))


def compare(before: GuidelineVersion, after: GuidelineVersion, language: str) -> Comparison:
    """The changes between two versions. Costs no query after `with_words`."""
    old, new = reading.compose(before, language), reading.compose(after, language)
    old_rules = {rule.key: rule for rule in old.rules}
    new_rules = {rule.key: rule for rule in new.rules}
    moved = {rule.key for rule in old.may} & {rule.key for rule in new.dont}
    moved |= {rule.key for rule in old.dont} & {rule.key for rule in new.may}
    rules = list(_changed(old_rules, new_rules, moved))
    text = after.text_in(language)
    return Comparison(
        before,
        after,
        differ(old.title, new.title),
        differ(_plain(old.introduction), _plain(new.introduction)),
        rules,
        len(new_rules) - sum(rule.state != "removed" for rule in rules),
        text.change_note if text else "",
    )


def _changed(old: dict[str, ReadRule], new: dict[str, ReadRule], moved: set[str]) -> Iterator[ChangedRule]:
    for key, rule in new.items():
        known = old.get(key)
        if known is None:
            yield _rule("new", None, rule)
        elif key in moved or _words(known) != _words(rule):
            yield _rule("changed", known, rule)
    for key, rule in old.items():
        if key not in new:
            yield _rule("removed", rule, None)


def _words(rule: ReadRule) -> tuple[str, str, str, str]:
    return rule.title, rule.sentence, rule.good, rule.bad


def _rule(state: State, old: ReadRule | None, new: ReadRule | None) -> ChangedRule:
    """Its words with the changes in them; a rule that is new or gone stands there as it is."""
    shown = new or old
    assert shown is not None
    before, after = _words(old or shown), _words(new or shown)
    title, sentence, good, bad = (differ(*pair) for pair in zip(before, after, strict=True))
    return ChangedRule(state, shown.key, new.number if new else None, title, sentence, good, bad)


def differ(old: str, new: str) -> list[Part]:
    """The new text with what was taken out and put in, by words. Joined without "del" it is the new text."""
    if old == new:
        return [Part("same", new)] if new else []
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        return [Part("del", old), Part("ins", new)]
    parts = []
    for _tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if _tag == "equal":
            parts.append(Part("same", "".join(after[k:m])))
            continue
        parts += [
            Part(how, "".join(words)) for how, words in (("del", before[i:j]), ("ins", after[k:m])) if words
        ]
    return parts


def _plain(rendered: str) -> str:
    """The words of an introduction without its markup, one paragraph a line."""
    return html.unescape(nh3.clean(rendered, tags=set())).strip()
