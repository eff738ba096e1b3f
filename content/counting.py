"""How long a suggested post is by each network's own rule, before its link is known."""

from __future__ import annotations

from advocacy.lib.networks import NETWORKS
from content import placeholders

# What {link} will be: Mastodon, X and Threads count any address as 23; our short links are of that order elsewhere.
STANDS_FOR_A_LINK = "https://example.org/abc"


def length(text: str, network: str) -> int:
    """Characters of a suggestion as this network counts; people's graphemes where none is named."""
    filled = placeholders.fill(text, {"link": STANDS_FOR_A_LINK})
    return NETWORKS[network or "copy"].count(filled)


def left(text: str, network: str) -> int | None:
    """Characters left on this network, below 0 when it is too long, None where no limit is worth counting."""
    limit = NETWORKS[network].max_length if network else 0
    return limit - length(text, network) if limit else None


def too_long_for(text: str) -> list[str]:
    """Names of the networks that do not take a text of this length."""
    return [spec.name for key, spec in NETWORKS.items() if (rest := left(text, key)) is not None and rest < 0]
