"""The tree of processes, with small real ones: ends with its parent, comes back when it dies, stops in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from script._lib.places import ROOT
from script._lib.processes import Child, Tree

pytestmark = pytest.mark.processes

SLEEPER = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER


@pytest.fixture(autouse=True)
def _handlers_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tree takes over this process's signals; the tests keep theirs."""
    monkeypatch.setattr(signal, "signal", lambda _number, _handler: None)


def child(log: Path, code: str = SLEEPER, *, name: str = "One", grace: float = 5) -> Child:
    return Child(name, [sys.executable, "-c", code], grace, log)


def eventually(seen: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not seen() and time.monotonic() < end:
        time.sleep(0.02)
    return seen()


def lives(pid: int) -> bool:
    """Whether it runs; one that ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pids(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def test_stopping_goes_backwards_and_leaves_nobody(tmp_path: Path) -> None:
    note = tmp_path / "order"
    code = (
        "import signal, sys, time\n"
        "def stop(*_):\n    open(sys.argv[2], 'a').write(sys.argv[1]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, stop)\nprint(1, flush=True)\ntime.sleep(60)\n"
    )
    logs = [tmp_path / "a", tmp_path / "b"]
    children = [
        Child(name, [sys.executable, "-c", code, name, str(note)], 5, log)
        for name, log in zip("ab", logs, strict=True)
    ]
    with Tree(children, os.environ) as tree:
        assert tree.wait_for({"ready": lambda: all(map(pids, logs))}, seconds=10) == []
    assert note.read_text() == "ba"


def test_one_that_ignores_sigterm_is_killed_after_its_grace(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Tree([child(log, STUBBORN, grace=0.3)], os.environ) as tree:
        tree.wait_for({"ready": lambda: bool(pids(log))}, seconds=10)
        began = time.monotonic()
    assert 0.3 <= time.monotonic() - began < 3
    assert not lives(pids(log)[0])


def test_one_that_dies_is_started_again_later_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log"
    with Tree([child(log, "print(1, flush=True); raise SystemExit(3)")], os.environ) as tree:
        assert tree.wait_for({"thrice": lambda: tree.children[0].deaths == 3}, seconds=20) == []
    said = capsys.readouterr().out.splitlines()
    assert said == [f"One ended with code 3. It starts again in {wait} s." for wait in (1, 2, 4)]


def test_what_a_killed_child_left_behind_is_ended_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log"
    with_child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPER!r}])"
    with Tree([child(log, with_child)], os.environ) as tree:
        tree.wait_for({"ready": lambda: bool(pids(log))}, seconds=10)
        grandchild = pids(log)[0]
        assert tree.children[0].process
        tree.children[0].process.kill()
        assert tree.wait_for({"again": lambda: len(pids(log)) == 2}, seconds=10) == []
        assert not lives(grandchild)
    assert "One was ended by SIGKILL. It starts again in 1 s." in capsys.readouterr().out
    assert eventually(lambda: not lives(pids(log)[1]), seconds=2)


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    logs = [tmp_path / "a", tmp_path / "b"]
    parent = (
        "import os, pathlib, sys\n"
        "from script._lib.processes import Child, Tree\n"
        f"children = [Child('x', [sys.executable, '-c', {SLEEPER!r}], 5, pathlib.Path(log)) for log in sys.argv[1:]]\n"
        "with Tree(children, os.environ) as tree:\n    tree.keep_running()\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent, *map(str, logs)], cwd=ROOT) as process:
        assert eventually(lambda: all(map(pids, logs)))
        children = [pids(log)[0] for log in logs]
        assert all(map(lives, children))
        process.send_signal(signal.SIGKILL)
    assert eventually(lambda: not any(map(lives, children)), seconds=5)


def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    code = "from script._lib.processes import end_with_parent; end_with_parent(1); print('still here')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (1, "")
