"""OAuth sessions go through the same door, and the https rule is lifted for named hosts alone."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oauthlib.oauth2
import pytest

from advocacy.lib import http
from tests.lib.conftest import PUBLIC, Internet
from tests.peers.hostile import Handler, Hostile, Request, Wire

TOKEN = {"access_token": "at-1", "token_type": "Bearer", "scope": "read write", "created_at": 1}


def give(token: Any) -> Handler:
    body = token if isinstance(token, bytes) else json.dumps(token).encode()
    return lambda request, wire: wire.answer(200, body, Content_Type="application/json", Set_Cookie="a=b")


def session(**options: Any) -> http.OAuthSession:
    defaults = {"redirect_uri": "http://127.0.0.1/callback", "scope": ["read", "write"], "pkce": "S256"}
    return http.OAuthSession("client", **(defaults | options))


def form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}


def test_a_code_is_traded_with_pkce_over_two_sessions(server: Hostile) -> None:
    server.handler = give(TOKEN)
    first = session(state="state-1")
    url, state = first.authorization_url(f"{server.url}/oauth/authorize")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{server.url}/oauth/authorize?")
    assert (state, asked["state"], asked["code_challenge_method"]) == ("state-1", "state-1", "S256")

    second = session(code_verifier=first.code_verifier)
    token = second.fetch_token(
        f"{server.url}/oauth/token", code="c-1", client_secret="s", include_client_id=True
    )
    sent = form(server.requests[0])
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert (sent["code"], sent["client_id"], sent["client_secret"]) == ("c-1", "client", "s")
    assert token["access_token"] == "at-1"


@pytest.mark.parametrize("pkce", ["S256", None])
def test_a_verifier_may_be_handed_to_fetch_token(pkce: str | None, server: Hostile) -> None:
    server.handler = give(TOKEN)
    session(pkce=pkce).fetch_token(f"{server.url}/token", code="c", code_verifier="v" * 43)
    assert form(server.requests[0])["code_verifier"] == "v" * 43


def test_a_call_carries_the_token_and_revoking_works(server: Hostile) -> None:
    own = session(token={"access_token": "at-1", "token_type": "Bearer"})
    own.get(f"{server.url}/api/v1/accounts/verify_credentials")
    own.request("POST", f"{server.url}/oauth/revoke", data={"token": "at-1"}, withhold_token=True)
    call, revoke = server.requests
    assert call.headers["authorization"] == "Bearer at-1"
    assert "authorization" not in revoke.headers
    assert form(revoke) == {"token": "at-1"}


def test_a_token_is_refreshed_and_the_new_pair_is_given_back(server: Hostile) -> None:
    server.handler = give(
        {"access_token": "at-2", "refresh_token": "rt-2", "expires_in": 7200, "scope": "read"}
    )
    own = session(token={"access_token": "at-1", "refresh_token": "rt-1"})
    token = own.refresh_token(f"{server.url}/token", client_id="client")
    sent = form(server.requests[0])
    assert (sent["grant_type"], sent["refresh_token"]) == ("refresh_token", "rt-1")
    assert (token["access_token"], token["refresh_token"], token["scope"]) == ("at-2", "rt-2", ["read"])


@pytest.mark.parametrize(
    ("granted", "scopes"),
    [
        ("read,write,follow", ["read", "write", "follow"]),
        ("read", ["read"]),
        ("", []),
        (None, None),
        (["read"], ["read"]),
    ],
)
def test_another_scope_than_asked_for_is_taken_as_it_is(
    granted: str | list[str] | None, scopes: list[str] | None, server: Hostile
) -> None:
    given = {name: value for name, value in TOKEN.items() if name != "scope"}
    server.handler = give(given if granted is None else given | {"scope": granted})
    token = session(pkce=None).fetch_token(f"{server.url}/token", code="c")
    assert token["access_token"] == "at-1"
    assert token.get("scope") == scopes
    assert not [name for name in os.environ if name.startswith("OAUTHLIB_")]


def test_a_host_that_is_not_named_is_refused_by_every_method(settings: Any) -> None:
    with Hostile() as there:
        settings.NETWORK_LOCAL_HOSTS = ["127.0.0.1:1"]
        ways: list[Callable[[http.OAuthSession], object]] = [
            lambda own: own.authorization_url(f"{there.url}/authorize"),
            lambda own: own.fetch_token(f"{there.url}/token", code="c", code_verifier="v" * 43),
            lambda own: own.refresh_token(f"{there.url}/token", refresh_token="r"),
            lambda own: own.get(f"{there.url}/x"),
            lambda own: own.post(f"https://127.0.0.1:{there.port}/x"),
            lambda own: own.get("https://169.254.169.254/x"),
            lambda own: own.get("file:///etc/passwd"),
        ]
        for ask in ways:
            with pytest.raises(http.Refused):
                ask(session(token={"access_token": "t"}))
        assert there.connections == 0


def test_plain_http_to_a_public_host_is_refused(internet: Internet) -> None:
    with Hostile() as there:
        internet.servers[PUBLIC] = there
        with pytest.raises(http.Refused):
            session().fetch_token("http://public.example/token", code="c", code_verifier="v" * 43)
        assert there.connections == 0


def test_the_rule_is_lifted_for_our_session_alone(server: Hostile) -> None:
    session().authorization_url(f"{server.url}/authorize")
    with pytest.raises(oauthlib.oauth2.InsecureTransportError):
        oauthlib.oauth2.WebApplicationClient("client").prepare_request_uri(f"{server.url}/authorize")


def test_threads_do_not_lift_the_rule_for_each_other(server: Hostile) -> None:
    def ask(number: int) -> str:
        url = server.url if number % 2 else "http://public.example"
        try:
            session().authorization_url(f"{url}/authorize")
        except http.Refused:
            return "refused"
        return "allowed"

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(400)))
    assert told == ["refused", "allowed"] * 200


def test_a_token_request_is_not_redirected_and_keeps_no_cookie(server: Hostile) -> None:
    def redirect(request: Request, wire: Wire) -> None:
        wire.answer(307, b"", Location=f"{server.url}/elsewhere", Set_Cookie="a=b")

    server.handler = redirect
    own = session(pkce=None)
    with pytest.raises(http.OAuth2Error):
        own.fetch_token(f"{server.url}/token", code="c")
    own.request("GET", f"{server.url}/x", withhold_token=True)
    assert [request.path for request in server.requests] == ["/token", "/x"]
    assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"not json", b"[]", b"null", b"1", b'"x"', b"{}", b'{"access_token": ', b"[" * 100_000),
        b'{"error": "invalid_grant", "error_description": "Code is spent."}',
        b'{"access_token": "x", "expires_in": "soon"}',
        b'{"access_token": "x", "expires_in": 1e400}',
        b'{"access_token": "x", "scope": 5}',
        b"\xff\xfe\xfa",
    ],
)
def test_a_broken_token_answer_is_one_kind_of_error(body: bytes, server: Hostile) -> None:
    server.handler = give(body)
    with pytest.raises(http.OAuth2Error):
        session(pkce=None).fetch_token(f"{server.url}/token", code="c")


def test_a_failing_token_server_says_whether_the_code_may_be_spent(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.reset()
    with pytest.raises(http.NoAnswer):
        session(pkce=None).fetch_token(f"{server.url}/token", code="c")
    server.__exit__()
    with pytest.raises(http.NotSent):
        session(pkce=None).fetch_token(f"{server.url}/token", code="c")


def test_tokens_do_not_reach_the_log(server: Hostile, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    server.handler = give(TOKEN | {"access_token": "canary-token"})
    own = session(pkce=None)
    own.fetch_token(f"{server.url}/token", code="canary-code", client_secret="canary-secret")
    own.get(f"{server.url}/x?key=canary-key")
    assert "canary" not in caplog.text
