"""Tables for spreadsheets hold no formulas."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.lib.tables import FORMULA_BEGINS, as_csv, escape_formula, unescape_formula

PAYLOADS = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://evil.example","x")',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_begins_with_a_formula(payload: str) -> None:
    table = as_csv([payload], [[payload, "plain"]]).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert len(cells) == 3
    assert not [cell for cell in cells if cell.startswith(FORMULA_BEGINS)]


@given(st.text())
def test_what_is_escaped_can_be_read_in_again(text: str) -> None:
    escaped = escape_formula(text)
    assert not escaped.startswith(FORMULA_BEGINS)
    assert unescape_formula(escaped) in {text, text[1:]}
    if not text.startswith("'"):
        assert unescape_formula(escaped) == text


def test_nothing_is_an_empty_cell() -> None:
    assert escape_formula(None) == ""
