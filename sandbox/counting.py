"""How long a post is by Mastodon's counting, and where the links in it stand.

Mastodon counts grapheme clusters of warning and text together, every http(s) address as a fixed number of
characters, and of `@name@server` only `@name` (its StatusLengthValidator).
"""

from dataclasses import dataclass

import regex

URL = regex.compile(r"(?<![\w@/])https?://[^\s<>\"\p{C}]+", regex.IGNORECASE)
REMOTE_MENTION = regex.compile(r"(?<![\w/@])(@[a-z0-9_]+)@[\w.-]*\w", regex.IGNORECASE)
GRAPHEME = regex.compile(r"\X")
CLOSERS = {")": "(", "]": "[", "}": "{"}
NEVER_LAST = ".,;:!?'…“”„‘’»«*_~"


@dataclass(frozen=True)
class Limits:
    """What one post may hold: characters, pictures, and sizes in bytes; the defaults are Mastodon's."""

    max_characters: int = 500
    max_media: int = 4
    url_length: int = 23
    image_bytes: int = 16_777_216
    description_characters: int = 1500


def find_urls(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every http(s) address, without the punctuation that ends the sentence."""
    spans = []
    for found in URL.finditer(text):
        end = _trim(text, found.start(), found.end())
        if not text[found.start() : end].endswith("://"):
            spans.append((found.start(), end))
    return spans


def count_characters(text: str, spoiler_text: str = "", *, limits: Limits) -> int:
    """Return the length that is held against `limits.max_characters`."""
    pieces = []
    position = 0
    for start, end in find_urls(text):
        pieces += [text[position:start], "x" * limits.url_length]
        position = end
    counted = REMOTE_MENTION.sub(r"\1", "".join([*pieces, text[position:]]))
    return len(GRAPHEME.findall(spoiler_text + counted))


def _trim(text: str, start: int, end: int) -> int:
    while end > start:
        last = text[end - 1]
        opener = CLOSERS.get(last)
        unbalanced = opener and text.count(last, start, end) > text.count(opener, start, end)
        if last not in NEVER_LAST and not unbalanced:
            break
        end -= 1
    return end
