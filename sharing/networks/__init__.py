"""The adapters, one folder per network, imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from sharing.networks.base import Adapter

ADAPTERS = {
    "mastodon": "sharing.networks.mastodon.adapter",
}


def adapter(network: str) -> Adapter:
    """The adapter of a network. KeyError for one that has none."""
    return cast(Adapter, import_module(ADAPTERS[network]).ADAPTER)
