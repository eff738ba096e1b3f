"""Every call ends: by a deadline over all of it, by a size limit on what is unpacked (threats T11, T13)."""

from __future__ import annotations

import gzip
import resource
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from advocacy.lib import http
from tests.lib.conftest import PUBLIC, Internet
from tests.peers.hostile import Authority, Hostile, Request, Wire, bomb, nested_bomb

DEADLINE = 0.3
GRACE = 2.0  # seconds that a busy machine may add

Way = Callable[[str], http.Answer]
WAYS: dict[str, Way] = {
    "fetch": lambda url: http.fetch(url, deadline=DEADLINE),
    "call": lambda url: http.call("POST", url, form={"status": "hello"}, deadline=DEADLINE),
}


def drip(start: bytes, piece: bytes) -> Callable[[Request, Wire], None]:
    def serve(request: Request, wire: Wire) -> None:
        wire.send(start)
        wire.drip(piece)

    return serve


HEAD = b"HTTP/1.1 200 OK\r\n"
DRIPS = {
    "nothing at all": lambda request, wire: wire.closing.wait(5),
    "status line": drip(b"HTTP/1.1 200 ", b"O"),
    "header line": drip(HEAD + b"X-Long: ", b"x"),
    "header lines": drip(HEAD, b"X: y\r\n"),
    "continue lines": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body of known length": drip(HEAD + b"Content-Length: 1000\r\n\r\n", b"x"),
    "body without length": drip(HEAD + b"\r\n", b"x"),
    "chunks": drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "chunk size": drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "packed body": drip(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99)[:15], b"\0"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shape", DRIPS)
def test_a_dripping_server_does_not_hold_us(shape: str, way: str, server: Hostile) -> None:
    server.handler = DRIPS[shape]
    started = time.monotonic()
    with pytest.raises(http.NoAnswer):
        WAYS[way](server.url)
    assert time.monotonic() - started < DEADLINE + GRACE
    assert len(server.requests) <= 1  # never asked again; a slow server may not have noted the one


def test_a_dripping_server_does_not_hold_us_over_tls(internet: Internet, trusted: Authority) -> None:
    context = trusted.server_context("public.example")
    with Hostile(DRIPS["body without length"], tls=context) as there:
        internet.servers[PUBLIC] = there
        started = time.monotonic()
        with pytest.raises(http.NoAnswer):
            WAYS["call"]("https://public.example/")
        assert time.monotonic() - started < DEADLINE + GRACE
    assert len(there.requests) == 1


def test_a_dripping_tls_handshake_does_not_hold_us(internet: Internet) -> None:
    def greet_slowly(wire: Wire) -> None:
        wire.sock.recv(4096)
        wire.send(b"\x16\x03\x03\x40\x00")  # a handshake record of 16 KiB begins
        wire.drip(b"\x02")

    with Hostile(raw=greet_slowly) as there:
        internet.servers[PUBLIC] = there
        started = time.monotonic()
        with pytest.raises(http.NotSent):
            WAYS["call"]("https://public.example/")
        assert time.monotonic() - started < DEADLINE + GRACE


def test_a_server_that_takes_nothing_does_not_hold_us(server: Hostile) -> None:
    server.raw = lambda wire: wire.closing.wait(5)
    started = time.monotonic()
    with pytest.raises(http.NoAnswer):
        http.call("POST", server.url, files={"file": ("a.png", bytes(20_000_000))}, deadline=DEADLINE)
    assert time.monotonic() - started < DEADLINE + GRACE


def test_a_server_that_takes_little_at_a_time_does_not_hold_us_over_tls(
    internet: Internet, trusted: Authority
) -> None:
    context = trusted.server_context("public.example")

    def sip(wire: Wire) -> None:
        with context.wrap_socket(wire.sock, server_side=True) as sock:
            while not wire.closing.wait(0.01):
                sock.recv(16_384)

    with Hostile(raw=sip) as there:
        internet.servers[PUBLIC] = there
        started = time.monotonic()
        with pytest.raises(http.NoAnswer):
            http.call(
                "POST",
                "https://public.example/",
                files={"file": ("a.png", bytes(20_000_000))},
                deadline=DEADLINE,
            )
        assert time.monotonic() - started < DEADLINE + GRACE


def test_a_slow_resolver_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up_slowly(*args: Any, **kwargs: Any) -> list[Any]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up_slowly)
    started = time.monotonic()
    with pytest.raises(http.NotSent, match="not resolved in time"):
        http.fetch("http://public.example/", deadline=DEADLINE)
    assert time.monotonic() - started < DEADLINE + GRACE


def test_the_deadline_spans_all_hops(internet: Internet) -> None:
    def wait_and_redirect(request: Request, wire: Wire) -> None:
        time.sleep(DEADLINE * 0.6)
        wire.answer(302, Location="/again")

    with Hostile(wait_and_redirect) as there:
        internet.servers[PUBLIC] = there
        started = time.monotonic()
        with pytest.raises(http.NoAnswer):
            http.fetch("http://public.example/", deadline=DEADLINE)
        assert time.monotonic() - started < DEADLINE + GRACE
    assert len(there.requests) == 2


def test_other_calls_go_on_while_servers_drip(server: Hostile) -> None:
    server.handler = lambda request, wire: (
        wire.answer(200, b"ok") if request.path == "/ok" else wire.drip(b"x")
    )
    with pytest.raises(http.NoAnswer):
        http.fetch(f"{server.url}/drip", deadline=DEADLINE)
    assert http.fetch(f"{server.url}/ok").text == "ok"


PACKED = {
    "gzip": ("gzip", bomb(200, wbits=31)),
    "x-gzip": ("x-gzip", bomb(200, wbits=31)),
    "deflate": ("deflate", bomb(200, wbits=15)),
    "raw deflate": ("deflate", bomb(200, wbits=-15)),
    "many gzip members": ("gzip", bomb(1, wbits=31) * 200),
    "truncated": ("gzip", bomb(200, wbits=31)[:-5000]),
    "nested, said so": (", ".join(["gzip"] * 5), nested_bomb(200, layers=5)),
    "nested twice, said so": ("gzip, gzip", nested_bomb(200, layers=2)),
    "brotli, not asked for": ("br", b"\x5b\xff\xff\xff" * 99),
    "zstd, not asked for": ("zstd", b"\x28\xb5\x2f\xfd" * 99),
}


@pytest.mark.parametrize("wire_format", ["with length", "chunked"])
@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("way", WAYS)
def test_a_bomb_does_not_fill_the_memory(way: str, kind: str, wire_format: str, server: Hostile) -> None:
    encoding, body = PACKED[kind]

    def serve(request: Request, wire: Wire) -> None:
        if wire_format == "with length":
            wire.answer(200, body, Content_Encoding=encoding)
        else:
            wire.send(HEAD + b"Transfer-Encoding: chunked\r\nContent-Encoding: " + encoding.encode())
            wire.send(b"\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))

    server.handler = serve
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(http.NoAnswer):
        http.fetch(server.url) if way == "fetch" else http.call("GET", server.url)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_a_bomb_on_a_redirect_is_not_unpacked(internet: Internet) -> None:
    def serve(request: Request, wire: Wire) -> None:
        if request.path == "/":
            wire.answer(302, PACKED["gzip"][1], Location="/end", Content_Encoding="gzip")
        wire.answer(200, b"end")

    with Hostile(serve) as there:
        internet.servers[PUBLIC] = there
        assert http.fetch("http://public.example/").text == "end"


@pytest.mark.parametrize("extra", [0, 1])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_size_limit_is_exact(encoding: str, extra: int, server: Hostile) -> None:
    body = b"x" * (100_000 + extra)
    packed = gzip.compress(body) if encoding == "gzip" else body
    server.handler = lambda request, wire: wire.answer(200, packed, Content_Encoding=encoding)
    if extra:
        with pytest.raises(http.TooBig):
            http.fetch(server.url, max_bytes=100_000)
    else:
        assert http.fetch(server.url, max_bytes=100_000).body == body


FLOODS = {
    "body": (HEAD + b"\r\n", b"x"),
    "chunk size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
    "header": (HEAD + b"X: ", b"x"),
    "continue lines": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    # A deflate stream of empty blocks: it unpacks to nothing, for ever.
    "empty blocks": (HEAD + b"Content-Encoding: deflate\r\n\r\n", b"\x00\x00\x00\xff\xff"),
}


@pytest.mark.parametrize("kind", FLOODS)
def test_a_fast_flood_is_cut_off(kind: str, server: Hostile) -> None:
    start, piece = FLOODS[kind]

    def serve(request: Request, wire: Wire) -> None:
        wire.send(start)
        wire.drip(piece * (100_000 // len(piece)), every=0)

    server.handler = serve
    started = time.monotonic()
    with pytest.raises(http.NoAnswer):
        http.fetch(server.url, max_bytes=100_000, deadline=8)
    assert time.monotonic() - started < 4


def test_a_very_long_header_list_is_cut_off(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.send(HEAD + b"X: y\r\n" * 5000 + b"\r\n")
    with pytest.raises(http.NoAnswer):
        http.fetch(server.url)


def test_only_encodings_we_can_unpack_safely_are_asked_for(server: Hostile) -> None:
    http.call("GET", server.url, headers={"Accept-Encoding": "br, zstd", "User-Agent": "other"})
    headers: dict[str, Any] = server.requests[0].headers
    assert headers["accept-encoding"] == "gzip, identity"
    assert headers["user-agent"].startswith("Advocacy (+http")
