"""The guideline as a page: one version in one language, its rules in two groups."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from advocacy.lib import markdown
from guidelines.models import GuidelineVersion, Rule
from people.models import Language


@dataclass(frozen=True)
class ReadRule:
    """A rule as it is read. `number` runs through both groups."""

    number: int
    key: str
    title: str
    sentence: str
    good: str
    bad: str


@dataclass(frozen=True)
class Reading:
    version: GuidelineVersion
    language: str
    title: str
    introduction: SafeString
    may: list[ReadRule]
    dont: list[ReadRule]

    @property
    def rules(self) -> list[ReadRule]:
        """All rules in the order of the page."""
        return [*self.may, *self.dont]

    @property
    def language_name(self) -> str:
        return str(Language(self.language).label)


def compose(version: GuidelineVersion, language: str) -> Reading:
    """This version in this language, or in another one where a text is missing. Costs no query after `with_words`."""
    text = version.text_in(language)
    rules = list(version.rules.all())
    ordered = [rule for kind in Rule.Kind for rule in rules if rule.kind == kind]
    read: dict[str, list[ReadRule]] = {kind: [] for kind in Rule.Kind}
    for number, rule in enumerate(ordered, start=1):
        words = rule.text_in(language)
        if words is not None:
            read[rule.kind].append(
                ReadRule(number, rule.key, words.title, words.sentence, words.good, words.bad)
            )
    return Reading(
        version,
        language,
        text.title if text else "",
        markdown.render(text.body if text else ""),
        read[Rule.Kind.MAY],
        read[Rule.Kind.DONT],
    )


def search(reading: Reading, asked: str) -> Reading:
    """The same page with only those rules that hold every word asked for, in whatever form of upper and lower case."""
    words = asked.casefold().split()

    def fits(rule: ReadRule) -> bool:
        told = " ".join((rule.title, rule.sentence, rule.good, rule.bad)).casefold()
        return all(word in told for word in words)

    return replace(
        reading,
        may=[rule for rule in reading.may if fits(rule)],
        dont=[rule for rule in reading.dont if fits(rule)],
    )
