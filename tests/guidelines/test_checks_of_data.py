"""Personal data, foreign links and capitals in a text: what is asked about, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.lib.networks import NETWORKS
from guidelines import checks
from guidelines.checks import Finding, Level, personal

SITE = "https://advocacy.acme.example"
OWN = f"{SITE}/r/own12345"


def review(text: str, link: str = "") -> list[Finding]:
    return checks.review(text, network=NETWORKS["copy"], language="en", link=link, site=SITE)


def codes(text: str, link: str = "") -> list[str]:
    return [finding.code for finding in review(text, link)]


# The examples of the IBAN registry and of the card networks' own test numbers.
@pytest.mark.parametrize(
    ("text", "code", "quoted"),
    [
        ("Pay to DE89 3704 0044 0532 0130 00 please", "iban", "DE89 3704 0044 0532 0130 00"),
        ("de89370400440532013000", "iban", "de89370400440532013000"),
        ("GB29NWBK60161331926819, thanks", "iban", "GB29NWBK60161331926819"),
        ("NO93 8601 1117 947", "iban", "NO93 8601 1117 947"),
        ("4111 1111 1111 1111", "card", "4111 1111 1111 1111"),
        ("card 5555-5555-5555-4444!", "card", "5555-5555-5555-4444"),
        ("378282246310005", "card", "378282246310005"),
        ("write to ada.l@acme.example", "email", "ada.l@acme.example"),
        ("call +49 30 1234567", "phone", "+49 30 1234567"),
        ("call 0341 / 98 76 54", "phone", "0341 / 98 76 54"),
        ("call (030) 1234567", "phone", "(030) 1234567"),
        ("0171-2345678", "phone", "0171-2345678"),
        ("01712345678", "phone", "01712345678"),
        ("0044 20 7946 0958", "phone", "0044 20 7946 0958"),
        ("(555) 123-4567", "phone", "(555) 123-4567"),
    ],
)
def test_personal_data_is_asked_about_and_quoted(text: str, code: str, quoted: str) -> None:
    (finding,) = review(text)
    assert (finding.level, finding.code, finding.rule_key) == (Level.CONFIRM, code, "confidential")
    assert f"“{quoted}”" in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "DE89 3704 0044 0532 0130 01", "4111 1111 1111 1112", "on 2027-03-01 at 09:00", "am 01.02.2027 um 10:30",
        "29 dB at night, 61 calls, +1.000.000 Euro", "@ada@social.example", "page 12345678", "3,14159265358979",
        "Room 0.12, HP-12", "https://acme.example/item/4111111111111111", "ISBN 978-3-16-148410-0", "2019-2027",
        "12 000 000 people", "#2027",
    ],
)  # fmt: skip
def test_numbers_dates_and_handles_are_left_alone(text: str) -> None:
    assert codes(text) == []


@given(st.integers(10**14, 10**15 - 1))
def test_one_last_digit_in_ten_passes_luhn(number: int) -> None:
    assert sum(personal.passes_luhn(f"{number}{last}") for last in range(10)) == 1


@given(st.integers(0, 10**18 - 1))
def test_two_right_digits_make_an_iban_and_any_other_change_does_not(account: int) -> None:
    right = [two for two in range(2, 99) if personal.is_iban(f"DE{two:02}{account:018}")]
    assert len(right) == 1
    wrong = f"DE{right[0]:02}{(account + 1) % 10**18:018}"
    assert not personal.is_iban(wrong)


@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_be_checked(text: str) -> None:
    review(text, OWN)


@pytest.mark.parametrize("other", [f"{SITE}/r/other678", "ADVOCACY.acme.example/r/other678", f"{OWN}9"])
def test_somebody_elses_link_blocks(other: str) -> None:
    found = review(f"Read {other} now\n\n{OWN}", OWN)
    assert [(finding.level, finding.code) for finding in found] == [(Level.BLOCK, "foreign_link")]
    assert found[0].sentence.startswith(f"{other.removeprefix('https://')} is not the link")


@pytest.mark.parametrize(
    "text", [f"Read on.\n\n{OWN}", f"Read {OWN} twice {OWN}", f"{SITE}/s/a-page\n\n{OWN}"]
)
def test_her_own_link_and_our_other_pages_pass(text: str) -> None:
    assert codes(text, OWN) == []


def test_a_text_that_lost_its_link_is_blocked() -> None:
    assert codes("Read on.", OWN) == ["link_missing"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("THIS IS THE BEST HEAT PUMP EVER", ["capitals"]),
        ("DAS IST DIE BESTE WÄRMEPUMPE DER WELT", ["capitals"]),
        ("NASA AND ESA", []),
        ("Quiet, says NASA, and ESA, and the ECB, too.", []),
        ("Hello #VERYLONGTAGINCAPITALSFORALL", []),
        ("これはとても静かなヒートポンプですとても静か", []),
    ],
)
def test_a_text_in_capitals_gets_a_hint(text: str, found: list[str]) -> None:
    assert codes(text) == found
    assert all(finding.level == Level.INFO for finding in review(text))


def test_a_suggestion_is_checked_for_names_and_data_but_not_for_its_prompts() -> None:
    from datetime import UTC, datetime

    from guidelines.lexicon import Term, compile_terms

    known = compile_terms([Term("1", "HP-12")])
    now = datetime(2027, 1, 1, tzinfo=UTC)
    found = checks.review_suggestion(
        "HP-12 {link} [your own words] +49 30 1234567", language="en", lexicon=known, now=now
    )
    assert [finding.code for finding in found] == ["confidential", "phone"]
