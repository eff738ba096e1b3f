"""What was checked is what is connected to; the name still counts for Host, SNI, certificate (threat T9)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from advocacy.lib import http
from advocacy.lib.http import transport
from tests.lib.conftest import PUBLIC, PUBLIC_TOO, Internet
from tests.peers.hostile import Authority, Hostile, Request, Wire

PRIVATE = [
    *("127.0.0.1", "127.0.0.2", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.1.1.1", "172.16.0.9", "172.20.1.1"),
    *("192.168.0.10", "192.168.178.1", "169.254.169.254", "169.254.170.2", "100.64.9.9", "100.100.100.200"),
    *(
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.5",
        "192.88.99.1",
        "198.18.5.5",
        "198.51.100.9",
        "203.0.113.9",
    ),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1"),
    *(
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "fc00::1",
        "fd00::1",
    ),
    *("fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1"),
]


@pytest.fixture
def public(internet: Internet) -> Iterator[Hostile]:
    """A server at the public address, which redirects /again to itself."""

    def serve(request: Request, wire: Wire) -> None:
        if request.path == "/again":
            wire.answer(302, Location="http://public.example/")
        wire.answer(200, b"public")

    with Hostile(serve) as there:
        internet.servers[PUBLIC] = there
        yield there


def test_there_are_forty_private_addresses() -> None:
    assert len(set(PRIVATE)) == 40


@pytest.mark.parametrize("address", PRIVATE)
def test_a_second_answer_is_never_asked_for(address: str, internet: Internet, public: Hostile) -> None:
    internet.names["public.example"] = [[PUBLIC], [address]]
    assert http.fetch("http://public.example/").text == "public"
    assert internet.lookups["public.example"] == 1
    assert internet.connected == [PUBLIC]
    internet.assert_untouched()


@pytest.mark.parametrize("address", PRIVATE)
def test_the_next_hop_is_resolved_and_checked_anew(address: str, internet: Internet, public: Hostile) -> None:
    internet.names["public.example"] = [[PUBLIC], [address]]
    with pytest.raises(http.Refused):
        http.fetch("http://public.example/again")
    assert len(public.requests) == 1
    internet.assert_untouched()


@pytest.mark.parametrize("order", ["private last", "private first", "private among many"])
@pytest.mark.parametrize("address", PRIVATE)
def test_one_private_answer_refuses_the_name(
    address: str, order: str, internet: Internet, public: Hostile
) -> None:
    answers = {
        "private last": [PUBLIC, address],
        "private first": [address, PUBLIC],
        "private among many": [PUBLIC_TOO, PUBLIC, address, "1.1.1.1"],
    }
    internet.names["public.example"] = [answers[order]]
    with pytest.raises(http.Refused):
        http.fetch("http://public.example/")
    assert internet.connected == []
    assert public.connections == 0


def test_a_connection_that_ends_elsewhere_is_dropped_unused(
    internet: Internet, public: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport.Socket, "getpeername", socket.socket.getpeername)
    with pytest.raises(http.Refused, match="another address"):
        http.fetch("http://public.example/")
    assert public.requests == []


def test_the_next_address_is_tried_when_the_first_does_not_answer(
    internet: Internet, public: Hostile
) -> None:
    internet.names["public.example"] = [[PUBLIC_TOO, PUBLIC]]
    assert http.fetch("http://public.example/").text == "public"
    assert internet.connected == [PUBLIC_TOO, PUBLIC]


def test_host_and_certificate_are_of_the_name(internet: Internet, trusted: Authority) -> None:
    seen = []
    context = trusted.server_context("public.example")
    context.sni_callback = lambda sock, name, context: seen.append(name)
    with Hostile(lambda request, wire: wire.answer(200, b"safe"), tls=context) as there:
        internet.servers[PUBLIC] = there
        assert http.call("GET", "https://public.example/x").text == "safe"
    assert seen == ["public.example"]
    assert there.requests[0].headers["host"] == "public.example"


def test_a_certificate_of_another_name_is_refused_before_anything_is_sent(
    internet: Internet, trusted: Authority
) -> None:
    with Hostile(tls=trusted.server_context("other.example")) as there:
        internet.servers[PUBLIC] = there
        with pytest.raises(http.NotSent, match=r"No safe connection to public\.example"):
            http.call("POST", "https://public.example/x", form={"token": "secret"})
        assert there.connections == 1
    assert there.requests == []


def test_an_unknown_authority_is_refused_also_when_a_caller_asks_not_to_verify(
    internet: Internet, authority: Authority
) -> None:
    with Hostile(tls=authority.server_context("public.example")) as there:
        internet.servers[PUBLIC] = there
        with pytest.raises(http.NotSent, match="certificate"):
            http.call("GET", "https://public.example/")
        with pytest.raises(http.NotSent):
            http.OAuthSession("client").request(
                "GET", "https://public.example/", verify=False, withhold_token=True
            )
    assert there.requests == []


def test_many_threads_do_not_mix_their_answers(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(200, request.path.encode())
    paths = [f"/{number}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda path: http.call("GET", server.url + path).text, paths))
    assert texts == paths
