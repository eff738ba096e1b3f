"""Redirects are followed by hand: few, each checked in full, nothing sensitive carried along (threat T10)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from advocacy.lib import http
from tests.lib.conftest import PUBLIC, PUBLIC_TOO, Internet
from tests.lib.test_http_addresses import HOSTS
from tests.peers.hostile import Authority, Hostile, Request, Wire

CODES = (301, 302, 303, 307, 308)
NOT_TO_FOLLOW = [
    "file:///etc/passwd",
    "gopher://public.example/",
    "ftp://public.example/",
    "javascript:alert(1)",
    "data:,x",
    "http://user:pass@public.example/",
    "http://public.example:22/",
    "http://public.example:6379/",
    "http://public.example\\@127.0.0.1/",
    "http://[",
    "http://[::1",
    "//127.0.0.1/",
    "https:",
]


class Redirecting(Hostile):
    """Answers /code/left with a redirect: to itself while hops are left, then to `target`."""

    target = ""

    def redirect(self, request: Request, wire: Wire) -> None:
        _, code, left = request.path.split("/")
        onward = f"http://public.example/{code}/{int(left) - 1}" if int(left) else self.target
        wire.answer(int(code), Location=onward)


@pytest.fixture
def public(internet: Internet) -> Iterator[Redirecting]:
    with Redirecting() as there:
        there.handler = there.redirect
        internet.servers[PUBLIC] = there
        internet.names |= {"localhost": [["127.0.0.1"]], "loopback.example": [["127.0.0.1"]]}
        yield there


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("code", CODES)
def test_no_redirect_reaches_a_private_host(
    code: int, position: int, internet: Internet, public: Redirecting
) -> None:
    for host in HOSTS:
        public.target = f"http://{host}/"
        with pytest.raises((http.Refused, http.NotSent)):
            http.fetch(f"http://public.example/{code}/{position}")
    assert len(public.requests) == len(HOSTS) * (position + 1)
    internet.assert_untouched()


@pytest.mark.parametrize("location", NOT_TO_FOLLOW)
def test_a_redirect_to_what_is_no_web_address_is_refused(
    location: str, internet: Internet, public: Redirecting
) -> None:
    public.target = location
    with pytest.raises(http.Refused):
        http.fetch("http://public.example/302/0")
    assert len(public.requests) == 1
    internet.assert_untouched()


@pytest.mark.parametrize(("hops", "arrives"), [(0, True), (1, True), (2, True), (3, False), (50, False)])
def test_at_most_three_redirects_are_followed(
    hops: int, arrives: bool, internet: Internet, public: Redirecting
) -> None:
    internet.names["end.example"] = [["1.1.1.1"]]
    with Hostile(lambda request, wire: wire.answer(200, b"the end")) as end:
        internet.servers["1.1.1.1"] = end
        public.target = "http://end.example/"
        if arrives:
            answer = http.fetch(f"http://public.example/302/{hops}")
            assert (answer.text, answer.url) == ("the end", "http://end.example/")
        else:
            with pytest.raises(http.NoAnswer, match="more than 3 times"):
                http.fetch(f"http://public.example/302/{hops}")
            assert end.connections == 0
    assert len(public.requests) == min(hops + 1, 4)


def test_https_is_not_given_up_on_the_way(internet: Internet, trusted: Authority) -> None:
    def serve(request: Request, wire: Wire) -> None:
        wire.answer(302, Location="http://plain.example/")

    internet.names["plain.example"] = [["1.1.1.1"]]
    with Hostile(serve, tls=trusted.server_context("public.example")) as safe, Hostile() as plain:
        internet.servers |= {PUBLIC: safe, "1.1.1.1": plain}
        with pytest.raises(http.Refused, match="from https to plain http"):
            http.fetch("https://public.example/")
        assert safe.connections == 1
        assert plain.connections == 0


def test_only_harmless_headers_follow_to_another_host(internet: Internet) -> None:
    internet.names["end.example"] = [["1.1.1.1"]]
    sent = {
        "Authorization": "Bearer secret",
        "Cookie": "a=secret",
        "X-Api-Key": "secret",
        "If-None-Match": '"tag"',
    }
    with Hostile() as start, Hostile() as end:
        start.handler = lambda request, wire: (
            wire.answer(302, Location="/here")
            if request.path == "/"
            else wire.answer(302, Location="http://end.example/", Set_Cookie="b=secret")
        )
        internet.servers |= {PUBLIC: start, "1.1.1.1": end}
        http.fetch("http://public.example/", headers=sent, accept="text/html")
    assert start.requests[1].headers["authorization"] == "Bearer secret"
    assert "secret" not in repr(end.requests[0])
    assert end.requests[0].headers["if-none-match"] == '"tag"'
    assert end.requests[0].headers["accept"] == "text/html"


def test_relative_and_oddly_written_targets_are_understood(internet: Internet) -> None:
    places = {"/": "a/ü b?q=1#frag", "/a/%C3%BC%20b?q=1": "//public.example/end"}
    with Hostile() as there:
        internet.servers[PUBLIC] = there
        there.handler = lambda request, wire: (
            wire.answer(301, Location=places[request.path])
            if request.path in places
            else wire.answer(200, b"end")
        )
        assert http.fetch("http://public.example/").url == "http://public.example/end"


@pytest.mark.parametrize("code", CODES)
def test_a_call_to_an_api_follows_nothing(code: int, server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(code, b"moved", Location="/elsewhere")
    answer = http.call("POST", f"{server.url}/x", form={"a": "b"})
    assert (answer.status, answer.headers["location"]) == (code, "/elsewhere")
    assert len(server.requests) == 1


def test_not_modified_and_a_redirect_without_target_are_answers(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(int(request.path[1:]))
    assert [http.fetch(f"{server.url}/{code}").status for code in (304, 302, 404, 500)] == [
        304,
        302,
        404,
        500,
    ]


def test_an_address_that_serves_ipv6_only_is_not_private(internet: Internet) -> None:
    internet.names["public.example"] = [[PUBLIC_TOO]]
    with pytest.raises(http.NotSent):
        http.fetch("http://public.example/")
    assert internet.connected == [PUBLIC_TOO]
