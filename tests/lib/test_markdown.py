"""Markdown becomes safe HTML, whatever somebody writes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.lib.markdown import render


def test_emphasis_lists_and_links_are_kept() -> None:
    html = render("# One\n\n**bold** and *fine*\n\n- a\n- b\n\n[here](https://acme.example)")
    assert "<h2>One</h2>" in html and "<strong>bold</strong>" in html and "<li>a</li>" in html
    assert '<a href="https://acme.example" rel="noopener noreferrer nofollow">here</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![x](https://tracker.example/x.png)",
        '<a href="https://a.example" onclick="alert(1)">x</a>',
    ],
)
def test_nothing_active_comes_through(text: str) -> None:
    html = render(text)
    assert not re.search(r"<(script|img|iframe|[a-z]+ [^>]*on\w+=)", html)
    assert 'href="javascript' not in html and 'href="data' not in html


@given(st.text(max_size=300))
def test_any_text_gives_only_known_tags(text: str) -> None:
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", render(text)))
    assert tags <= {
        "p",
        "br",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "code",
        "pre",
        "hr",
    }
