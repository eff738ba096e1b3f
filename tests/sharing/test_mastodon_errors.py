"""What each answer of a Mastodon server means: the table that decides whether a share is sent again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from advocacy.lib import http
from advocacy.lib.vault import Secret
from sharing.networks import adapter
from sharing.networks.base import (
    Access,
    App,
    Image,
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Unclear,
    Unreachable,
)
from sharing.networks.mastodon import client as mastodon_client
from tests.sharing.contract import LINK, outgoing

HOST = "social.example"
TOKEN = "a-token-that-nobody-may-see"
ACCESS = Access(HOST, Secret(TOKEN), "17")
MASTODON = adapter("mastodon")
STATUS = {"id": "1", "url": f"https://{HOST}/@ada/1", "content": ""}

Script = Callable[..., None]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[http.Answer | http.HttpError]:
    """What the network says, one after the other."""
    script: list[http.Answer | http.HttpError] = []

    def call(method: str, url: str, **parts: Any) -> http.Answer:
        found = script.pop(0)
        if isinstance(found, http.HttpError):
            raise found
        return found

    monkeypatch.setattr(http, "call", call)
    return script


def said(status: int, body: object = None, **headers: str) -> http.Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.Answer(status, named, raw, f"https://{HOST}/")


PAGE = b"<html><title>Bad gateway</title></html>"
SCOPE = {"error": "This action is outside the authorized scopes"}
TABLE: list[tuple[http.Answer | http.HttpError, type[NetworkError], type[NetworkError], str]] = [
    # what came back, what it means for a post, for every other call, the sentence that is kept
    (http.Refused("No."), Unreachable, Unreachable, "No."),
    (http.NotSent("No connection."), Unreachable, Unreachable, "No connection."),
    (http.NoAnswer("Silence."), Unclear, Unreachable, "Silence."),
    (http.TooBig("Too long."), Unclear, Unreachable, "Too long."),
    (said(200, PAGE), Unclear, Unreachable, ""),
    (said(200, b""), Unclear, Unreachable, ""),
    (said(200, b"\xff\xfe{"), Unclear, Unreachable, ""),
    (said(200, "hello"), Unclear, Unreachable, ""),
    (said(202, {"unexpected": 1}), Unclear, Unreachable, ""),
    (said(300, b""), Rejected, Rejected, ""),
    (said(301, b"", Location="https://other.example/"), Rejected, Rejected, ""),
    (said(302, b"", Location="https://other.example/"), Unclear, Unreachable, ""),
    (said(303, b"", Location="/done"), Unclear, Unreachable, ""),
    (said(307, b"", Location="https://other.example/"), Rejected, Rejected, ""),
    (said(308, b"", Location="https://other.example/"), Rejected, Rejected, ""),
    (said(400, {"error": "Bad Request: media already attached"}),
     Rejected, Rejected, "Bad Request: media already attached"),
    (said(401, {"error": "The access token is invalid"}),
     NeedsReconnect, NeedsReconnect, "The access token is invalid"),
    (said(401, PAGE), NeedsReconnect, NeedsReconnect, ""),
    (said(403, SCOPE), NeedsReconnect, NeedsReconnect, SCOPE["error"]),
    (said(403, {"error": "Nein"}, WWW_Authenticate='Bearer error="insufficient_scope"'),
     NeedsReconnect, NeedsReconnect, "Nein"),
    (said(403, {"error": "Your login is currently disabled"}), Rejected, Rejected, "Your login is currently disabled"),
    (said(403, PAGE), Rejected, Rejected, ""),
    (said(404, {"error": "Record not found"}), Rejected, Rejected, "Record not found"),
    (said(405, PAGE), Rejected, Rejected, ""),
    (said(408, PAGE), Unclear, Unreachable, ""),
    (said(409, {"error": "Conflict"}), Unclear, Unreachable, "Conflict"),
    (said(410, PAGE), Rejected, Rejected, ""),
    (said(413, PAGE), Rejected, Rejected, ""),
    (said(422, {"error": "Validation failed: Text can't be blank"}),
     Rejected, Rejected, "Validation failed: Text can't be blank"),
    (said(429, {"error": "Too many requests"}), RateLimited, RateLimited, "Too many requests"),
    (said(499, PAGE), Unclear, Unreachable, ""),
    (said(500, {"error": "Oops"}), Unclear, Unreachable, "Oops"),
    (said(502, PAGE), Unclear, Unreachable, ""),
    (said(503, {"error": "Busy"}), Unclear, Unreachable, "Busy"),
    (said(504, PAGE), Unclear, Unreachable, ""),
    (said(520, PAGE), Unclear, Unreachable, ""),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "posting", "other", "sentence"), TABLE)
def test_an_answer_means_one_thing_for_a_post_and_one_for_every_other_call(
    answers: list[http.Answer | http.HttpError],
    answer: http.Answer | http.HttpError,
    posting: type[NetworkError],
    other: type[NetworkError],
    sentence: str,
) -> None:
    calls: list[tuple[Callable[[], object], type[NetworkError]]] = [
        (lambda: MASTODON.post(ACCESS, outgoing()), posting),
        (lambda: MASTODON.find(ACCESS, LINK), other),
        (lambda: MASTODON.profile(ACCESS), other),
    ]
    for call, kind in calls:
        answers[:] = [answer]
        with pytest.raises(NetworkError) as caught:
            call()
        assert type(caught.value) is kind
        assert caught.value.sentence == sentence
        if isinstance(answer, http.Answer):
            assert caught.value.status == answer.status


@pytest.mark.parametrize("gone", [404, 410])
def test_a_post_that_is_gone_already_counts_as_taken_down(
    answers: list[http.Answer | http.HttpError], gone: int
) -> None:
    answers[:] = [said(gone, {"error": "Record not found"})]
    MASTODON.delete(ACCESS, "1")
    assert not answers


def test_a_server_that_refuses_to_delete_is_told_about(answers: list[http.Answer | http.HttpError]) -> None:
    answers[:] = [said(403, {"error": "Not yours"})]
    with pytest.raises(Rejected, match="Not yours"):
        MASTODON.delete(ACCESS, "1")


PICTURE = Image(b"bytes", "image/webp", "A pump")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http.NoAnswer("Silence."), Unreachable),
        (http.NotSent("No connection."), Unreachable),
        (said(500, PAGE), Unreachable),
        (said(504, PAGE), Unreachable),
        (said(200, PAGE), Unreachable),
        (said(200, {"url": "no id"}), Unreachable),
        (said(401, {"error": "no"}), NeedsReconnect),
        (said(403, SCOPE), NeedsReconnect),
        (said(413, PAGE), Rejected),
        (said(422, {"error": "File type is not supported"}), Rejected),
        (said(429, {"error": "Too many requests"}), RateLimited),
    ],
)
def test_nothing_can_be_posted_before_the_picture_is_up(
    answers: list[http.Answer | http.HttpError],
    answer: http.Answer | http.HttpError,
    kind: type[NetworkError],
) -> None:
    answers[:] = [answer, said(200, STATUS)]
    with pytest.raises(NetworkError) as caught:
        MASTODON.post(ACCESS, outgoing(image=PICTURE))
    assert type(caught.value) is kind
    assert len(answers) == 1  # the post itself was not tried


@pytest.mark.parametrize(
    ("polls", "posted"),
    [
        ([said(200, {"id": "9"})], True),
        ([said(206, {"id": "9"}), said(200, {"id": "9"})], True),
        ([said(206, {"id": "9"})] * 60, False),
        ([said(422, {"error": "Processing failed"})], False),
    ],
)
def test_a_picture_in_the_works_is_waited_for_but_not_for_ever(
    answers: list[http.Answer | http.HttpError],
    monkeypatch: pytest.MonkeyPatch,
    polls: list[http.Answer],
    posted: bool,
) -> None:
    clock = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr("time.sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    answers[:] = [said(202, {"id": "9"}), *polls, said(200, STATUS)]
    if posted:
        assert MASTODON.post(ACCESS, outgoing(image=PICTURE)).remote_id == "1"
        assert not answers
    else:
        with pytest.raises((Unreachable, Rejected)):
            MASTODON.post(ACCESS, outgoing(image=PICTURE))
        assert answers  # the post itself was not tried
    assert clock[0] <= 45


NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE, DAY = NOW + timedelta(minutes=1), NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"X-RateLimit-Reset": "2026-11-24T12:01:00.000000Z"}, MINUTE),
        ({"X-RateLimit-Reset": "2026-11-24T12:01:00+00:00"}, MINUTE),
        ({"X-RateLimit-Reset": "2026-11-24T13:01:00+01:00"}, MINUTE),
        ({"X-RateLimit-Reset": "2026-11-24T12:01:00"}, MINUTE),
        ({"X-RateLimit-Reset": str(int(MINUTE.timestamp()))}, MINUTE),
        ({"X-RateLimit-Reset": "2026-11-24T11:59:00Z"}, None),
        ({"X-RateLimit-Reset": "0"}, None),
        ({"X-RateLimit-Reset": "-5"}, None),
        ({"X-RateLimit-Reset": "1000000000000"}, DAY),
        ({"X-RateLimit-Reset": "9" * 400}, DAY),
        ({"X-RateLimit-Reset": "2999-01-01T00:00:00Z"}, DAY),
        ({"X-RateLimit-Reset": "soon"}, None),
        ({"X-RateLimit-Reset": ""}, None),
        ({"X-RateLimit-Reset": "2026-13-45T99:00:00Z"}, None),
        ({"Retry-After": "60"}, MINUTE),
        ({"Retry-After": " 60 "}, MINUTE),
        ({"Retry-After": "0"}, None),
        ({"Retry-After": "-60"}, None),
        ({"Retry-After": "60.5"}, None),
        ({"Retry-After": "1000000000000"}, DAY),
        ({"Retry-After": "Tue, 24 Nov 2026 12:01:00 GMT"}, MINUTE),
        ({"Retry-After": "Mon, 23 Nov 2026 12:01:00 GMT"}, None),
        ({"Retry-After": "Tue, 99 Nov 2026 12:01:00 GMT"}, None),
        ({"Retry-After": "٦٠"}, None),
        ({"Retry-After": "NaN"}, None),
        ({"Retry-After": "1e9"}, None),
        ({"Retry-After": "60", "X-RateLimit-Reset": "2026-11-24T12:00:30Z"}, MINUTE),
        ({"Retry-After": "30", "X-RateLimit-Reset": "2026-11-24T12:01:00Z"}, MINUTE),
        ({"Retry-After": "60", "X-RateLimit-Reset": "garbage"}, MINUTE),
    ],
)
def test_a_rate_limit_is_read_in_every_form_and_never_for_longer_than_a_day(
    headers: dict[str, str], expected: datetime | None
) -> None:
    with time_machine.travel(NOW, tick=False):
        assert mastodon_client.retry_at(headers) == expected


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (f"The token {TOKEN} is bad", "The token … is bad"),
        ("a\x00b\x1b[31mc\r\nd\u202ee\u200bf", "a b [31mc d e f"),
        ("x" * 5000, "x" * 300),
        ("Familie 👨\u200d👩\u200d👧 ja", "Familie 👨\u200d👩\u200d👧 ja"),
        (["not", "a", "string"], ""),
        (None, ""),
    ],
)
def test_a_servers_sentence_is_bounded_and_never_holds_our_token(
    answers: list[http.Answer | http.HttpError], error: object, shown: str
) -> None:
    answers[:] = [said(422, {"error": error})]
    with pytest.raises(Rejected) as caught:
        MASTODON.post(ACCESS, outgoing())
    assert caught.value.sentence == shown
    assert TOKEN not in repr(caught.value)


def test_an_error_of_the_exchange_holds_neither_code_nor_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, url: str, **asked: Any) -> None:
        raise http.OAuth2Error(
            description=f"bad {asked['code']} {asked['client_secret']} {asked['code_verifier']}"
        )

    monkeypatch.setattr(http, "call", lambda *args, **kwargs: said(404, b""))
    monkeypatch.setattr(http.OAuthSession, "fetch_token", refuse)
    app = App(HOST, "client", Secret("the-secret"))
    with pytest.raises(Rejected) as caught:
        MASTODON.exchange(
            app, redirect_uri="http://127.0.0.1:8000/x/", code="the-code", verifier="the-verifier"
        )
    assert caught.value.sentence.endswith("bad … … …")
    assert caught.value.__cause__ is None
