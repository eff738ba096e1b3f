"""Guessing English and German, and saying nothing when it is neither."""

from __future__ import annotations

import pytest

from content import languages
from home.demo.items import ITEMS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The quiet end of the heat pump debate is not in sight", "en"),
        ("Das leise Ende der Debatte ist nicht in Sicht", "de"),
        ("O fim da guerra não está à vista, diz o presidente", ""),
        ("HP-9", ""),
        ("", ""),
    ],
)
def test_what_is_clear_is_said_and_nothing_else(text: str, language: str) -> None:
    assert languages.guess(text) == language


def test_no_text_of_the_demo_is_taken_for_the_other_language() -> None:
    for item in ITEMS:
        for language, text in item.texts.items():
            assert languages.guess(f"{text.title} {text.summary}") in {language, ""}
