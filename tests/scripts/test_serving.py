"""Addresses, ports, signs of life and what is prepared when: the decisions around a start."""

from __future__ import annotations

import http.server
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from advocacy.celery import app, pulse
from script._lib import data_folder, demo, environment, preparing, serving
from script._lib.fresh import Stop


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on, as granian does: with SO_REUSEPORT."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_one_sentence(taken: int) -> None:
    with pytest.raises(
        Stop, match=rf"^Port {taken} on 127\.0\.0\.1 cannot be used \(Address already in use\)\."
    ):
        serving.check_port("127.0.0.1", taken)
    with pytest.raises(Stop, match=r"^Port 70000 "):
        serving.check_port("127.0.0.1", 70000)
    serving.check_port("127.0.0.1", 0)


@pytest.mark.parametrize(
    ("host", "port", "given", "expected"),
    [
        ("127.0.0.1", 8123, "", "http://127.0.0.1:8123"),
        ("localhost", 8000, "", "http://localhost:8000"),
        ("::1", 8000, "", "http://[::1]:8000"),
        ("0.0.0.0", 8000, "https://advocacy.example", "https://advocacy.example"),
    ],
)
def test_the_public_address_follows_the_port_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, host: str, port: int, given: str, expected: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", given)
    assert serving.public_url(host, port) == expected


def test_other_machines_need_a_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    with pytest.raises(Stop, match="set PUBLIC_URL"):
        serving.public_url("0.0.0.0", 8000)


def test_a_page_answers_only_with_success(taken: int) -> None:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        assert serving.answers("127.0.0.1", server.server_port, "/healthz")
        assert not serving.answers("127.0.0.1", server.server_port, "/else")
        server.shutdown()
        thread.join()
    assert not serving.answers("127.0.0.1", server.server_port, "/healthz")


def test_a_pulse_counts_only_when_it_is_newer_than_the_start(tmp_path: Path) -> None:
    began = time.time()
    assert not serving.has_pulse(tmp_path, since=began)
    (tmp_path / "pulse").touch()
    os.utime(tmp_path / "pulse", (began - 5, began - 5))
    assert not serving.has_pulse(tmp_path, since=began)
    os.utime(tmp_path / "pulse", (began + 1, began + 1))
    assert serving.has_pulse(tmp_path, since=began)


def test_the_worker_leaves_the_pulse() -> None:
    pulse()
    assert serving.has_pulse(settings.DATA_DIR, since=time.time() - 2)


def test_everything_the_clock_asks_for_exists_and_expires_before_it_is_asked_for_again() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] <= entry["schedule"]


def test_messages_of_an_earlier_run_are_thrown_away(tmp_path: Path) -> None:
    queue = tmp_path / "messages" / "queue"
    queue.mkdir(parents=True)
    (queue / "1_celery.msg").touch()
    serving.forget_messages(tmp_path)
    assert not queue.exists()
    serving.forget_messages(tmp_path)


def test_the_environment_wins_over_our_defaults_but_the_folder_is_absolute(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADVOCACY_DATA", "here")
    monkeypatch.setenv("PUBLIC_URL", "https://advocacy.example")
    folder = preparing.real_data()
    environ = preparing.environ_for(folder, PUBLIC_URL="http://127.0.0.1:8000")
    assert environ["PUBLIC_URL"] == "https://advocacy.example"
    assert environ["ADVOCACY_DATA"] == str(tmp_path / "here")


def test_the_demo_never_sees_a_real_database_or_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        "ADVOCACY_KEYS",
        "SECRET_KEY_FILE",
        "EMAIL_URL",
        "DATABASE_URL_FILE",
    ):
        monkeypatch.setenv(name, "of the company")
    environ = demo._environ(tmp_path, 8000, "127.0.0.1:8001")
    assert "of the company" not in environ.values()
    assert environ["NETWORK_LOCAL_HOSTS"] == "127.0.0.1:8001"
    assert environ["ADVOCACY_DATA"] == str(tmp_path)


def test_the_check_walks_a_fresh_demo_only(tmp_path: Path) -> None:
    data_folder.prepare(tmp_path, demo=True)
    (tmp_path / data_folder.DATABASE).touch()
    with pytest.raises(Stop, match="add --reset"), demo._folder_for_check(str(tmp_path), reset=False):
        pass
    with demo._folder_for_check(str(tmp_path), reset=True) as folder:
        assert not (folder / data_folder.DATABASE).exists()


class Steps:
    """Records which steps would run inside the virtual environment."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, steps: list[str], environ: dict[str, str]) -> None:
        self.seen = list(steps)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    recorder = Steps()
    monkeypatch.setattr(preparing, "run_inside", recorder)
    monkeypatch.setattr(environment, "ensure", lambda _kind: None)
    monkeypatch.setattr(preparing, "_is_newer", lambda _source, _made: False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return recorder


def prepared(folder: Path, steps: Steps, **more: str) -> list[str]:
    steps.seen = []
    preparing.prepare(folder, {"ADVOCACY_DATA": str(folder)}, demo=True, more=more)
    return steps.seen


def test_a_second_start_prepares_nothing(tmp_path: Path, steps: Steps) -> None:
    assert prepared(tmp_path, steps, demo="127.0.0.1:8001") == ["database", "static", "demo"]
    (tmp_path / data_folder.DATABASE).touch()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").touch()
    assert prepared(tmp_path, steps, demo="127.0.0.1:8001") == []
    assert prepared(tmp_path, steps, demo="127.0.0.1:9001") == ["demo"]


def test_only_what_changed_is_prepared_again(
    tmp_path: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(tmp_path, steps)
    (tmp_path / data_folder.DATABASE).touch()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").touch()
    sources = preparing._sources()
    changed = {**sources, "static": sources["static"][1:]}
    monkeypatch.setattr(preparing, "_sources", lambda: changed)
    assert prepared(tmp_path, steps) == ["static"]
    (tmp_path / data_folder.DATABASE).unlink()
    assert prepared(tmp_path, steps) == ["database"]


def test_a_step_that_cannot_go_on_is_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data_folder.prepare(tmp_path, demo=True)
    environ = {"ADVOCACY_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "advocacy.settings"}
    with pytest.raises(
        Stop, match=r"^PUBLIC_URL is http://advocacy\.example\. Plain http is for this machine only"
    ):
        preparing.run_inside(["database"], {**os.environ, **environ, "PUBLIC_URL": "http://advocacy.example"})
    with pytest.raises(Stop, match="met something that it does not know"):
        preparing.run_inside(
            ["no such step"], {**os.environ, **environ, "PUBLIC_URL": "http://127.0.0.1:8000"}
        )
    assert "KeyError: 'no such step'" in capfd.readouterr().err
