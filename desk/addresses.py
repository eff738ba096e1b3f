"""What an address aims at: its host, and the account in it where it can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

# Path segments that are followed by a name: linkedin.com/in/ada, reddit.com/u/ada, facebook.com/people/ada.
_BEFORE_A_NAME: Final = frozenset(
    {"in", "company", "school", "profile", "profiles", "u", "user", "users", "people"}
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    host: str = ""
    account: str = ""


def aim(address: str) -> Target:
    """Host and account of a web address, in lower case and without "www."; empty where there is none."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return Target()
    segments = [segment for segment in parts.path.split("/") if segment]
    named = _name_in(segments)
    return Target(host[:255], f"{host}/{named}".lower()[:400] if host and named else "")


def _name_in(segments: list[str]) -> str:
    if segments and segments[0].startswith("@"):
        return segments[0]
    if len(segments) > 1 and segments[0].lower() in _BEFORE_A_NAME:
        return "/".join(segments[:2])
    # x.com/ada/status/1, mastodon's /users/… aside: a name followed by the post.
    return segments[0] if len(segments) > 2 and segments[1].lower() in {"status", "post", "posts"} else ""


def first_in(*texts: str) -> str:
    """The first web address in these texts, "" where there is none: a phone's share menu puts it anywhere."""
    for text in texts:
        if found := _ADDRESS.search(text):
            return found[0].rstrip(".,;:!?)")[:1000]
    return ""
