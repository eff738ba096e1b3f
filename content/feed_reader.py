"""Reads a feed from standard input and writes its entries to standard output as JSON.

Run by `content.feeds` as a process of its own with hard limits, because a stranger's feed can cost any amount
of time and memory. Imports nothing of the project: an error in here must not reach further than this process.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import resource
import sys
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
MAX_ENTRIES = 200
# Of one title or text: more than we keep, and little enough for a parser whose cost grows with the square.
MAX_HTML = 20_000

# Elements after which a word ends; what stands inside the others of _HIDDEN is no text.
_INLINE = {"a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "u"}
_HIDDEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
# Control characters, and marks that turn the direction of text around.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class PlainText(HTMLParser):
    """Gathers the text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in _HIDDEN
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in _HIDDEN))
        self._space(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)

    def _space(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")


def plain(html: str) -> str:
    """The words of a piece of HTML or text, on one line."""
    parser = PlainText()
    parser.feed(html[:MAX_HTML])
    parser.close()
    return " ".join(_UNSEEN.sub("", "".join(parser.parts)).split())


def read(data: bytes, address: str) -> dict[str, Any]:
    """The feed as plain values, or {"error": …} with "not_a_feed" or "broken" and the line."""
    import feedparser

    # A stream and never a string: feedparser would open a string that looks like an address or a path. It is not
    # told the address either: it would make every id absolute with it, and a feed that moves would come in twice.
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if line := _broken_at(parsed):
        return {"error": "broken", "line": line}
    if not parsed.version:
        return {"error": "not_a_feed"}
    feed, base = parsed.feed, _absolute(address, parsed.feed.get("link") or "") or address
    return {
        "title": plain(feed.get("title", "")),
        "language": feed.get("language") or "",
        "entries": [_entry(entry, base) for entry in parsed.entries[:MAX_ENTRIES]],
        "left_out": max(0, len(parsed.entries) - MAX_ENTRIES),
    }


def _broken_at(parsed: Any) -> int:
    """The line where the XML breaks off, 0 where it is whole.

    feedparser goes on with a guess after an error. We do not: half a feed would be stored as if it were all.
    Named HTML entities such as &nbsp; are the one error that costs nothing, and common.
    """
    error = parsed.get("bozo_exception")
    if type(error).__name__ != "SAXParseException" or not parsed.version:
        return 0
    if "undefined entity" in str(error):
        return 0
    return max(1, error.getLineNumber() or 1)


def _entry(entry: Any, base: str) -> dict[str, Any]:
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    html = entry.get("summary") or next((part.get("value") for part in entry.get("content", [])), "")
    return {
        "guid": str(entry.get("id") or ""),
        "link": _absolute(base, link),
        "title": plain(entry.get("title", "")),
        "summary": plain(html or ""),
        "author": plain(entry.get("author", "")),
        "published": _moment(entry),
        "language": (entry.get("title_detail") or {}).get("language") or "",
        "picture": _absolute(base, _picture(entry)),
    }


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip()) if link else ""
    except ValueError:
        return ""


def _moment(entry: Any) -> int | None:
    """Seconds since 1970, UTC."""
    struct = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return calendar.timegm(struct) if struct else None
    except (ValueError, OverflowError):
        return None


def _picture(entry: Any) -> str:
    """The largest picture an entry names as one: media:content, then an enclosure, then media:thumbnail."""
    media = [part for part in entry.get("media_content", []) if _is_picture(part)]
    enclosures = [part for part in entry.get("enclosures", []) if part.get("type", "").startswith("image/")]
    if media:
        return str(max(media, key=_width).get("url") or "")
    if enclosures:
        return str(enclosures[0].get("href") or "")
    thumbnails = entry.get("media_thumbnail") or []
    return str(max(thumbnails, key=_width).get("url") or "") if thumbnails else ""


def _is_picture(part: Any) -> bool:
    kind = f"{part.get('medium', '')} {part.get('type', '')}"
    return "image" in kind or bool(
        re.search(r"\.(jpe?g|png|webp|gif)(\?|$)", part.get("url", ""), re.IGNORECASE)
    )


def _width(part: Any) -> int:
    width = str(part.get("width", ""))
    return int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0


def main() -> None:
    """Set the limits, read, answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(read(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)


if __name__ == "__main__":
    main()
