"""What is wrong with a text before it is posted: pure functions, used while writing and right before sending.

A finding says in a sentence what to change. `block` stops the post, `confirm` asks, the others may pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advocacy.lib.networks import Network


class Level(StrEnum):
    INFO = "info"
    WARN = "warn"
    CONFIRM = "confirm"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """One thing to know about a text. `code` never changes; `rule_key` names the rule behind it."""

    level: Level
    code: str
    sentence: str
    rule_key: str = ""


@dataclass(frozen=True)
class Draft:
    """A text as it would be posted. `limit` is in the network's own way of counting; 0 means none."""

    text: str
    network: Network
    language: str
    limit: int


_PLACEHOLDER = re.compile(r"\{\s*[^\W\d]\w{0,39}\s*\}")
# Two words or more: a label such as [Anzeige] is the writer's own, and a Markdown link is no prompt.
_PROMPT = re.compile(r"\[[^\W\d_][^\[\]\n]* [^\[\]\n]*\](?!\()")


def review(text: str, *, network: Network, language: str, max_length: int | None = None) -> list[Finding]:
    """Everything there is to say about this text on this network, in the order of the checks.

    `max_length` is what the account's own server takes; without it the network's usual length counts.
    """
    draft = Draft(text, network, language, network.max_length if max_length is None else max_length)
    return [finding for check in CHECKS for finding in check(draft)]


def blocks(findings: Iterable[Finding]) -> bool:
    """True when one of them stops the post."""
    return any(finding.level == Level.BLOCK for finding in findings)


def has_prompt(text: str) -> bool:
    """True when a suggestion asks for words of one's own in brackets: it cannot be posted as it is."""
    return _PROMPT.search(text) is not None


def empty(draft: Draft) -> list[Finding]:
    if draft.text.strip():
        return []
    return [
        Finding(Level.BLOCK, "empty", _("There is no text yet. Write a few words, or take a suggestion."))
    ]


def too_long(draft: Draft) -> list[Finding]:
    over = draft.network.count(draft.text) - draft.limit
    if not draft.limit or over <= 0:
        return []
    sentence = ngettext(
        "%(over)s character too long for %(network)s. Shorten it.",
        "%(over)s characters too long for %(network)s. Shorten it.",
        over,
    )
    return [Finding(Level.BLOCK, "too_long", sentence % {"over": over, "network": draft.network.name})]


def unfilled_placeholder(draft: Draft) -> list[Finding]:
    sentence = _("%(what)s was not filled in. Replace it or delete it.")
    return [
        Finding(Level.BLOCK, "placeholder", sentence % {"what": found})
        for found in dict.fromkeys(_PLACEHOLDER.findall(draft.text))
    ]


def leftover_prompt(draft: Draft) -> list[Finding]:
    sentence = _("%(what)s is a prompt for you. Put your own words there, or delete it.")
    return [
        Finding(Level.BLOCK, "prompt", sentence % {"what": found}, rule_key="own-words")
        for found in dict.fromkeys(_PROMPT.findall(draft.text))
    ]


CHECKS: list[Callable[[Draft], list[Finding]]] = [empty, too_long, unfilled_placeholder, leftover_prompt]
