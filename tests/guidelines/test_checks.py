"""What `checks.review` says about a text before it is posted."""

from __future__ import annotations

import string

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from advocacy.lib.networks import NETWORKS, Network
from guidelines import checks
from guidelines.checks import Finding, Level

MASTODON, COPY = NETWORKS["mastodon"], NETWORKS["copy"]
PLAIN = st.text(string.ascii_letters + string.digits + " .,!#äß\n", min_size=1, max_size=200).filter(
    str.strip
)
NAMES = st.text(string.ascii_lowercase + "_", min_size=1, max_size=20).filter(lambda name: name.strip("_"))


def review(text: str, network: Network = MASTODON, max_length: int | None = None) -> list[Finding]:
    return checks.review(text, network=network, language="en", max_length=max_length)


def codes(text: str, network: Network = MASTODON, max_length: int | None = None) -> list[str]:
    return [finding.code for finding in review(text, network, max_length)]


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_a_plain_sentence_passes_on_every_network(network: Network) -> None:
    assert review("Quiet at 29 dB. https://acme.example/r/abc", network) == []


@given(st.text(" \t\n\u00a0\u2003", max_size=20))
def test_a_text_of_nothing_but_space_is_blocked(text: str) -> None:
    assert codes(text) == ["empty"]


@given(PLAIN, st.sampled_from(sorted(NETWORKS)), st.integers(0, 250))
def test_a_text_is_too_long_exactly_when_the_networks_own_count_is_over_the_limit(
    text: str, key: str, limit: int
) -> None:
    network = NETWORKS[key]
    found = [f for f in review(text, network, limit) if f.code == "too_long"]
    assert bool(found) == (limit > 0 and network.count(text) > limit)
    if found:
        over = network.count(text) - limit
        assert found[0].level == Level.BLOCK
        assert found[0].sentence.startswith(
            f"{over} character{'s' if over > 1 else ''} too long for {network.name}"
        )


def test_an_address_counts_as_the_network_counts_it_and_the_servers_own_limit_wins() -> None:
    text = "https://acme.example/" + "a" * 600
    assert codes(text) == []
    assert codes("x" * 500) == [] and codes("x" * 501) == ["too_long"]
    assert codes("x" * 501, max_length=5000) == [] and codes("x" * 30, max_length=20) == ["too_long"]


@given(PLAIN, NAMES, PLAIN)
def test_every_unfilled_placeholder_is_named_and_blocks(before: str, name: str, after: str) -> None:
    found = [f for f in review(f"{before}{{{name}}}{after}", COPY) if f.code == "placeholder"]
    assert [f.level for f in found] == [Level.BLOCK]
    assert f"{{{name}}}" in found[0].sentence


@pytest.mark.parametrize("text", ["Set {} or {1, 2}.", "{ x: 1 }", "A curly smile :-}"])
def test_braces_without_a_name_are_a_persons_own_business(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "prompt", ["[your own example]", "[deine eigene Antwort]", "[dein eigenes Beispiel]"]
)
def test_a_leftover_prompt_blocks_and_points_at_the_rule(prompt: str) -> None:
    (finding,) = review(f"What annoys you? {prompt} Tell me.")
    assert (finding.level, finding.code, finding.rule_key) == (Level.BLOCK, "prompt", "own-words")
    assert prompt in finding.sentence
    assert checks.has_prompt(f"x {prompt}")


@pytest.mark.parametrize(
    "text", ["[Anzeige] Neu bei uns.", "Read [the whole story](https://a.example).", "[1] and [22 33]"]
)
def test_a_label_a_link_and_a_number_in_brackets_are_no_prompts(text: str) -> None:
    assert codes(text) == []
    assert not checks.has_prompt(text)


@given(PLAIN)
def test_a_plain_text_never_has_more_than_its_length_against_it(text: str) -> None:
    assert set(codes(text)) <= {"too_long"}


def test_the_same_prompt_twice_is_said_once_and_several_findings_come_together() -> None:
    assert codes("{link} [one more word] {link} [one more word]", max_length=10) == [
        "too_long", "placeholder", "prompt",
    ]  # fmt: skip


def test_blocks_tells_a_stop_from_a_remark() -> None:
    assert checks.blocks(review(""))
    assert not checks.blocks([Finding(Level.WARN, "x", "A remark.")])


def test_sentences_come_in_the_active_language() -> None:
    with translation.override("de"):
        german = review("")[0].sentence
    assert german
    assert review("")[0].sentence.startswith("There is no text yet")
