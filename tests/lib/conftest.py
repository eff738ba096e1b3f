"""A make-believe internet for outgoing HTTP: names, addresses, and a canary behind every private one."""

from __future__ import annotations

import functools
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from advocacy.lib.http import transport
from tests.peers.hostile import Authority, Hostile

PUBLIC = "93.184.215.14"
PUBLIC_TOO = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


@dataclass
class Internet:
    """Names with the answers of each look-up in turn (the last one stays), and a server per public address.

    A connection to any other address is let through to the canary, as on a machine whose firewall is open.
    """

    canary: Hostile
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    servers: dict[str, Hostile] = field(default_factory=dict)
    lookups: dict[str, int] = field(default_factory=dict)
    connected: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def leaks(self) -> list[str]:
        """The addresses that were connected to and are not public."""
        return [address for address in self.connected if address not in (PUBLIC, PUBLIC_TOO)]

    def assert_untouched(self) -> None:
        """Nothing private was connected to."""
        assert self.leaks == []
        assert self.canary.connections == 0

    def getaddrinfo(self, host: str, port: int, family: int = 0, type: int = 0, **_: Any) -> list[Any]:
        """Numbers are read by the system, in whatever spelling; names are looked up in `names` alone."""
        with self.lock:
            nth = self.lookups[host] = self.lookups.get(host, 0) + 1
        answers = self.names.get(host.rstrip("."))
        if answers is None:
            return _getaddrinfo(host, port, type=type, flags=socket.AI_NUMERICHOST)
        addresses = answers[min(nth, len(answers)) - 1]
        return [
            one
            for address in addresses
            for one in _getaddrinfo(address, port, type=type, flags=socket.AI_NUMERICHOST)
        ]

    def connect(self, sock: transport.Socket, where: tuple[Any, ...]) -> None:
        address = where[0]
        self.connected.append(address)
        sock.asked_for = where  # type: ignore[attr-defined]
        server = self.servers.get(address, self.canary)
        if address in (PUBLIC, PUBLIC_TOO) and server is self.canary:
            raise ConnectionRefusedError
        if sock.family == socket.AF_INET6:
            raise OSError("This loopback serves IPv4 only.")
        socket.socket.connect(sock, ("127.0.0.1", server.port))


_getaddrinfo = socket.getaddrinfo


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    with Hostile() as canary:
        net = Internet(canary)
        net.names["public.example"] = [[PUBLIC]]
        monkeypatch.setattr(socket, "getaddrinfo", net.getaddrinfo)
        monkeypatch.setattr(
            transport.Socket, "connect", lambda sock, where: net.connect(sock, where), raising=False
        )
        monkeypatch.setattr(transport.Socket, "getpeername", lambda sock: sock.asked_for, raising=False)
        yield net


@pytest.fixture
def server(settings: Any) -> Iterator[Hostile]:
    """A server that the administrator named in NETWORK_LOCAL_HOSTS."""
    with Hostile() as hostile:
        settings.NETWORK_LOCAL_HOSTS = [f"127.0.0.1:{hostile.port}"]
        yield hostile


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(Path(tmp_path_factory.mktemp("authority")))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority whose certificates our transport trusts for this test."""
    context = transport._tls.__wrapped__()
    context.load_verify_locations(cadata=authority.pem)
    monkeypatch.setattr(transport, "_tls", functools.cache(lambda: context))
    return authority
