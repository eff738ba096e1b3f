"""What a page says, without its markup."""

from __future__ import annotations

import html
import re


def words(page: str) -> str:
    """The visible words of a page, one space between them."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()
