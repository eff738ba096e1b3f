"""What every adapter must do, whoever's server it speaks to, and a person who says yes on the consent page."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from sandbox.server import Running
from sharing.networks.base import Access, Adapter, App, Grant, NeedsReconnect, NetworkError, Outgoing
from tests.peers.gotosocial import GoToSocial

BACK = "http://127.0.0.1:8000/accounts/callback/x/"
LINK = "https://go.acme.example/r/Ab3dE6"


class Peer(Protocol):
    """A running server of some network's API."""

    host: str
    url: str


# Network by network, the servers that its adapter is held against.
PEERS: dict[str, list[Callable[[], AbstractContextManager[Peer]]]] = {"mastodon": [Running, GoToSocial]}


def agree(address: str, person: str = "mara") -> dict[str, str]:
    """Open the consent page, say yes where it asks, and give what the browser is sent back with."""
    page = requests.get(address, timeout=5, allow_redirects=False)
    if page.status_code == 200:
        form = {**dict(parse_qsl(urlsplit(address).query)), "decision": "authorize", "person": person}
        page = requests.post(address.partition("?")[0], data=form, timeout=5, allow_redirects=False)
    assert page.status_code in (302, 303), page.text
    return dict(parse_qsl(urlsplit(page.headers["Location"]).query))


def address_in(page: Any) -> str:
    """Where the page that says goodbye leads on to by itself."""
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found, page.content.decode()
    return html.unescape(found[1])


def connect(adapter: Adapter, peer: Peer) -> tuple[App, Grant, Access]:
    """The whole way to a token, without our own pages."""
    app = adapter.register(peer.host, name="Advocacy", redirect_uri=BACK, website="http://127.0.0.1:8000")
    address, verifier = adapter.consent(app, redirect_uri=BACK, state="the-state")
    answer = agree(address)
    assert answer["state"] == "the-state"
    grant = adapter.exchange(app, redirect_uri=BACK, code=answer["code"], verifier=verifier)
    profile = adapter.profile(Access(peer.host, grant.token, ""))
    return app, grant, Access(peer.host, grant.token, profile.remote_id)


def outgoing(text: str = f"Quiet at last. {LINK}", **changes: object) -> Outgoing:
    values: dict[str, object] = {
        "text": text,
        "link": LINK,
        "language": "en",
        "visibility": "public",
        "idempotency_key": secrets.token_hex(8),
        **changes,
    }
    return Outgoing(**values)  # type: ignore[arg-type]


def check_consent(adapter: Adapter, peer: Peer) -> None:
    """The person is sent to the server she named, with a challenge whose secret stays here."""
    app = adapter.register(peer.host, name="Advocacy", redirect_uri=BACK, website="http://127.0.0.1:8000")
    address, verifier = adapter.consent(app, redirect_uri=BACK, state="the-state")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert urlsplit(address).netloc == peer.host
    assert asked["code_challenge_method"] == "S256"
    assert len(verifier) >= 43
    assert verifier not in address
    assert app.client_secret.reveal() not in address


def check_life_of_a_post(adapter: Adapter, peer: Peer) -> None:
    """Posted, found by its link and by nothing shorter or longer, taken down twice, gone."""
    _app, _grant, access = connect(adapter, peer)
    posted = adapter.post(access, outgoing())
    assert adapter.find(access, LINK) == posted
    assert posted.url.startswith(peer.url)
    for other in (LINK[:-1], LINK + "x", LINK + "/", "https://go.acme.example/r/Other1"):
        assert adapter.find(access, other) is None
    adapter.delete(access, posted.remote_id)
    adapter.delete(access, posted.remote_id)
    assert adapter.find(access, LINK) is None


def check_end_of_a_token(adapter: Adapter, peer: Peer) -> None:
    """A revoked token is told as such, and no error ever shows a secret."""
    app, grant, access = connect(adapter, peer)
    adapter.revoke(app, grant.token)
    errors: list[NetworkError] = []
    for call in (
        lambda: adapter.post(access, outgoing()),
        lambda: adapter.find(access, LINK),
        lambda: adapter.profile(access),
    ):
        with pytest.raises(NeedsReconnect) as caught:
            call()
        errors.append(caught.value)
    with pytest.raises(NetworkError) as caught_again:
        adapter.exchange(app, redirect_uri=BACK, code="no-such-code", verifier="v" * 43)
    for error in [*errors, caught_again.value]:
        for secret in (grant.token.reveal(), app.client_secret.reveal(), "no-such-code"):
            assert secret not in f"{error!r} {error} {error.sentence}"


def check_limits(adapter: Adapter, peer: Peer) -> None:
    """The server's limits are read, and they are usable numbers."""
    limits = adapter.limits(peer.host)
    assert limits.max_characters >= 300
    assert limits.image_bytes >= 100_000
    assert "image/png" in limits.image_types
    assert limits.description_characters >= 100


def check_memory_of_apps(adapter: Adapter, peer: Peer) -> None:
    """An app that the server never heard of is told from one that it knows."""
    app, _grant, _access = connect(adapter, peer)
    assert adapter.knows(app)
    assert not adapter.knows(App(peer.host, "forgotten", app.client_secret))
