"""A running practice network and a client that talks to it over HTTP, for the tests in this folder."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from PIL import Image

from sandbox.server import Running


class Client:
    """Calls the network's API with one person's token."""

    def __init__(self, network: Running, token: str) -> None:
        """Talk to `network` with `token`."""
        self.network = network
        self.token = token

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        """Send one request with the token."""
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        return requests.request(method, self.network.url + path, headers=headers, timeout=10, **more)

    def post(self, text: str, *, key: str = "", **fields: Any) -> requests.Response:
        """Post a status as JSON."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.call("POST", "/api/v1/statuses", json={"status": text, **fields}, headers=headers)

    def upload(self, content: bytes | None = None, description: str = "A blue field") -> requests.Response:
        """Upload a picture."""
        files = {"file": ("picture.png", content or picture(), "image/png")}
        return self.call("POST", "/api/v2/media", files=files, data={"description": description})


def picture(width: int = 6, height: int = 4) -> bytes:
    """Return a PNG of that size."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def network() -> Iterator[Running]:
    """A practice network without a state file."""
    with Running() as running:
        yield running


@pytest.fixture
def mara(network: Running) -> Client:
    """A client with every scope, as Mara."""
    return Client(network, network.token_for("mara"))
