"""Counting and marking up texts: the rules by themselves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from sandbox.counting import Limits, count_characters, find_urls
from sandbox.markup import as_html, hashtags_in

BASE = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("abc", 3),
        ("e\N{COMBINING ACUTE ACCENT}", 1),
        ("\N{REGIONAL INDICATOR SYMBOL LETTER D}\N{REGIONAL INDICATOR SYMBOL LETTER E}", 1),
        ("https://a.b", 23),
        ("(https://example.com/a_(b)).", 26),
        ("See https://example.com/x, https://example.com/y!", 4 + 23 + 2 + 23 + 1),
        ("ftp://example.com", 17),
        ("https://", 8),
        ("@mara@social.example hi", 8),
        ("mail@social.example", 19),
    ],
)
def test_characters_are_counted_as_mastodon_does(text: str, length: int) -> None:
    assert count_characters(text, limits=Limits()) == length


def test_the_warning_counts_too() -> None:
    assert count_characters("abc", "de", limits=Limits()) == 5


def test_addresses_end_where_the_sentence_does() -> None:
    text = "Read (https://example.com/wiki/A_(b)), then https://example.org/?q=1&r=2."
    assert [text[start:end] for start, end in find_urls(text)] == [
        "https://example.com/wiki/A_(b)",
        "https://example.org/?q=1&r=2",
    ]


def test_text_becomes_paragraphs_breaks_and_links() -> None:
    assert as_html("One\nline\n\n\nTwo", base=BASE) == "<p>One<br />line</p><p>Two</p>"
    link = as_html("https://www.example.com/a?b=1&c=2", base=BASE)
    assert 'href="https://www.example.com/a?b=1&amp;c=2"' in link
    assert html.fromstring(link).text_content() == "https://www.example.com/a?b=1&c=2"


def test_hashtags_are_words_and_not_parts_of_addresses() -> None:
    assert hashtags_in("#Eins #eins #2 https://e.com/#drei a#vier #fünf5") == ["eins", "fünf5"]


PIECES = st.sampled_from([*"<>&\"'#@/:;.()ax \n", "https://", "javascript:", "<script>", "ß"])


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_comes_out_as_our_own_tags_around_the_same_words(text: str) -> None:
    tree = html.fromstring(f"<div>{as_html(text, base=BASE)}</div>")
    for element in tree.iter():
        assert element.tag in ("div", "p", "br", "a", "span")
        assert set(element.attrib) <= {"href", "class", "rel", "target", "translate"}
        assert element.get("href", "http").startswith("http")
    assert "".join(tree.text_content().split()) == "".join(text.split())
