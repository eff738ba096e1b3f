"""Every fault: what the client sees, and whether the post was stored."""

import re
import time
from datetime import UTC, datetime

import pytest
import requests

from sandbox.faults import KINDS
from sandbox.server import Running
from tests.sandbox.conftest import Client


def test_429_says_when_the_limit_ends_and_stores_nothing(network: Running, mara: Client) -> None:
    network.fault("statuses", "429", seconds=120)
    answer = mara.post("Later")
    assert (answer.status_code, answer.json()) == (429, {"error": "Too many requests"})
    reset = answer.headers["X-RateLimit-Reset"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", reset)
    assert 110 < (datetime.fromisoformat(reset) - datetime.now(UTC)).total_seconds() <= 120
    assert (answer.headers["X-RateLimit-Limit"], answer.headers["X-RateLimit-Remaining"]) == ("300", "0")
    assert "Retry-After" not in answer.headers
    assert network.posts() == []
    assert mara.post("Later").status_code == 200


@pytest.mark.parametrize(("do", "stored"), [("5xx_before", 0), ("5xx_after", 1)])
def test_a_server_error_comes_before_or_after_storing(
    network: Running, mara: Client, do: str, stored: int
) -> None:
    network.fault("statuses", do, times=2)
    network.fault("statuses", do, status=502)
    assert [mara.post("Once", key="k").status_code for _ in range(4)] == [503, 503, 502, 200]
    assert len(network.posts()) == 1
    network.reset()
    client = Client(network, network.token_for())
    network.fault("statuses", do)
    client.post("Once")
    assert len(network.posts()) == stored


@pytest.mark.parametrize(("do", "stored"), [("reset_before", 0), ("reset_after", 1)])
def test_the_connection_is_reset_before_or_after_storing(
    network: Running, mara: Client, do: str, stored: int
) -> None:
    network.fault("statuses", do)
    with pytest.raises(requests.ConnectionError, match="Connection reset"):
        mara.post("Once")
    assert len(network.posts()) == stored


@pytest.mark.parametrize(("do", "stored"), [("hang_before", 0), ("hang", 1)])
def test_a_hanging_answer_holds_up_nobody_else(network: Running, mara: Client, do: str, stored: int) -> None:
    network.fault("statuses", do, seconds=60)
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            f"{network.url}/api/v1/statuses",
            json={"status": "Once"},
            headers={"Authorization": f"Bearer {mara.token}"},
            timeout=(5, 0.3),
        )
    assert len(network.posts()) == stored
    assert mara.post("Another").status_code == 200


def test_stopping_does_not_wait_for_hanging_answers() -> None:
    network = Running()
    network.fault("instance", "hang", seconds=600)
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{network.url}/api/v2/instance", timeout=(5, 0.2))
    started = time.monotonic()
    network.stop()
    network.stop()
    assert time.monotonic() - started < 5
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{network.url}/api/v2/instance", timeout=1)


def test_a_revoked_token_stays_revoked(network: Running, mara: Client) -> None:
    network.fault("statuses", "revoked")
    for _ in range(2):
        answer = mara.post("No more")
        assert (answer.status_code, answer.json()) == (401, {"error": "The access token was revoked"})
    assert network.posts() == []


def test_a_late_acceptance_shows_up_after_the_error(network: Running, mara: Client) -> None:
    network.fault("statuses", "accept_late", seconds=0.4)
    assert mara.post("Late").status_code == 504
    assert network.posts() == []
    deadline = time.monotonic() + 10
    while not network.posts() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [post["text"] for post in network.posts()] == ["Late"]


def test_a_fault_waits_for_its_own_kind_of_request(network: Running, mara: Client) -> None:
    network.fault("media", "5xx_before")
    assert mara.post("Untouched").status_code == 200
    assert mara.upload().status_code == 503
    assert mara.upload().status_code == 200
    network.fault("any", "429")
    assert mara.call("GET", "/api/v2/instance").status_code == 429


def test_faults_are_set_and_seen_over_http_with_the_header_only(network: Running, mara: Client) -> None:
    address = f"{network.url}/sandbox/faults"
    fault = {"on": "statuses", "do": "429", "times": 2, "seconds": 9}
    assert requests.post(address, json=fault, timeout=5).status_code == 403
    ours = {"X-Sandbox": "yes"}
    told = requests.post(
        address, json=fault | {"ignore_idempotency_key": True}, headers=ours, timeout=5
    ).json()
    assert told == {"faults": [fault | {"status": 503}], "ignore_idempotency_key": True}
    assert mara.post("x").status_code == 429
    assert requests.get(address, timeout=5).json()["faults"][0]["times"] == 1
    assert requests.post(address, json={"clear": True}, headers=ours, timeout=5).json()["faults"] == []
    assert mara.post("x").status_code == 200


def test_posts_and_reset_over_http(network: Running, mara: Client) -> None:
    mara.post("Seen", key="k")
    posts = requests.get(f"{network.url}/sandbox/posts", timeout=5).json()
    assert [(post["text"], post["idempotency_key"]) for post in posts] == [("Seen", "k")]
    assert requests.post(f"{network.url}/sandbox/reset", timeout=5).status_code == 403
    requests.post(f"{network.url}/sandbox/reset", headers={"X-Sandbox": "yes"}, timeout=5)
    assert requests.get(f"{network.url}/sandbox/posts", timeout=5).json() == []
    assert mara.post("Token is gone").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "nothing", "do": "429"},
        {"on": "statuses", "do": "explode"},
        {"on": "token", "do": "slow_media"},
        {"on": "statuses", "do": "429", "times": 0},
        {"on": "statuses", "do": "429", "seconds": "soon"},
        {"on": "statuses", "do": "5xx_before", "status": 200},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(network: Running, wrong: dict[str, object]) -> None:
    answer = requests.post(
        f"{network.url}/sandbox/faults", json=wrong, headers={"X-Sandbox": "yes"}, timeout=5
    )
    assert answer.status_code == 422
    assert network.faults() == []


@pytest.mark.parametrize("do", sorted(KINDS))
def test_every_fault_happens_once_and_is_gone(network: Running, mara: Client, do: str) -> None:
    network.fault("media", do, seconds=0.05)
    try:
        answer = mara.upload()
    except requests.ConnectionError:
        pass
    else:
        assert answer.status_code in (202, 401, 429, 503, 504)
    assert network.faults() == []
    assert Client(network, network.token_for()).upload().status_code == 200
