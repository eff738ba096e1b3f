"""Telling from a status whether it carries a link of ours: by its addresses, never by a prefix of them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any, Final

BREAKS: Final = frozenset({"p", "br", "div", "li", "blockquote", "pre"})


class _Reader(HTMLParser):
    """Collects the addresses and the text of a status, joined: servers hide parts of an address in spans."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: set[str] = set()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")
        self.addresses.update(value for name, value in attrs if name == "href" and value)

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def carries(status: dict[str, Any], link: str) -> bool:
    """True if the status links to exactly this address, in its text or in the card below it."""
    card = status.get("card")
    if isinstance(card, dict) and card.get("url") == link:
        return True
    content = status.get("content")
    reader = _Reader()
    reader.feed(content if isinstance(content, str) else "")
    reader.close()
    return link in reader.addresses or _stands_in(link, "".join(reader.pieces))


def _stands_in(link: str, text: str) -> bool:
    # A longer address that begins with ours is another one; a full stop after it ends the sentence.
    return re.search(rf"(?<![\w/.:]){re.escape(link)}(?![\w/?#%&=+~@-]|[.:,]\w)", text) is not None
