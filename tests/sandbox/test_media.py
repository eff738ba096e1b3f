"""Uploading pictures: at once, in the background, and what is refused."""

import time

import requests
import time_machine

from sandbox.counting import Limits
from sandbox.server import Running
from tests.sandbox.conftest import Client, picture


def test_a_picture_is_ready_at_once_and_its_bytes_come_back(network: Running, mara: Client) -> None:
    content = picture(7, 5) + b"\r\n--\n\r\x00tail"
    answer = mara.upload(content, "Über uns")
    assert answer.status_code == 200
    media = answer.json()
    assert (media["type"], media["description"]) == ("image", "Über uns")
    assert media["meta"]["original"]["size"] == "7x5"
    served = requests.get(media["url"], timeout=5)
    assert served.content == content
    assert served.headers["Content-Type"] == "image/png"
    assert mara.call("GET", f"/api/v1/media/{media['id']}").status_code == 200
    status = mara.post("With picture", media_ids=[media["id"]]).json()
    assert status["media_attachments"][0]["id"] == media["id"]


def test_a_slow_picture_is_202_then_206_then_200(network: Running, mara: Client) -> None:
    network.fault("media", "slow_media", seconds=30)
    answer = mara.upload()
    assert (answer.status_code, answer.json()["url"]) == (202, None)
    media_id = answer.json()["id"]
    waiting = mara.call("GET", f"/api/v1/media/{media_id}")
    assert (waiting.status_code, waiting.json()["url"]) == (206, None)
    early = mara.post("Too early", media_ids=[media_id])
    assert early.status_code == 422
    assert "have not finished processing" in early.json()["error"]
    with time_machine.travel(time.time() + 31):
        done = mara.call("GET", f"/api/v1/media/{media_id}")
        assert done.status_code == 200
        assert done.json()["url"].startswith(network.url)
        assert mara.post("Now", media_ids=[media_id]).status_code == 200


def test_what_is_no_picture_is_refused(mara: Client) -> None:
    answer = mara.upload(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    assert (answer.status_code, answer.json()["error"]) == (
        422,
        "Validation failed: File content type is invalid",
    )
    answer = mara.call("POST", "/api/v2/media", data={"description": "No file"})
    assert answer.json()["error"] == "Validation failed: File can't be blank"
    assert mara.upload(description="x" * 1501).status_code == 422


def test_too_big_a_picture_is_refused() -> None:
    with Running(limits=Limits(image_bytes=40)) as network:
        assert Client(network, network.token_for()).upload().status_code == 422


def test_a_picture_belongs_to_one_post_and_one_person(network: Running, mara: Client) -> None:
    media_id = mara.upload().json()["id"]
    jonas = Client(network, network.token_for("jonas"))
    assert jonas.post("Not mine", media_ids=[media_id]).status_code == 422
    assert jonas.call("GET", f"/api/v1/media/{media_id}").status_code == 404
    assert mara.post("Mine", media_ids=[media_id]).status_code == 200
    assert mara.post("Again", media_ids=[media_id]).status_code == 422
