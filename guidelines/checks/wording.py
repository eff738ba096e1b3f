"""How a text is written: empty, too long, unfinished, shouted."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.checks.findings import Draft, Finding, Level

_PLACEHOLDER = re.compile(r"\{\s*[^\W\d]\w{0,39}\s*\}")
# Two words or more: a label such as [Anzeige] is the writer's own, and a Markdown link is no prompt.
_PROMPT = re.compile(r"\[[^\W\d_][^\[\]\n]* [^\[\]\n]*\](?!\()")
_ADDRESS_OR_TAG = re.compile(r"https?://\S+|[#@]\S+")
# Fewer letters than this are an abbreviation or a cry of joy.
ENOUGH_LETTERS = 20
SHOUTED = 0.8


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


def all_capitals(draft: Draft) -> list[Finding]:
    words = _ADDRESS_OR_TAG.sub(" ", draft.text)
    letters = [letter for letter in words if letter.isupper() or letter.islower()]
    if len(letters) < ENOUGH_LETTERS or sum(map(str.isupper, letters)) < SHOUTED * len(letters):
        return []
    sentence = _("Nearly everything is in capitals. Many readers take that for shouting.")
    return [Finding(Level.INFO, "capitals", sentence, rule_key="ask-and-think")]
