"""Finding the company's terms: forms of words, wildcards, expressions within their time, and ends of embargoes."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.lib.networks import NETWORKS
from guidelines import checks, lexicon, terms
from guidelines.checks import Level
from guidelines.lexicon import BadPattern, Lexicon, Term, compile_terms
from guidelines.models import Term as StoredTerm

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)


def quotes(text: str, pattern: str, **fields: object) -> list[str]:
    """What one term finds in a text, as it is written there."""
    term = Term("1", pattern, **fields)  # type: ignore[arg-type]
    return [hit.quote for hit in compile_terms([term]).find(text, NOW)]


@pytest.mark.parametrize(
    ("pattern", "text", "quoted"),
    [
        ("Zugvogel", "Unsere ZUGVÖGEL fliegen.", "ZUGVÖGEL"),
        ("Zugvogel", "Das Gewicht des Zugvogels", "Zugvogels"),
        ("Zugvogel", "#Zugvogel startet", "Zugvogel"),
        ("Zugvogel", "das Zugvogel-Projekt", "Zugvogel"),
        ("Wärmepumpe", "zwei Waermepumpen", "Waermepumpen"),
        ("Waermepumpe", "zwei Wa\u0308rmepumpen", "Wa\u0308rmepumpen"),
        ("Straße", "BEIDE STRASSEN", "STRASSEN"),
        ("Haus", "viele Häuser", "Häuser"),
        ("Project: Falcon", "All about project: Falcon", "project: Falcon"),
        ("Falcon ---- Two", "The Falcon ---- Two flies", "Falcon ---- Two"),
        ("acquisition", "two Acquisitions", "Acquisitions"),
        ("party", "the parties met", "parties"),
        ("Project Heron", "our project  heron:", "project  heron"),
        ("Project Heron", "#ProjectHeron is on", "ProjectHeron"),
        ("HP-12", "the hp 12 is", "hp 12"),
        ("HP-12", "the HP12!", "HP12"),
        ("HP-12", "two HP-12s and an HP12's", "HP-12s"),
        ("Zugvogel", "Zug\u00advo\u200bgel", "Zug\u00advo\u200bgel"),
        ("Café Rosa", "im CAFE ROSA", "CAFE ROSA"),
        ("ＨＰ12", "HP12", "HP12"),
    ],
)
def test_a_phrase_is_found_in_all_its_forms(pattern: str, text: str, quoted: str) -> None:
    assert quotes(text, pattern) == [quoted]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("HP-12", "HP. 12 people came"),
        ("HP-12", "HP 120"),
        ("Heron", "heronry"),
        ("Project Heron", "heron project"),
        ("Project Heron", "project, as you know, heron"),
        ("Ross", "roses"),
        ("art", "start party"),
    ],
)
def test_other_words_are_left_alone(pattern: str, text: str) -> None:
    assert quotes(text, pattern) == []


def test_a_terms_language_decides_whose_forms_are_looked_for() -> None:
    assert quotes("viele Häuser", "Haus", language="de") == ["Häuser"]
    assert quotes("viele Häuser", "Haus", language="en") == []


@pytest.mark.parametrize(
    ("pattern", "text", "quoted"),
    [
        ("Zug*", "die Zugvögel", "Zugvögel"),
        ("*fusion", "die Kernfusion", "Kernfusion"),
        ("*vogel*", "das Zugvogelprojekt", "Zugvogelprojekt"),
        ("*w?", "an owl", "owl"),
        ("HP-1?", "the HP-14", "HP-14"),
        ("Projekt Z?g*", "Projekt Zugvögel", "Projekt Zugvögel"),
        ("b*d*e", "abide bedazzle, bde", "bedazzle"),
    ],
)
def test_wildcards_stand_for_letters_within_a_word(pattern: str, text: str, quoted: str) -> None:
    assert quotes(text, pattern, kind="wildcard") == [quoted]


@pytest.mark.parametrize(
    ("pattern", "text"), [("Zug*", "am Zug vorbei Abzug"), ("HP-1?", "HP-1, HP-123"), ("a*b", "a b")]
)
def test_wildcards_do_not_reach_beyond_their_word(pattern: str, text: str) -> None:
    assert quotes(text, pattern, kind="wildcard") == (["Zug"] if pattern == "Zug*" else [])


LETTERS = st.text("abw", min_size=1, max_size=7)


@given(
    st.text("abw*?", min_size=1, max_size=6).filter(lambda pattern: set(pattern) & set("abw")),
    st.lists(LETTERS, max_size=6),
)
def test_wildcards_agree_with_a_plain_reading_of_them(pattern: str, words: list[str]) -> None:
    slow = re.compile(pattern.replace("*", r"\w*").replace("?", r"\w"))
    assert bool(quotes(" ".join(words), pattern, kind="wildcard")) == any(map(slow.fullmatch, words))


@given(
    st.lists(LETTERS, min_size=1, max_size=3), st.lists(LETTERS, max_size=8), st.lists(LETTERS, max_size=8)
)
def test_a_phrase_in_a_text_is_always_found(phrase: list[str], before: list[str], after: list[str]) -> None:
    assert quotes(" ".join([*before, *phrase, *after]), " ".join(phrase))


def test_an_expression_is_searched_without_regard_to_case() -> None:
    assert quotes("die hp-13.", r"HP-?1[23]\b", kind="regex") == ["hp-13"]
    assert quotes("the hp-14", r"HP-?1[23]\b", kind="regex") == []


@pytest.mark.parametrize(
    ("pattern", "needle"),
    [
        (r"HP-?1[23]", "hp"), ("foo+bar", "foo"), ("(a|b)cde", ""), ("xa{25}bc", "bc"), ("colou?rs", "colo"),
        (r"x\d+yz", "yz"), (r"(?x) a b", ""), ("a(b[)]c)d", ""),
    ],
)  # fmt: skip
def test_the_piece_that_spares_a_search_is_in_every_match(pattern: str, needle: str) -> None:
    assert lexicon._needle_of(pattern) == needle


@pytest.mark.parametrize("hostile", [r"(a+)+$", r"(\w+\s?)*\Z!", r"([a-z]+)*\d$"])
def test_a_hostile_expression_ends_in_time_and_says_that_it_could_not_be_checked(hostile: str) -> None:
    many = compile_terms([Term(f"{n}", hostile, "regex") for n in range(100)])
    started = time.perf_counter()
    hits = many.find("a" * 3000 + "!", NOW)
    assert time.perf_counter() - started < 5
    assert len(hits) == 100 and all(hit.timed_out for hit in hits)
    found = review("a" * 3000 + "!", many)
    assert {(finding.level, finding.code) for finding in found} == {(Level.CONFIRM, "unchecked")}


@pytest.mark.parametrize(
    "bomb",
    [
        "(?:(?:(?:a{9999}){9999}){9999}){9999}",
        "a{99999999999}",
        "(?:a{1000}){2}",
        "(?R)",
        "(?:abc){e<=2}",
        "x" * 201,
    ],
)
def test_an_expression_that_cannot_even_be_compiled_safely_is_never_compiled(bomb: str) -> None:
    with pytest.raises(BadPattern, match="size"):
        lexicon.compile_expression(bomb)
    assert compile_terms([Term("1", bomb, "regex")]).expressions == ()


@given(st.text(max_size=60))
def test_no_expression_does_more_than_be_refused(pattern: str) -> None:
    try:
        lexicon.probe(pattern)
    except BadPattern:
        assert compile_terms([Term("1", pattern, "regex")]).expressions == ()


@given(st.sampled_from(["phrase", "wildcard"]), st.text(max_size=60), st.text(max_size=200))
def test_no_term_and_no_text_is_too_strange(kind: str, pattern: str, text: str) -> None:
    compile_terms([Term("1", pattern, kind)]).find(text + pattern, NOW)


@pytest.mark.parametrize(
    "text",
    ["a\u0301" * 1500, "\u00ad" * 3000, "a\u200b" * 1500, "a" * 3000, "_" * 3000, "1-" * 1500, "ab" * 1500],
)
def test_no_text_takes_long(text: str) -> None:
    stars = [
        Term(f"{n}", pattern, "wildcard")
        for n, pattern in enumerate(["a*b*" * 40 + "c", "*aaaa*z", "a*" * 90 + "1"])
    ]
    known = compile_terms([*stars, Term("p", "a b")])
    started = time.perf_counter()
    known.find(text, NOW)
    checks.review(
        text, network=NETWORKS["copy"], language="en", link="https://a.example/r/x", site="https://a.example"
    )
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("kind", ["phrase", "wildcard", "regex"])
def test_an_embargo_ends_at_its_instant(kind: str) -> None:
    one = compile_terms([Term("1", "Zugvogel", kind, until=NOW)])
    assert one.find("Zugvogel", NOW - timedelta(microseconds=1))
    assert not one.find("Zugvogel", NOW)
    assert not one.find("Zugvogel", NOW + timedelta(days=1))


def review(text: str, known: Lexicon, now: datetime = NOW) -> list[checks.Finding]:
    return checks.review(text, network=NETWORKS["copy"], language="en", lexicon=known, now=now)


@pytest.mark.parametrize(
    ("action", "competitor", "level", "code", "rule"),
    [
        ("hint", False, Level.WARN, "confidential", "confidential"),
        ("confirm", False, Level.CONFIRM, "confidential", "confidential"),
        ("block", False, Level.BLOCK, "confidential", "confidential"),
        ("hint", True, Level.WARN, "competitor", "facts-with-sources"),
    ],
)
def test_a_term_says_what_was_written_and_quotes_its_rule(
    action: str, competitor: bool, level: Level, code: str, rule: str
) -> None:
    known = compile_terms([Term("7", "Hushtherm", action=action, competitor=competitor)])
    (finding,) = review("Louder than HUSHTHERMS and Hushtherm.", known)
    assert (finding.level, finding.code, finding.rule_key, finding.about) == (level, code, rule, "term:7")
    assert "“HUSHTHERMS”" in finding.sentence


def test_an_embargo_names_its_end_in_its_own_zone() -> None:
    until = datetime(2027, 3, 1, 8, tzinfo=UTC)
    known = compile_terms([Term("1", "HP-12", until=until, zone="Europe/Berlin")])
    (finding,) = review("The HP-12 is quiet.", known)
    assert finding.level == Level.BLOCK
    assert "1 March 2027, 09:00 (Europe/Berlin)" in finding.sentence
    assert review("The HP-12 is quiet.", known, until) == []


@pytest.mark.django_db
def test_the_list_is_known_at_once_after_every_change(django_assert_num_queries: object) -> None:
    assert terms.current().find("HP-12", NOW) == []
    term = StoredTerm.objects.create(pattern="HP-12")
    first = terms.current()
    assert first.find("HP-12", NOW)
    assert terms.current() is first
    with django_assert_num_queries(1):  # type: ignore[operator]
        terms.current()
    term.pattern = "HP-13"
    term.save()
    assert not terms.current().find("HP-12", NOW) and terms.current().find("HP-13", NOW)
    term.delete()
    assert not terms.current().find("HP-13", NOW)


def test_two_thousand_terms_cost_little_more_than_one() -> None:
    """The exact figures are those of script/bench; here only that nothing is tried term by term."""
    many = compile_terms([Term(f"{n}", f"secret{n:04} plan") for n in range(2000)])
    one = compile_terms([Term("1", "secret0001 plan")])
    text = "The quick brown fox jumps over the lazy dog and thinks of nothing. " * 45

    def fastest(known: Lexicon) -> float:
        times = []
        for _run in range(7):
            started = time.perf_counter()
            known.find(text, NOW)
            times.append(time.perf_counter() - started)
        return min(times)

    assert fastest(many) < 5 * fastest(one) + 0.002
