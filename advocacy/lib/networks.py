"""What each network can do and how it counts, as data. The rest of the code asks here and never for a network's name.

Sources are the networks' own documentation pages as summed up in docs/adding-a-network.md; lengths and the weight of an
address are those of a fresh account (a Mastodon server may tell its own limits, see sharing.networks.mastodon).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import regex
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from twitter_text import parse_tweet

_ADDRESS = re.compile(r"https?://\S+")
_REMOTE_NAME = re.compile(r"(@[A-Za-z0-9_]+)@[A-Za-z0-9.-]+[A-Za-z0-9]")


def graphemes(text: str) -> int:
    """Characters as people see them."""
    return len(regex.findall(r"\X", text))


def count_mastodon(text: str) -> int:
    """Graphemes; every address counts 23, @name@server counts as @name (mastodon, status length validator)."""
    return graphemes(_REMOTE_NAME.sub(r"\1", _ADDRESS.sub("x" * 23, text)))


def count_x(text: str) -> int:
    """X's weighted length: addresses 23, most scripts outside Latin two (docs.x.com, counting characters)."""
    return int(parse_tweet(text).weightedLength)


def count_threads(text: str) -> int:
    """Characters, an emoji by its UTF-8 bytes (developers.facebook.com, Threads posts)."""
    return sum(len(char.encode()) if ord(char) > 0xFFFF else 1 for char in text)


@dataclass(frozen=True)
class Network:
    """One network. `max_length` 0 means no limit worth counting. `title` is its name, translated where it is a word.

    `dialog` is the address of the network's own share window with {text}, {link}, {title} and {server} in it, each
    percent-encoded; "" where there is none. `prefills` says whether that window takes our words or only the link.
    """

    key: str
    title: str | Promise
    mark: str
    max_length: int
    count: Callable[[str], int]
    dialog: str = ""
    prefills: bool = False
    connects: bool = False
    asks_server: bool = False
    visibilities: tuple[str, ...] = ()
    # Where a preview cuts with “…more”, in characters; 0 where the whole text stands.
    fold: int = 0

    @property
    def name(self) -> str:
        """Its name in the active language, for sentences and stored values."""
        return str(self.title)

    def hand_off_address(self, *, text: str, link: str, title: str, server: str = "") -> str:
        """The address that opens the network's own window. `text` is without the link where the window has a field
        for it, else it must contain it."""
        values = {"text": quote(text, safe=""), "link": quote(link, safe=""), "title": quote(title, safe="")}
        return self.dialog.format(**values, server=server)


_ALL = (
    Network("linkedin", "LinkedIn", "in", 3000, graphemes,
            "https://www.linkedin.com/sharing/share-offsite/?url={link}", fold=140),
    Network("mastodon", "Mastodon", "M", 500, count_mastodon, "https://{server}/share?text={text}%0A%0A{link}",
            prefills=True, connects=True, asks_server=True, visibilities=("public", "unlisted", "private")),
    Network("bluesky", "Bluesky", "B", 300, graphemes, "https://bsky.app/intent/compose?text={text}%0A%0A{link}",
            prefills=True),
    Network("x", "X", "X", 280, count_x, "https://x.com/intent/tweet?text={text}&url={link}", prefills=True),
    Network("threads", "Threads", "T", 500, count_threads, "https://www.threads.com/intent/post?text={text}&url={link}",
            prefills=True),
    Network("facebook", "Facebook", "f", 0, graphemes, "https://www.facebook.com/sharer/sharer.php?u={link}"),
    Network("xing", "XING", "Xi", 0, graphemes, "https://www.xing.com/spi/shares/new?url={link}"),
    Network("whatsapp", "WhatsApp", "W", 0, graphemes, "https://wa.me/?text={text}%0A%0A{link}", prefills=True),
    Network("telegram", "Telegram", "Te", 4096, graphemes,
            "https://t.me/share/url?url={link}&text={text}", prefills=True),
    Network("reddit", "Reddit", "r", 300, graphemes,
            "https://www.reddit.com/submit?url={link}&title={text}", prefills=True),
    Network("email", _("E-mail"), "@", 0, graphemes,
            "mailto:?subject={title}&body={text}%0D%0A%0D%0A{link}", prefills=True),
    Network("copy", pgettext_lazy("network", "Copy"), "C", 0, graphemes, prefills=True),
)  # fmt: skip

NETWORKS: dict[str, Network] = {network.key: network for network in _ALL}


def choices() -> list[tuple[str, str | Promise]]:
    """Keys and names for the field of a model or form, translated when they are shown."""
    return [(network.key, network.title) for network in _ALL]


def connecting() -> list[Network]:
    """Networks that an account can be connected to."""
    return [network for network in _ALL if network.connects]


def handing_off() -> list[Network]:
    """Networks whose own window, or the clipboard, can be opened."""
    return list(_ALL)
