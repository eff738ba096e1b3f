"""Feeds as data: RSS and Atom bytes in, entries of plain text and checked addresses out."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

MAX_BYTES: Final = 2_000_000
# The reader's own CPU limit is 5 s; this is the wall in case the machine is busy.
WALL_SECONDS: Final = 15
TITLE_LENGTH: Final = 200
SUMMARY_LENGTH: Final = 500
LINK_LENGTH: Final = 1000
IDENTITY_LENGTH: Final = 500

_READER = Path(__file__).with_name("feed_reader.py")
# A document type with declarations inside can define entities that unfold to gigabytes; a bare one cannot.
_DECLARATIONS = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_link_check = URLValidator(schemes=["http", "https"])


class FeedRefused(Exception):
    """We do not take this feed; `sentence` says why, in the reader's language."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Entry:
    """One entry. All text is plain; `link` and `picture_url` are http(s) or ""; `published` is UTC."""

    guid: str
    link: str
    title: str
    summary: str
    author: str
    published: datetime | None
    language: str
    picture_url: str


@dataclass(frozen=True)
class Feed:
    """A feed that was read. `skipped` counts entries without identity, or beyond the limit."""

    title: str
    entries: list[Entry]
    skipped: int


def parse(data: bytes, url: str) -> Feed:
    """Read a feed of at most MAX_BYTES. `url` is where it came from: relative links start there.

    Raises FeedRefused: too big, not a feed, broken XML, entity declarations, too much work.
    """
    if len(data) > MAX_BYTES:
        raise FeedRefused(_("The feed is larger than 2 MB."))
    if not data.strip():
        raise FeedRefused(_("This is not an RSS or Atom feed: it is empty."))
    # Without the zero bytes UTF-16 and UTF-32 show their declarations too.
    if _DECLARATIONS.search(data.replace(b"\0", b"")):
        raise FeedRefused(
            _("The feed declares XML entities of its own. That is a known attack, so we do not read it.")
        )
    raw = _read(data, url)
    entries = [entry for entry in (_entry(values, raw["language"]) for values in raw["entries"]) if entry]
    skipped = len(raw["entries"]) - len(entries) + raw["left_out"]
    return Feed(_cut(raw["title"], TITLE_LENGTH), entries, skipped)


def _read(data: bytes, url: str) -> dict[str, Any]:
    """What the reader process says, or FeedRefused in its name."""
    too_much = _("The feed takes too much time or memory to read.")
    try:
        done = subprocess.run(  # noqa: S603 - our own file; the address is one argument, never a shell's
            [sys.executable, "-I", str(_READER), url.replace("\0", "")],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PYTHONWARNINGS": "ignore"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FeedRefused(too_much) from None
    if done.returncode != 0:
        raise FeedRefused(too_much)
    raw: dict[str, Any] = json.loads(done.stdout)
    if raw.get("error") == "broken":
        raise FeedRefused(_("The feed’s XML is broken in line %(line)s.") % {"line": raw["line"]})
    if raw.get("error"):
        raise FeedRefused(_("This is not an RSS or Atom feed."))
    return raw


def _entry(values: dict[str, Any], feed_language: str) -> Entry | None:
    """The entry, or None where nothing tells it from another one or it has no words."""
    link = _checked(values["link"])
    guid = _identity(values["guid"] or link)
    title = _cut(values["title"] or values["summary"], TITLE_LENGTH)
    if not guid or not title:
        return None
    return Entry(
        guid=guid,
        link=link,
        title=title,
        summary=_cut(values["summary"], SUMMARY_LENGTH),
        author=_cut(values["author"], 200),
        published=_moment(values["published"]),
        language=_primary(values["language"] or feed_language),
        picture_url=_checked(values["picture"]),
    )


def _checked(link: str) -> str:
    """The address, if it is an absolute one of the web and of a length we keep; else ""."""
    try:
        _link_check(link)
    except ValidationError:
        return ""
    return link if len(link) <= LINK_LENGTH and "\\" not in link else ""


def _identity(guid: str) -> str:
    """The guid without what no column takes; a very long one by its hash."""
    clean = guid.replace("\0", "").strip()
    return clean if len(clean) <= IDENTITY_LENGTH else hashlib.sha256(clean.encode()).hexdigest()


def _cut(text: str, length: int) -> str:
    """At most `length` characters, ending with a whole word and an ellipsis where something is missing."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;:–-") + "…"


def _moment(seconds: int | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    except (OverflowError, OSError, ValueError):
        return None


def _primary(tag: str) -> str:
    """ "de" of "de-AT"."""
    return tag.strip().lower().replace("_", "-").split("-")[0]
