"""The one writer of tables that people open in a spreadsheet: no cell of ours becomes a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

# What makes Excel, LibreOffice and Google Sheets read a cell as a formula (OWASP, CSV injection).
FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(value: object) -> str:
    """The cell as text; a leading ' takes its power from what would be a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def unescape_formula(text: str) -> str:
    """The cell as it was before `escape_formula`, so that an exported table can be read in again."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_BEGINS) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file as in RFC 4180, in UTF-8 with the mark that lets Excel see it is."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([escape_formula(cell) for cell in header])
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
