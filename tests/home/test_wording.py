"""Every state a share can be in has its own words, and offers only what the share can do."""

from __future__ import annotations

import itertools
import re

import pytest
from django.urls import reverse
from django.utils import translation

from home.wording import TABLE, Words, aspect_of, words_for
from sharing.states import MOVES, WAITING_FOR_HER, Outcome, ParkedBecause, ShareState

REASONS = ["", *ParkedBecause.values]
OUTCOMES = ["", *Outcome.values]
EVERYTHING = [
    (state, reason, outcome, detail, certain)
    for state, reason, outcome, detail, certain in itertools.product(
        ShareState, REASONS, OUTCOMES, ["", "Text too long."], [False, True]
    )
    # The database does not keep a parked share without a reason.
    if not (state == ShareState.PARKED and not reason)
]
VALUES = {
    "network": "Mastodon",
    "account": "@ada@social.example",
    "at": "24 November, 09:10",
    "detail": "No.",
}
# What each action does to a share.
LEADS_TO = {
    "cancel": ShareState.CANCELLED,
    "retry": ShareState.SCHEDULED,
    "edit": ShareState.SCHEDULED,
    "reconnect": ShareState.SCHEDULED,
    "hand_off": ShareState.HANDED_OFF,
    "settle": ShareState.PUBLISHED,
    "posted": ShareState.CANCELLED,
}


def test_every_state_reason_and_outcome_has_words() -> None:
    for state, reason, outcome, detail, certain in EVERYTHING:
        aspect = aspect_of(state, parked_because=reason, outcome=outcome, detail=detail, certain=certain)
        assert words_for(state, aspect)


def test_the_table_holds_nothing_that_cannot_be() -> None:
    reached = {
        (state, aspect_of(state, parked_because=reason, outcome=outcome, detail=detail, certain=certain))
        for state, reason, outcome, detail, certain in EVERYTHING
    }
    assert set(TABLE) == reached


@pytest.mark.parametrize("language", ["en", "de"])
def test_sentences_use_known_values_and_leave_none_open(language: str) -> None:
    with translation.override(language):
        for words in TABLE.values():
            said = str(words.sentence) % VALUES
            assert not re.search(r"%\(|\{", said) and said.endswith((".", "?", "”"))
            assert "!" not in said


@pytest.mark.parametrize(
    ("key", "words"), TABLE.items(), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_only_what_the_share_can_do_is_offered(key: tuple[ShareState, str], words: Words) -> None:
    for action in words.actions:
        if action in LEADS_TO:
            assert LEADS_TO[action] in MOVES[key[0]], action


def test_whatever_needs_her_offers_a_next_step() -> None:
    for (state, _aspect), words in TABLE.items():
        if state in WAITING_FOR_HER:
            assert words.actions


def test_every_action_has_its_address() -> None:
    pk = "3f2f8a52-0b0a-4a52-9c2e-1d4f6a2b9a10"
    for action in {action for words in TABLE.values() for action in words.actions} - {"reconnect", "read"}:
        assert reverse(f"sharing:{action}", args=[pk])
