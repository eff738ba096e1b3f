"""One contract, every adapter, every server that its adapter is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from pytest_django import Settings

from sharing import networks
from sharing.networks import ADAPTERS
from sharing.networks.base import Adapter
from tests.sharing import contract
from tests.sharing.contract import PEERS, Peer

CHECKS = [
    contract.check_consent,
    contract.check_life_of_a_post,
    contract.check_end_of_a_token,
    contract.check_limits,
    contract.check_memory_of_apps,
]
PAIRS = [(network, peer) for network in ADAPTERS for peer in PEERS.get(network, [])]


def test_every_adapter_has_two_independent_servers_to_be_held_against() -> None:
    assert {network: len(PEERS.get(network, [])) >= 2 for network in ADAPTERS} == dict.fromkeys(
        ADAPTERS, True
    )


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0]}-{pair[1].__name__}")
def pair(request: pytest.FixtureRequest, settings: Settings) -> Iterator[tuple[Adapter, Peer]]:
    network, start = request.param
    starting: Callable[[], AbstractContextManager[Peer]] = start
    with starting() as peer:
        settings.NETWORK_LOCAL_HOSTS = [peer.host]
        yield networks.adapter(network), peer


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_adapter_keeps_the_contract(
    pair: tuple[Adapter, Peer], check: Callable[[Adapter, Peer], None]
) -> None:
    check(*pair)
