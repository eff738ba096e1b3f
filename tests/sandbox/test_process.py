"""The process of its own: ready line, restart, its end by signal or with its parent, and a failing start."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from sandbox.server import Running, build
from sandbox.state import StateUnreadable
from tests.sandbox.conftest import Client, picture

ROOT = Path(__file__).parents[2]
START = (sys.executable, "-m", "sandbox")


def start(*options: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([*START, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process.stdout:
        line = process.stdout.readline()
    assert line.startswith("Practice network ready at http://127.0.0.1:")
    return process, line.split()[-1].rstrip("/")


def test_a_restart_keeps_tokens_posts_pictures_and_keys(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "state.json"
    with Running(file) as network:
        client = Client(network, network.token_for("mara"))
        media = client.upload(picture(), "Kept").json()
        first = client.post("Kept", key="k", media_ids=[media["id"]]).json()
        network.fault("statuses", "429")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with Running(file) as network:
        again = Client(network, client.token)
        assert again.post("Kept", key="k").json()["id"] == first["id"]
        assert network.posts()[0]["media"] == ["Kept"]
        address = first["media_attachments"][0]["url"].rpartition("/media/")[2]
        assert requests.get(f"{network.url}/media/{address}", timeout=5).content == picture()
        assert int(again.post("New").json()["id"]) > int(first["id"])
        network.reset()
        assert requests.get(f"{network.url}/media/{address}", timeout=5).status_code == 404
    assert list((tmp_path / "deep" / "state.json.pictures").iterdir()) == []


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"apps": {"x": {"no": 1}}}'])
def test_a_file_that_is_no_state_is_not_overwritten(tmp_path: Path, content: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(content)
    with pytest.raises(StateUnreadable, match="is not a state file"):
        build(file)
    assert file.read_text() == content


def test_the_state_file_is_whole_json_after_every_call(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with Running(file) as network:
        client = Client(network, network.token_for())
        for number in range(5):
            client.post(f"Number {number}")
            assert len(json.loads(file.read_text())["statuses"]) == number + 1
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.processes
def test_the_process_says_when_it_is_ready_and_ends_on_sigterm(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    options = [
        *START,
        "--state",
        str(tmp_path / "s.json"),
        "--ready-fd",
        str(writer),
        "--max-characters",
        "99",
    ]
    process = subprocess.Popen(options, cwd=ROOT, pass_fds=[writer], stdout=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as stream:
        address = stream.readline().strip()
    try:
        told = requests.get(f"{address}api/v2/instance", timeout=5).json()
        assert told["configuration"]["statuses"]["max_characters"] == 99
    finally:
        process.terminate()
    assert process.wait(10) == 0


@pytest.mark.processes
def test_the_process_ends_with_its_parent() -> None:
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'sandbox'], stdout=subprocess.PIPE, text=True)\n"
        "print(child.stdout.readline().split()[-1], flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    with parent.stdout:
        address = parent.stdout.readline().strip()
    assert requests.get(address, timeout=5).status_code == 200
    parent.send_signal(signal.SIGKILL)
    parent.wait(10)
    deadline = time.monotonic() + 10
    while _answers(address) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _answers(address)


@pytest.mark.processes
def test_a_port_in_use_and_a_broken_file_are_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "state.json"
    broken.write_text("no")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for options in (["--port", str(taken.getsockname()[1])], ["--state", str(broken)]):
            done = subprocess.run([*START, *options], cwd=ROOT, capture_output=True, text=True, timeout=30)
            assert done.returncode == 1
            assert done.stderr.startswith("The practice network cannot start on 127.0.0.1:")
            assert done.stderr.count("\n") == 1


@pytest.mark.processes
def test_it_listens_on_loopback_only() -> None:
    process, address = start()
    try:
        port = int(address.rpartition(":")[2])
        listening = [
            line.split()[1]
            for table in ("/proc/net/tcp", "/proc/net/tcp6")
            for line in Path(table).read_text().splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
        ]
        assert listening == [f"0100007F:{port:04X}"]
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=1).ok
    except requests.ConnectionError:
        return False
