"""`script/serve` as it is run: healthy, back after a death, gone with its parent, stopped within seconds."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from script._lib import serving
from script._lib.places import ROOT
from tests.processes.conftest import eventually

pytestmark = pytest.mark.processes

# One tree, so that the test does not depend on how many cores a machine has.
PROCESSES = {"granian": 2, "celery": 2}


class Served:
    """A running `script/serve` on a port and in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        environ = environ_of(folder)
        command = [sys.executable, "script/serve", "--port", str(self.port), "--processes", "1"]
        self.log = folder.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT
            )

    def is_healthy(self) -> bool:
        """Whether a person would see pages."""
        return serving.answers("127.0.0.1", self.port, "/healthz")

    def family(self) -> dict[int, str]:
        """Process ids and commands of all descendants."""
        found: dict[int, str] = {}
        parents = {self.process.pid}
        while parents:
            children = {pid: command for pid, (parent, command) in processes().items() if parent in parents}
            found |= children
            parents = set(children)
        return found

    def is_complete(self) -> bool:
        """Whether web server, web process, worker and clock are there."""
        commands = self.family().values()
        return all(sum(f"-m {name}" in one for one in commands) == count for name, count in PROCESSES.items())


def environ_of(folder: Path) -> dict[str, str]:
    """As in a fresh terminal, but for the data folder."""
    of_the_tests = {
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "ADVOCACY_KEYS",
        "PUBLIC_URL",
        "DJANGO_SETTINGS_MODULE",
    }
    kept = {name: value for name, value in os.environ.items() if name not in of_the_tests}
    return {**kept, "ADVOCACY_DATA": str(folder)}


def processes() -> dict[int, tuple[int, str]]:
    """Every living process of the machine: its parent and its command."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if stat[0] != "Z":
            found[int(folder.name)] = (int(stat[1]), command)
    return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that `script/setup` made."""
    folder = tmp_path_factory.mktemp("setup") / "data"
    subprocess.run(
        [sys.executable, "script/setup"], cwd=ROOT, env=environ_of(folder), check=True, timeout=300
    )
    return folder


@pytest.fixture
def served(prepared: Path, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(prepared, tmp_path / "data")
    running = Served(tmp_path / "data")
    try:
        assert eventually(lambda: "Advocacy runs at" in running.log.read_text(), 60), running.log.read_text()
        assert running.is_healthy() and running.is_complete(), running.family()
        yield running
    finally:
        for pid in [*running.family(), running.process.pid]:
            if pid in processes():
                os.kill(pid, signal.SIGKILL)
        running.process.wait(10)


def test_it_starts_healthy_and_stops_within_seconds(served: Served) -> None:
    said = served.log.read_text()
    assert f"Advocacy runs at http://127.0.0.1:{served.port}." in said
    assert eventually(lambda: "script/manage add_administrator" in served.log.read_text(), 15)
    assert "No sign of life" not in said
    family = served.family()
    served.process.terminate()
    assert served.process.wait(15) == 0
    assert not set(family) & set(processes())


def test_killing_it_ends_web_server_worker_and_clock(served: Served) -> None:
    family = served.family()
    assert len(family) >= 4
    served.process.kill()
    served.process.wait(5)
    assert eventually(lambda: not set(family) & set(processes()), 10), served.family()
    assert not served.is_healthy()


def test_a_killed_web_server_and_worker_come_back(served: Served) -> None:
    mains = [pid for pid, (parent, _) in processes().items() if parent == served.process.pid]
    for pid in mains:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: "was ended by SIGKILL" in served.log.read_text(), 10)
    assert eventually(lambda: served.is_complete() and served.is_healthy(), 30), served.log.read_text()
    assert not set(mains) & set(served.family())


def test_a_second_one_on_the_same_port_or_folder_says_so_in_one_sentence(
    served: Served, tmp_path: Path
) -> None:
    environ = environ_of(tmp_path / "data")
    for port, sentence in (
        (served.port, "cannot be used (Address already in use)"),
        (0, "runs already with the data"),
    ):
        command = [sys.executable, "script/serve", "--port", str(port)]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert sentence in done.stderr
