"""What is believed of a Mastodon server's documents: posts found by exact link, limits within bounds, own endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advocacy.lib import http
from advocacy.lib.vault import Secret
from sharing.networks import adapter
from sharing.networks.base import (
    Access,
    App,
    Limits,
    NetworkError,
    Outgoing,
    Posted,
    Rejected,
    Unclear,
    Unreachable,
)
from sharing.networks.mastodon.client import base_of
from tests.sharing.contract import LINK, outgoing

HOST = "social.example"
ACCESS = Access(HOST, Secret("token"), "17")
MASTODON = adapter("mastodon")
CALLS = list[tuple[str, str, dict[str, Any]]]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """JSON by path; what is not there is 404. The list of calls lies under "calls"."""
    pages: dict[str, Any] = {"calls": []}

    def call(method: str, url: str, **parts: Any) -> http.Answer:
        path = url.removeprefix(f"https://{HOST}")
        pages["calls"].append((method, path, parts))
        found = pages.get(path)
        found = found.pop(0) if isinstance(found, Script) else found
        body = json.dumps(found).encode() if found is not None else b"{}"
        return http.Answer(404 if found is None else 200, {}, body, url)

    monkeypatch.setattr(http, "call", call)
    return pages


class Script(list[Any]):
    """Answers to the same path, one after the other."""


def status(content: str, **more: object) -> dict[str, object]:
    return {
        "id": "5",
        "url": f"https://{HOST}/@ada/5",
        "content": content,
        "reblog": None,
        "card": None,
        **more,
    }


SPANS = (
    '<a href="https://out.example/?u=1"><span class="invisible">https://</span>'
    '<span class="ellipsis">go.acme.example/r/Ab</span><span class="invisible">3dE6</span></a>'
)
FOUND = [
    f'<p>Quiet <a href="{LINK}">go.acme.example/r/Ab…</a></p>',
    f"<p>Quiet {LINK}</p>",
    f"<p>Quiet {LINK}.</p>",
    f"<p>({LINK})</p>",
    f"{LINK}<br>next",
    f"<p>{LINK}</p><p>next</p>",
    f"<p>Quiet {SPANS}</p>",
    f"<p>See {LINK}, or not</p>",
]
NOT_FOUND = [
    "",
    "<p>Nothing here</p>",
    f'<p><a href="{LINK}x">x</a></p>',
    f'<p><a href="{LINK}/more">x</a></p>',
    f'<p><a href="{LINK}?u=1">x</a></p>',
    f"<p>{LINK}x</p>",
    f"<p>{LINK}/more</p>",
    f"<p>{LINK}?a=b</p>",
    f"<p>{LINK}.html</p>",
    f"<p>{LINK}-2</p>",
    f"<p>{LINK}_</p>",
    f"<p>{LINK[:-1]}</p>",
    f"<p>https://evil.example/{LINK}</p>",
    f"<p>{LINK.upper()}</p>",
    f"<p title='{LINK}'>not in the text</p>",
    f"<!-- {LINK} -->",
]


@pytest.mark.parametrize("content", FOUND)
def test_a_post_is_found_by_exactly_its_link(served: dict[str, Any], content: str) -> None:
    served["/api/v1/accounts/17/statuses"] = Script([[status("<p>newer</p>", id="6"), status(content)]])
    assert MASTODON.find(ACCESS, LINK) == Posted("5", f"https://{HOST}/@ada/5")


@pytest.mark.parametrize("content", NOT_FOUND)
def test_another_link_is_not_taken_for_ours(served: dict[str, Any], content: str) -> None:
    served["/api/v1/accounts/17/statuses"] = Script([[status(content)], []])
    assert MASTODON.find(ACCESS, LINK) is None


def test_a_post_is_found_by_its_card(served: dict[str, Any]) -> None:
    served["/api/v1/accounts/17/statuses"] = Script([[status("<p>Text</p>", card={"url": LINK})]])
    assert MASTODON.find(ACCESS, LINK) is not None


def test_a_boost_of_somebody_elses_post_with_the_link_is_not_hers(served: dict[str, Any]) -> None:
    served["/api/v1/accounts/17/statuses"] = Script([[status(LINK, reblog=status(LINK))], []])
    assert MASTODON.find(ACCESS, LINK) is None


def test_the_search_goes_on_over_pages_and_ends(served: dict[str, Any]) -> None:
    pages = [[status("<p>no</p>", id=str(100 * page + n)) for n in range(40)] for page in range(9)]
    served["/api/v1/accounts/17/statuses"] = Script(pages)
    assert MASTODON.find(ACCESS, LINK) is None
    asked = [parts["params"] for _method, _path, parts in served["calls"]]
    assert len(asked) == 3
    assert [params.get("limit") for params in asked] == [40, 40, 40]
    assert served["calls"][-1][2]["params"]["max_id"] == "239"


def test_a_server_that_repeats_its_page_does_not_keep_us(served: dict[str, Any]) -> None:
    served["/api/v1/accounts/17/statuses"] = [status("<p>no</p>")]
    assert MASTODON.find(ACCESS, LINK) is None
    assert len(served["calls"]) == 2


@pytest.mark.parametrize("page", [{}, "text", 5, {"error": "no"}])
def test_a_page_that_cannot_be_read_proves_no_absence(served: dict[str, Any], page: object) -> None:
    served["/api/v1/accounts/17/statuses"] = page
    with pytest.raises(Unreachable):
        MASTODON.find(ACCESS, LINK)


def test_a_found_post_without_an_id_proves_no_absence(served: dict[str, Any]) -> None:
    served["/api/v1/accounts/17/statuses"] = [status(LINK, id=None)]
    with pytest.raises(Unreachable):
        MASTODON.find(ACCESS, LINK)


@pytest.mark.parametrize(
    "answer", [{}, {"id": None}, {"id": ""}, {"id": "a b"}, {"id": {"x": 1}}, {"id": "1" * 300}]
)
def test_a_post_without_a_proper_id_is_unclear(served: dict[str, Any], answer: object) -> None:
    served["/api/v1/statuses"] = answer
    with pytest.raises(Unclear):
        MASTODON.post(ACCESS, outgoing())


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (f"https://{HOST}/@ada/1", f"https://{HOST}/@ada/1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//social.example/1", ""),
        ("https://social.example/\x00", ""),
        ("https://" + "x" * 600, ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_a_web_address_is_kept_of_a_post(served: dict[str, Any], url: object, kept: str) -> None:
    served["/api/v1/statuses"] = {"id": 1, "url": url}
    assert MASTODON.post(ACCESS, outgoing()) == Posted("1", kept)


def test_a_post_goes_out_with_key_language_and_visibility(served: dict[str, Any]) -> None:
    served["/api/v1/statuses"] = {"id": "1"}
    share = Outgoing("Words", LINK, "de", "unlisted", "the-key")
    MASTODON.post(ACCESS, share)
    method, path, parts = served["calls"][0]
    assert (method, path) == ("POST", "/api/v1/statuses")
    assert parts["headers"]["Idempotency-Key"] == "the-key"
    assert parts["headers"]["Authorization"] == "Bearer token"
    assert parts["json"] == {"status": "Words", "language": "de", "visibility": "unlisted", "media_ids": []}


USUAL = Limits(500, 16_777_216, ("image/jpeg", "image/png"), 1500)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, USUAL),
        ({"configuration": "nonsense"}, USUAL),
        ({"configuration": {"statuses": [], "media_attachments": None}}, USUAL),
        ({"configuration": {"statuses": {"max_characters": 5000}}}, Limits(5000, 16_777_216, USUAL.image_types, 1500)),
        ({"configuration": {"statuses": {"max_characters": 10**12}}},
         Limits(50_000, 16_777_216, USUAL.image_types, 1500)),
        ({"configuration": {"statuses": {"max_characters": -1}}}, USUAL),
        ({"configuration": {"statuses": {"max_characters": "500"}}}, USUAL),
        ({"configuration": {"statuses": {"max_characters": True}}}, USUAL),
        ({"configuration": {"statuses": {"max_characters": 2.5}}}, USUAL),
        ({"max_toot_chars": 3000}, Limits(3000, 16_777_216, USUAL.image_types, 1500)),
        ({"configuration": {"media_attachments": {"image_size_limit": 0}}}, USUAL),
        ({"configuration": {"media_attachments": {"image_size_limit": 10**15}}},
         Limits(500, 40_000_000, USUAL.image_types, 1500)),
        ({"configuration": {"media_attachments": {"supported_mime_types": ["image/webp", "video/mp4", 5]}}},
         Limits(500, 16_777_216, ("image/webp",), 1500)),
        ({"configuration": {"media_attachments": {"supported_mime_types": ["image/svg+xml"]}}}, USUAL),
        ({"configuration": {"media_attachments": {"description_limit": 10**9}}},
         Limits(500, 16_777_216, USUAL.image_types, 10_000)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", ["v2", "v1"])
def test_limits_are_believed_within_bounds(
    served: dict[str, Any], document: dict[str, object], expected: Limits, version: str
) -> None:
    served[f"/api/{version}/instance"] = document
    assert MASTODON.limits(HOST) == expected


def test_a_server_without_instance_document_gets_the_usual_limits(served: dict[str, Any]) -> None:
    assert MASTODON.limits(HOST) == USUAL


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (None, f"https://{HOST}/oauth/authorize?"),
        ([], f"https://{HOST}/oauth/authorize?"),
        ({"authorization_endpoint": f"https://{HOST}/auth"}, f"https://{HOST}/auth?"),
        ({"authorization_endpoint": "https://evil.example/auth"}, f"https://{HOST}/oauth/authorize?"),
        ({"authorization_endpoint": f"https://{HOST}.evil.example/auth"}, f"https://{HOST}/oauth/authorize?"),
        ({"authorization_endpoint": f"https://{HOST}@evil.example/auth"}, f"https://{HOST}/oauth/authorize?"),
        ({"authorization_endpoint": f"http://{HOST}/auth"}, f"https://{HOST}/oauth/authorize?"),
        ({"authorization_endpoint": f"https://evil.example\\@{HOST}/"}, f"https://{HOST}/oauth/authorize?"),
        ({"authorization_endpoint": "javascript:alert(1)"}, f"https://{HOST}/oauth/authorize?"),
        ({"authorization_endpoint": 5}, f"https://{HOST}/oauth/authorize?"),
    ],
)
def test_an_authorization_endpoint_is_believed_only_on_the_same_server(
    served: dict[str, Any], document: object, where: str
) -> None:
    served["/.well-known/oauth-authorization-server"] = document
    app = App(HOST, "client", Secret("secret"))
    address, _verifier = MASTODON.consent(app, redirect_uri="https://adv.example/cb/", state="s")
    assert address.startswith(where)


def test_the_code_goes_to_no_other_host_than_the_apps(
    served: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetch_token(self: object, url: str, **parts: object) -> dict[str, object]:
        asked.append(url)
        return {"access_token": "t"}

    monkeypatch.setattr(http.OAuthSession, "fetch_token", fetch_token)
    served["/.well-known/oauth-authorization-server"] = {"token_endpoint": "https://evil.example/token"}
    app = App(HOST, "client", Secret("secret"))
    grant = MASTODON.exchange(app, redirect_uri="https://adv.example/cb/", code="c", verifier="v" * 43)
    assert asked == [f"https://{HOST}/oauth/token"]
    assert grant.scopes == "read:accounts read:statuses write:statuses write:media"


@pytest.mark.parametrize(
    ("supported", "first"),
    [
        (["read", "write", "profile"], "profile"),
        (["read", "write"], "read:accounts"),
        (None, "read:accounts"),
    ],
)
def test_the_app_asks_for_the_least_that_the_server_knows(
    served: dict[str, Any], supported: list[str] | None, first: str
) -> None:
    if supported:
        served["/.well-known/oauth-authorization-server"] = {"scopes_supported": supported}
    served["/api/v1/apps"] = {"client_id": "c", "client_secret": "s"}
    MASTODON.register(
        HOST, name="Advocacy", redirect_uri="https://adv.example/cb/", website="https://adv.example"
    )
    asked = served["calls"][-1][2]["json"]
    assert asked["scopes"] == f"{first} read:statuses write:statuses write:media"
    assert asked["redirect_uris"] == "https://adv.example/cb/"


@pytest.mark.parametrize(
    "answer",
    [{}, {"client_id": "x"}, {"client_id": "", "client_secret": "s"}, {"client_id": "x" * 501, "client_secret": "s"},
     {"client_id": ["x"], "client_secret": "s"}, {"client_id": "a b", "client_secret": "s"}],
)  # fmt: skip
def test_a_registration_without_id_and_secret_is_none(served: dict[str, Any], answer: object) -> None:
    served["/api/v1/apps"] = answer
    with pytest.raises(Rejected):
        MASTODON.register(HOST, name="A", redirect_uri="https://adv.example/", website="https://adv.example")


def test_a_profile_is_plain_text_of_bounded_length(served: dict[str, Any]) -> None:
    served["/api/v1/accounts/verify_credentials"] = {
        "id": 17,
        "username": "ada\x00\u202e@evil.example",
        "display_name": "A" * 1000 + "\n",
        "url": "javascript:alert(1)",
    }
    profile = MASTODON.profile(ACCESS)
    assert (profile.remote_id, profile.url) == ("17", "")
    assert profile.handle == f"@ada@{HOST}"
    assert profile.name == "A" * 200


@pytest.mark.parametrize("answer", [{}, {"id": "1"}, {"username": "ada"}, {"id": "../1", "username": ""}])
def test_a_profile_without_id_or_name_is_refused(served: dict[str, Any], answer: object) -> None:
    served["/api/v1/accounts/verify_credentials"] = answer
    with pytest.raises(NetworkError):
        MASTODON.profile(ACCESS)


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("social.example", "https://social.example"),
        ("127.0.0.1:4000", "http://127.0.0.1:4000"),
        ("127.0.0.1:4001", "https://127.0.0.1:4001"),
        ("social.corp.example", "https://social.corp.example"),
        ("[::1]:4000", "http://[::1]:4000"),
    ],
)
def test_plain_http_is_for_named_hosts_with_a_port_only(settings: Any, host: str, base: str) -> None:
    settings.NETWORK_LOCAL_HOSTS = ["127.0.0.1:4000", "social.corp.example", "[::1]:4000"]
    assert base_of(host) == base
