"""Saying that one works here: for which posts, in which words, and where they stand whatever the text."""

from __future__ import annotations

import string

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advocacy.lib.networks import NETWORKS, graphemes
from content.models import Item
from guidelines import checks, disclosing
from guidelines.checks import Level
from guidelines.models import DisclosureRule, DisclosureWording

LINK = "https://advocacy.acme.example/r/abcdefgh"
TAG, ENGLISH, GERMAN = "#WeAreAcme", "I work at Acme.", "Ich arbeite bei Acme."
LINKEDIN, MASTODON, X = NETWORKS["linkedin"], NETWORKS["mastodon"], NETWORKS["x"]

# Family emoji, flags, Indic conjuncts, right to left, combining marks, prepended marks, addresses and handles.
PIECES = st.sampled_from(
    ["👩‍👩‍👧",
     "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "क्षि", "שלום", "e\u0301", "\u0600", "\u0301", "\u200d", "\r", "한", "日本", " ", "\n", "{", "#",
     "@ada@social.example", "https://a.example/x", "Straße", "ZUG", "a" * 40]
)  # fmt: skip
STRANGE = st.lists(
    st.one_of(PIECES, st.text(string.ascii_letters + " .", max_size=30), st.characters(codec="utf-8")),
    max_size=25,
).map("".join)
# Plain words up to where networks fold (140) and end (280, 300, 500, 3000), so that strange ones stand at the edge.
NEAR_AN_EDGE = st.one_of(*(st.integers(edge - 60, edge) for edge in (140, 280, 300, 500, 3000)))
WORDS = st.one_of(STRANGE, st.builds(lambda n, rest: ("Quiet " * 500)[:n] + rest[:20], NEAR_AN_EDGE, STRANGE))
WORDINGS = st.sampled_from([(TAG,), (ENGLISH, TAG), (GERMAN, TAG, "#Anzeige")])


def keeps_disclosure_and_limits(words: str, key: str, wordings: tuple[str, ...]) -> None:
    """What must hold for every text on every network."""
    network = NETWORKS[key]
    text = f"{words.rstrip()}\n\n{LINK}"
    result = disclosing.disclose(text, wordings, network=network, limit=network.max_length)
    seen = result.text[: network.fold] if network.fold else result.text
    assert result.wording in wordings and result.wording.casefold() in seen.casefold()
    assert result.text.endswith(f"\n\n{LINK}")
    # Her own characters are all there, in their order, none joined to ours.
    mine, whole = regex.findall(r"\X", words.rstrip()), regex.findall(r"\X", result.text)
    assert "".join(mine) in result.text
    assert graphemes(result.text) == graphemes(text) + (graphemes(result.wording) + 1 if result.added else 0)
    assert whole.count("\n") >= mine.count("\n")
    # Counted like everything else: within the limit, or said to be too long.
    found = {
        finding.code
        for finding in checks.review(
            result.text, network=network, language="en", link=LINK, disclosures=wordings
        )
    }
    assert ("too_long" in found) == bool(
        network.max_length and network.count(result.text) > network.max_length
    )
    assert "disclosure" not in found and "link_missing" not in found
    shortest = min(network.count(f"{wording}\n") for wording in wordings)
    if network.max_length and network.count(text) + shortest <= network.max_length:
        assert "too_long" not in found
    # Once there it stays as it is, however often it passes.
    again = disclosing.disclose(result.text, wordings, network=network, limit=network.max_length)
    assert (again.text, again.added) == (result.text, False)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDINGS)
def test_every_text_keeps_its_disclosure_and_its_limits(words: str, wordings: tuple[str, ...]) -> None:
    for key in NETWORKS:
        keeps_disclosure_and_limits(words, key, wordings)


@pytest.mark.corpus
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(WORDS, WORDINGS)
def test_ten_thousand_texts_keep_their_disclosure_and_their_limits_on_every_network(
    words: str, wordings: tuple[str, ...]
) -> None:
    for key in NETWORKS:
        keeps_disclosure_and_limits(words, key, wordings)


def disclosed(words: str, *wordings: str, network: str = "mastodon", limit: int = 0) -> str:
    result = disclosing.disclose(f"{words}\n\n{LINK}", wordings, network=NETWORKS[network], limit=limit)
    return result.text.removesuffix(f"\n\n{LINK}")


def test_it_stands_at_the_end_or_before_the_fold() -> None:
    assert disclosed("Quiet at 29 dB.", TAG) == f"Quiet at 29 dB.\n{TAG}"
    assert disclosed("x" * 200, TAG, network="mastodon") == "x" * 200 + f"\n{TAG}"
    assert disclosed("x" * 200, TAG, network="linkedin") == f"{TAG}\n" + "x" * 200
    exactly = "x" * (LINKEDIN.fold - len(TAG) - 1)
    assert disclosed(exactly, TAG, network="linkedin") == f"{exactly}\n{TAG}"
    assert disclosed(exactly + "x", TAG, network="linkedin") == f"{TAG}\n{exactly}x"


def test_her_own_approved_words_are_enough_and_parts_of_them_are_not() -> None:
    assert disclosed("I WORK AT ACME. It is quiet.", TAG, ENGLISH) == "I WORK AT ACME. It is quiet."
    assert disclosed("#WeAreAcmeFans", TAG) == f"#WeAreAcmeFans\n{TAG}"
    late = "x" * 150 + f" {TAG}"
    assert disclosed(late, TAG, network="linkedin") == f"{TAG}\n{late}"


def test_the_first_wording_that_fits_is_taken() -> None:
    base = X.count(f"abc\n\n{LINK}")
    assert disclosed("abc", ENGLISH, TAG, network="x", limit=base + 16) == f"abc\n{ENGLISH}"
    assert disclosed("abc", ENGLISH, TAG, network="x", limit=base + 12) == f"abc\n{TAG}"
    assert disclosed("abc", ENGLISH, TAG, network="x", limit=5) == f"abc\n{TAG}"


def test_a_missing_disclosure_blocks_and_says_what_to_add() -> None:
    (finding,) = checks.review("Quiet.", network=MASTODON, language="en", disclosures=(TAG,))
    assert (finding.level, finding.code, finding.rule_key) == (Level.BLOCK, "disclosure", "say-you-work-here")
    assert TAG in finding.sentence
    assert checks.review(f"Quiet. {TAG}", network=MASTODON, language="en", disclosures=(TAG,)) == []


def policy(*rules: DisclosureRule) -> disclosing.Policy:
    wordings = (
        DisclosureWording(text=GERMAN, language="de"),
        DisclosureWording(text=ENGLISH, language="en"),
        DisclosureWording(text=TAG),
    )
    return disclosing.Policy(rules, wordings)


POST = {"location": "Leipzig", "item_kind": "story", "network": "mastodon", "language": "en"}


def test_without_a_rule_nothing_is_needed_and_without_a_wording_nothing_can_be() -> None:
    assert policy().needed(**POST) == ()
    assert disclosing.Policy((DisclosureRule(),), ()).needed(**POST) == ()


def test_words_in_the_posts_language_come_first_then_those_of_every_language() -> None:
    assert policy(DisclosureRule()).needed(**POST) == (ENGLISH, TAG, GERMAN)
    assert policy(DisclosureRule()).needed(**POST | {"language": "de"}) == (GERMAN, TAG, ENGLISH)


@pytest.mark.parametrize(
    ("rules", "needed"),
    [
        ([{}], True),
        ([{"item_kind": "article"}], False),
        ([{"location": "leipzig"}], True),
        ([{"location": "Dublin"}], False),
        ([{}, {"network": "mastodon", "required": False}], False),
        ([{"required": False}, {"item_kind": "story"}], True),
        ([{"item_kind": "story", "required": False}, {"location": "Leipzig"}], True),
        ([{"item_kind": "story", "network": "mastodon", "required": False}, {"location": "Leipzig"}], False),
    ],
)
def test_the_narrowest_rule_decides_and_of_two_the_one_that_asks(
    rules: list[dict[str, object]], needed: bool
) -> None:
    assert bool(policy(*(DisclosureRule(**rule) for rule in rules)).needed(**POST)) is needed


def test_the_kinds_of_items_are_those_of_content() -> None:
    assert DisclosureRule.ItemKind.choices == Item.Kind.choices
