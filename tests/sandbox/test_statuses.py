"""Posting, reading and deleting statuses, their limits, and the Idempotency-Key."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
import requests
import time_machine

from sandbox import api
from sandbox.counting import Limits
from sandbox.server import Running
from sandbox.state import Status
from tests.sandbox.conftest import Client

HOUR = 3600


def test_a_status_comes_back_as_mastodon_sends_it(network: Running, mara: Client) -> None:
    answer = mara.post("Hallo #Welt", visibility="unlisted", language="de", spoiler_text="CW")
    assert answer.status_code == 200
    status = answer.json()
    assert status["content"].startswith("<p>Hallo <a href=")
    assert (status["visibility"], status["language"]) == ("unlisted", "de")
    assert (status["spoiler_text"], status["sensitive"]) == ("CW", True)
    assert status["url"] == f"{network.url}/@mara/{status['id']}"
    assert status["account"]["id"] == network.account_id("mara")
    assert status["application"] == {"name": "Test client", "website": None}
    assert [tag["name"] for tag in status["tags"]] == ["welt"]
    assert datetime.fromisoformat(status["created_at"]).tzinfo
    assert network.posts()[0] | {"id": "", "at": ""} == {
        "id": "",
        "account": "mara",
        "text": "Hallo #Welt",
        "spoiler_text": "CW",
        "visibility": "unlisted",
        "language": "de",
        "media": [],
        "idempotency_key": "",
        "at": "",
    }


def test_a_form_posts_as_well_as_json(network: Running, mara: Client) -> None:
    picture = mara.upload().json()["id"]
    form = {"status": "By form", "media_ids[]": picture}
    assert mara.call("POST", "/api/v1/statuses", data=form).status_code == 200
    assert network.posts()[0]["media"] == ["A blue field"]


def test_the_same_key_gives_the_same_status_for_an_hour(network: Running, mara: Client) -> None:
    first = mara.post("Once", key="k1").json()
    assert mara.post("Once", key="k1").json()["id"] == first["id"]
    assert mara.post("Other", key="k2").json()["id"] != first["id"]
    with time_machine.travel(time.time() + HOUR + 1):
        assert mara.post("Once", key="k1").json()["id"] != first["id"]
    assert [post["text"] for post in network.posts()] == ["Once", "Other", "Once"]


def test_a_key_counts_per_account(network: Running, mara: Client) -> None:
    jonas = Client(network, network.token_for("jonas"))
    assert mara.post("Once", key="k").json()["id"] != jonas.post("Once", key="k").json()["id"]


def test_twenty_calls_at_once_with_one_key_give_one_status(
    network: Running, mara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_status = api._read_status

    def read_slowly(*args: Any) -> Status:
        time.sleep(0.02)  # between looking for the key and storing: without the lock others slip in here
        return read_status(*args)

    monkeypatch.setattr(api, "_read_status", read_slowly)
    with ThreadPoolExecutor(20) as pool:
        ids = {answer.json()["id"] for answer in pool.map(lambda _: mara.post("Once", key="k"), range(20))}
    assert len(ids) == len(network.posts()) == 1


def test_a_key_of_a_deleted_status_does_not_post_again(network: Running, mara: Client) -> None:
    first = mara.post("Once", key="k").json()
    assert mara.call("DELETE", f"/api/v1/statuses/{first['id']}").json()["text"] == "Once"
    assert mara.post("Once", key="k").status_code == 404
    assert network.posts() == []


def test_a_server_that_ignores_keys_posts_twice(network: Running, mara: Client) -> None:
    network.ignore_idempotency_key()
    assert mara.post("Twice", key="k").json()["id"] != mara.post("Twice", key="k").json()["id"]
    picture = mara.upload().json()["id"]
    assert mara.post("Picture", key="p", media_ids=[picture]).status_code == 200
    again = mara.post("Picture", key="p", media_ids=[picture])
    assert again.status_code == 400
    assert "already attached" in again.json()["error"]
    assert len(network.posts()) == 3


def test_the_limit_counts_graphemes_and_addresses_as_23(mara: Client) -> None:
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
    address = "https://example.com/" + "a" * 200
    assert mara.post(family * 476 + " " + address).status_code == 200
    over = mara.post(family * 477 + " " + address)
    assert over.status_code == 422
    assert over.json() == {"error": "Validation failed: Text character limit of 500 exceeded"}
    assert mara.post("a" * 498, spoiler_text="abc").status_code == 422


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": " \n"}, "Validation failed: Text can't be blank"),
        ({"visibility": "everyone"}, "Validation failed: Visibility is not included in the list"),
        ({"media_ids": ["1", "2", "3", "4", "5"]}, "Cannot attach more than 4 files"),
        ({"media_ids": ["12"]}, "Media 12 not found or already attached to another post"),
    ],
)
def test_a_bad_status_is_refused_and_not_stored(
    network: Running, mara: Client, fields: dict[str, object], sentence: str
) -> None:
    answer = mara.call("POST", "/api/v1/statuses", json={"status": "Text"} | fields)
    assert (answer.status_code, answer.json()) == (422, {"error": sentence})
    assert network.posts() == []


def test_limits_are_what_the_instance_document_says() -> None:
    with Running(limits=Limits(max_characters=30, url_length=5)) as network:
        for path in ("/api/v2/instance", "/api/v1/instance"):
            told = requests.get(network.url + path, timeout=5).json()["configuration"]["statuses"]
            assert told["max_characters"] == 30
            assert told["characters_reserved_per_url"] == 5
        client = Client(network, network.token_for())
        assert client.post("a" * 24 + " https://example.com/long/enough").status_code == 200
        assert client.post("a" * 25 + " https://example.com/long/enough").status_code == 422


def test_calls_need_a_token_with_the_right_scope(network: Running) -> None:
    nobody = Client(network, "made-up")
    assert nobody.post("x").json() == {"error": "The access token is invalid"}
    assert nobody.post("x").status_code == 401
    reader = Client(network, network.token_for(scopes=("read:statuses",)))
    for answer in (
        reader.post("x"),
        reader.upload(),
        reader.call("GET", "/api/v1/accounts/verify_credentials"),
    ):
        assert answer.status_code == 403
        assert answer.json() == {"error": "This action is outside the authorized scopes"}
    writer = Client(network, network.token_for(scopes=("write:statuses",)))
    assert writer.post("x").status_code == 200
    assert writer.call("GET", f"/api/v1/accounts/{network.account_id()}/statuses").status_code == 403


def test_posts_for_followers_are_seen_by_their_author_only(network: Running, mara: Client) -> None:
    status = mara.post("Quietly", visibility="private").json()
    jonas = Client(network, network.token_for("jonas"))
    path = f"/api/v1/statuses/{status['id']}"
    assert mara.call("GET", path).status_code == 200
    assert jonas.call("GET", path).json() == {"error": "Record not found"}
    assert requests.get(network.url + path, timeout=5).status_code == 404
    assert jonas.call("GET", f"/api/v1/accounts/{network.account_id()}/statuses").json() == []
    assert jonas.call("DELETE", path).status_code == 404


def test_an_account_lists_its_statuses_newest_first_and_in_pages(network: Running, mara: Client) -> None:
    ids = [mara.post(f"Number {n}").json()["id"] for n in range(5)]
    Client(network, network.token_for("jonas")).post("Not hers")
    path = f"/api/v1/accounts/{network.account_id()}/statuses"

    def listed(**query: str) -> list[str]:
        return [one["id"] for one in mara.call("GET", path, params=query).json()]

    assert listed() == ids[::-1]
    assert listed(limit="2") == [ids[4], ids[3]]
    assert listed(max_id=ids[3], limit="2") == [ids[2], ids[1]]
    assert listed(since_id=ids[2]) == [ids[4], ids[3]]


def test_likes_and_boosts_are_counted_once_per_person(network: Running, mara: Client) -> None:
    status = mara.post("Like me").json()
    jonas = Client(network, network.token_for("jonas"))
    path = f"/api/v1/statuses/{status['id']}"
    for _ in range(2):
        assert jonas.call("POST", path + "/favourite").json()["favourited"] is True
        assert jonas.call("POST", path + "/reblog").json()["reblog"]["id"] == status["id"]
    seen = mara.call("GET", "/api/v1/statuses", params={"id[]": status["id"]}).json()[0]
    assert (seen["favourites_count"], seen["reblogs_count"]) == (1, 1)
    assert seen["favourited"] is False
