"""NotSent only when nothing can have been sent (else we post twice); no secret in any error (T24)."""

from __future__ import annotations

import logging
import socket
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from urllib3.exceptions import HTTPError

from advocacy.lib import http
from tests.lib.conftest import PUBLIC, Internet
from tests.peers.hostile import Authority, Handler, Hostile, Wire

SECRET = "canary-7f3a9c"
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'5\r\n{"id"\r\n5\r\n: 42}\r\n0\r\n\r\n'
)


def post(url: str, *, deadline: float = 5) -> http.Answer:
    """A call with a secret in every place that can hold one."""
    return http.call(
        "POST",
        url,
        headers={"Authorization": f"Bearer {SECRET}", "Idempotency-Key": SECRET},
        params={"access_token": SECRET},
        form={"status": SECRET},
        deadline=deadline,
    )


def test_a_name_that_does_not_exist_is_not_sent(internet: Internet) -> None:
    with pytest.raises(http.NotSent, match="cannot be resolved"):
        post("https://nowhere.example/")


def test_a_closed_port_is_not_sent(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.NETWORK_LOCAL_HOSTS = ["127.0.0.1"]
    with pytest.raises(http.NotSent):
        post(f"http://127.0.0.1:{port}/")


def test_a_connection_that_does_not_come_about_in_time_is_not_sent(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(sock: socket.socket, where: tuple[Any, ...]) -> None:
        raise TimeoutError

    monkeypatch.setattr(internet, "connect", hang)
    with pytest.raises(http.NotSent, match="in time"):
        post("https://public.example/")


@pytest.mark.parametrize(
    "greeting",
    [
        pytest.param(lambda wire: wire.sock.recv(4096), id="closed at hello"),
        pytest.param(lambda wire: wire.reset_after_reading(), id="reset at hello"),
        pytest.param(lambda wire: wire.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"), id="plain http"),
        pytest.param(lambda wire: wire.send(b"\x15\x03\x03\x00\x02\x02\x28"), id="alert"),
        pytest.param(lambda wire: wire.send(b"\x00" * 999), id="noise"),
    ],
)
def test_a_failed_tls_handshake_is_not_sent(greeting: Callable[[Wire], object], internet: Internet) -> None:
    with Hostile(raw=greeting) as there:
        internet.servers[PUBLIC] = there
        with pytest.raises(http.NotSent):
            post("https://public.example/")
        assert there.connections == 1


def cut(after: int) -> Handler:
    return lambda request, wire: wire.send(ANSWER[:after])


BROKEN: dict[str, Handler] = {
    "closed without a word": lambda request, wire: None,
    "reset": lambda request, wire: wire.reset(),
    "not http": lambda request, wire: wire.send(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "bad status": lambda request, wire: wire.send(b"HTTP/1.1 abc OK\r\n\r\n"),
    "old status": lambda request, wire: wire.send(b"HTTP/9.9 200 OK\r\n\r\n"),
    "bad chunk size": lambda request, wire: wire.send(ANSWER.replace(b"5\r\n", b"zz\r\n")),
    "negative length": lambda request, wire: wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"),
    "two lengths": lambda request, wire: wire.send(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"
    ),
    "bad gzip": lambda request, wire: wire.answer(200, b"no gzip at all", Content_Encoding="gzip"),
    "bad deflate": lambda request, wire: wire.answer(200, b"\xff" * 99, Content_Encoding="deflate"),
    "silence": lambda request, wire: wire.closing.wait(1),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_answer_may_have_been_sent(kind: str, server: Hostile) -> None:
    server.handler = BROKEN[kind]
    with pytest.raises(http.NoAnswer):
        post(server.url, deadline=0.3)
    assert len(server.requests) == 1


@pytest.mark.parametrize("after", range(len(ANSWER) + 1))
def test_an_answer_cut_anywhere_is_never_called_not_sent(after: int, server: Hostile) -> None:
    server.handler = cut(after)
    try:
        answer = post(server.url)
    except http.NoAnswer:
        assert after < len(ANSWER)
    else:
        assert answer.json() == {"id": 42}
        assert after >= len(ANSWER) - 4  # only the end mark may be missing
    assert len(server.requests) == 1


def test_an_answer_cut_over_tls_may_have_been_sent(internet: Internet, trusted: Authority) -> None:
    for handler in (cut(0), cut(40), BROKEN["reset"]):
        with Hostile(handler, tls=trusted.server_context("public.example")) as there:
            internet.servers[PUBLIC] = there
            with pytest.raises(http.NoAnswer):
                post("https://public.example/")
        assert len(there.requests) == 1


def test_a_reset_while_the_request_is_being_sent_may_have_been_sent(server: Hostile) -> None:
    server.raw = lambda wire: wire.reset_after_reading()
    with pytest.raises(http.NoAnswer):
        http.call("POST", server.url, files={"file": ("a.png", bytes(5_000_000))})


def test_nothing_is_tried_twice(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(503, Retry_After="0")
    assert post(server.url).status == 503
    server.handler = BROKEN["reset"]
    with pytest.raises(http.NoAnswer):
        post(server.url)
    assert server.connections == 2


def serving(handler: Handler, ask: Callable[[Hostile], object]) -> Callable[[Hostile], object]:
    """What asks a server that was told to answer so."""

    def run(server: Hostile) -> object:
        server.handler = handler
        return ask(server)

    return run


def ask_when_closed(server: Hostile) -> object:
    server.__exit__()
    return post(server.url)


FAILURES: dict[str, Callable[[Hostile], object]] = {
    **{kind: serving(BROKEN[kind], lambda server: post(server.url, deadline=0.3)) for kind in BROKEN},
    "closed port": ask_when_closed,
    "no name": lambda server: post(f"https://nowhere.invalid/{SECRET}"),
    "private": lambda server: post(f"https://10.0.0.1/{SECRET}?t={SECRET}"),
    "password": lambda server: http.fetch(f"https://user:{SECRET}@public.example/"),
    "backslash": lambda server: http.fetch(f"https://public.example\\{SECRET}"),
    "unreadable": lambda server: http.fetch(f"https://[::1/{SECRET}"),
    "scheme": lambda server: http.fetch(f"file:///{SECRET}"),
    "bad header": lambda server: http.call("GET", server.url, headers={"Authorization": f"{SECRET}\n"}),
    "bad header of a session": lambda server: http.OAuthSession("client").request(
        "GET", server.url, headers={"X": f"{SECRET}\n"}, withhold_token=True
    ),
    "bad json": lambda server: http.call("POST", server.url, json={SECRET: object()}),
    "redirect": serving(
        lambda request, wire: wire.answer(302, Location=f"http://10.0.0.1/?t={SECRET}"),
        lambda server: http.fetch(server.url),
    ),
    "too big": serving(
        lambda request, wire: wire.answer(200, SECRET.encode() * 99),
        lambda server: http.fetch(server.url, max_bytes=100),
    ),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_no_error_and_no_log_line_holds_a_secret(
    kind: str, server: Hostile, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(http.HttpError) as caught:
        FAILURES[kind](server)
    told = [caught.value.sentence, str(caught.value), repr(caught.value), caplog.text]
    told += traceback.format_exception(caught.value)
    error: BaseException | None = caught.value
    while error := (error.__cause__ or error.__context__ if error else None):
        assert not isinstance(error, (requests.RequestException, HTTPError))  # these carry the request itself
        told += [str(error), repr(error)]  # what an error tracker would follow
    assert SECRET not in "\n".join(told)
    assert caught.value.sentence.endswith(".")


def test_headers_that_cannot_be_read_do_not_bring_the_address_into_the_log(
    server: Hostile, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.handler = lambda request, wire: wire.send(b"HTTP/1.1 200 OK\r\nX: y\r\nbad line\r\n\r\n")
    assert post(server.url).status == 200
    assert SECRET in server.requests[0].path
    assert SECRET not in caplog.text


def test_an_answer_does_not_show_itself(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(200, SECRET.encode(), X_Token=SECRET)
    assert repr(post(server.url)) == "Answer(status=200)"


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/html; charset=iso-8859-1", b"gr\xfcn", "grün"),
        ('text/html; charset="UTF-8"', "grün".encode(), "grün"),
        ("text/html", "grün".encode(), "grün"),
        ("text/html", b"gr\xfcn", "gr�n"),
        ("text/html; charset=nonsense", "grün".encode(), "grün"),
        ("text/html; charset=rot13", b"abc", "abc"),
        ("text/html; charset=undefined", b"abc", "abc"),
        ("text/html; charset=punycode", b"a" * 200_000, "a" * 200_000),
        ("text/html; charset=idna", b"a" * 200_000, "a" * 200_000),
        ("", b"abc", "abc"),
    ],
)
def test_text_is_read_by_the_charset_it_names(
    content_type: str, body: bytes, text: str, server: Hostile
) -> None:
    server.handler = lambda request, wire: wire.answer(200, body, Content_Type=content_type)
    assert http.fetch(server.url).text == text


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe\x00", b"1" * 5000])
def test_broken_json_is_a_value_error(body: bytes, server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(200, body)
    with pytest.raises(ValueError):
        http.fetch(server.url).json()


def test_parts_of_a_call_arrive(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(200, b'{"ok": true}', Content_Type="application/json")
    answer = http.call(
        "POST", f"{server.url}/media?a=1", params={"b": "ü"}, files={"file": ("p.png", b"PNG", "image/png")}
    )
    assert answer.json() == {"ok": True}
    http.call("PUT", server.url, json={"text": "ü"}, headers={"Authorization": "Bearer t"})
    http.call("POST", server.url, form=[("id", "1"), ("id", "2")])
    media, put, form = server.requests
    assert media.path == "/media?a=1&b=%C3%BC"
    assert b'filename="p.png"' in media.body and b"PNG" in media.body
    assert (put.method, put.headers["authorization"], put.body) == ("PUT", "Bearer t", b'{"text": "\\u00fc"}')
    assert form.body == b"id=1&id=2"


@responses.activate
def test_the_responses_library_can_stand_in_for_an_api() -> None:
    responses.post("https://social.example/api/v1/statuses", json={"id": "1"}, status=200)
    responses.post("https://social.example/oauth/token", json={"access_token": "t"})
    responses.get("https://social.example/slow", body=requests.ReadTimeout(f"?token={SECRET}"))
    answer = http.call("POST", "https://social.example/api/v1/statuses", form={"status": "Hello"})
    assert (answer.status, answer.json()) == (200, {"id": "1"})
    token = http.OAuthSession("client").fetch_token("https://social.example/oauth/token", code="c")
    assert token["access_token"] == "t"
    with pytest.raises(http.NoAnswer):
        http.call("GET", "https://social.example/slow")


def test_the_errors_of_requests_stay_inside(server: Hostile) -> None:
    assert not issubclass(http.HttpError, (requests.RequestException, OSError))
    assert issubclass(http.TooBig, http.NoAnswer)
    assert not issubclass(http.NotSent, http.NoAnswer)
