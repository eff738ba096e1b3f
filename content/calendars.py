"""Events as iCalendar files (RFC 5545), so that a calendar takes them in with one click."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from content.models import Item, ItemText

# RFC 5545, section 3.1: lines longer than 75 octets are folded.
LINE_OCTETS: Final = 75

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def event_file(item: Item, text: ItemText, *, url: str) -> bytes:
    """The event of an item that has a date, in the words of `text`. `url` is the page to read more on, or "".

    Times are written in UTC, so no calendar has to know our zones.
    """
    if item.starts_at is None:
        raise ValueError("The item has no date.")
    host = urlsplit(settings.PUBLIC_URL).hostname
    where = ", ".join(part for part in (item.place, item.online_url) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Advocacy//Events//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:item-{item.pk}@{host}",
        f"SEQUENCE:{item.version}",
        f"DTSTAMP:{_utc(item.created_at)}",
        f"DTSTART:{_utc(item.starts_at)}",
        *([f"DTEND:{_utc(item.ends_at)}"] if item.ends_at else []),
        f"SUMMARY:{escape(text.title)}",
        *([f"DESCRIPTION:{escape(text.summary)}"] if text.summary else []),
        *([f"LOCATION:{escape(where)}"] if where else []),
        *([f"URL:{one_line(url)}"] if one_line(url) else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(fold(line) + b"\r\n" for line in lines)


def escape(text: str) -> str:
    r"""A TEXT value: backslash, semicolon and comma escaped, line ends as \n, other control characters gone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = _CONTROLS.sub(lambda match: " " if match[0] in "\t\u2028\u2029" else "", lines)
    for character in ("\\", ";", ","):
        clean = clean.replace(character, "\\" + character)
    return clean.replace("\n", "\\n")


def one_line(address: str) -> str:
    """An address as a URI value, which is not escaped: without control characters and line ends."""
    return _CONTROLS.sub("", address).replace("\n", "")


def fold(line: str) -> bytes:
    """The line as UTF-8, cut into pieces of at most 75 octets, never inside a character."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
