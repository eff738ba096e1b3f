"""What a person reads when the machine lacks something: one sentence, and exit 1."""

from __future__ import annotations

import ast
import errno
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from script._lib import debian, environment, fresh
from script._lib.fresh import Stop
from script._lib.places import ROOT

COMMANDS = ("setup", "serve", "demo", "manage", "test")


@pytest.mark.parametrize("file", [*COMMANDS, "__init__.py", "_lib/__init__.py", "_lib/fresh.py"])
def test_what_runs_first_can_be_read_by_an_old_python(file: str) -> None:
    assert ast.parse((ROOT / "script" / file).read_text(), feature_version=(3, 8)).body


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_in_one_sentence_that_python_is_too_old(command: str) -> None:
    pretend = (
        "import runpy, sys\n"
        "sys.version_info = (3, 9, 2, 'final', 0)\n"
        f"runpy.run_path({str(ROOT / 'script' / command)!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Advocacy needs Python 3.11 or newer, and ")
    assert "is Python 3.9." in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_full_disk_and_a_forbidden_place_are_told_apart_and_a_bug_stays_a_bug() -> None:
    assert fresh.explain(OSError(errno.ENOSPC, "No space", "data/x")).startswith("The disk is full: data/x")
    assert fresh.explain(OSError(errno.EACCES, "Denied", "data/x")).startswith("data/x may not be written")
    with pytest.raises(FileNotFoundError):
        fresh.explain(FileNotFoundError(errno.ENOENT, "Not there", "data/x"))


def test_too_little_space_is_said_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=5 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(Stop, match=r"^The disk is full: .* has 5 MB left, 700 MB are needed"):
        environment.check_space(tmp_path, environment.SPACE)


@pytest.fixture
def debian_without_venv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    monkeypatch.setattr(Path, "exists", lambda path: str(path) == "/etc/debian_version")
    monkeypatch.setattr(environment, "_call", lambda *_: None)


@pytest.mark.usefixtures("debian_without_venv")
def test_a_debian_without_venv_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "may_install", lambda: False)
    with pytest.raises(Stop, match="apt install python3-venv"):
        environment._create()


@pytest.mark.usefixtures("debian_without_venv")
def test_root_on_debian_gets_venv_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(debian, "may_install", lambda: True)
    monkeypatch.setattr(debian, "install", lambda *packages: installed.extend(packages))
    environment._create()
    assert installed == ["python3-venv"]


def test_missing_programs_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "may_install", lambda: False)
    programs = {"sh": "dash", "no-such-program": "its-package", "nor-this": "another"}
    with pytest.raises(
        Stop, match=r"another, its-package\. On Debian: sudo apt install another its-package$"
    ):
        debian.need(programs)
    debian.need({"sh": "dash"})


def test_the_environment_is_current_until_its_requirements_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pins = tmp_path / "base.txt"
    pins.write_text("django==5.2.9 --hash=sha256:00\n")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "requirements", lambda _kind: pins)
    assert not environment.is_current("base")
    monkeypatch.setattr(environment, "_install", lambda _file: None)
    monkeypatch.setattr(environment, "_works", lambda: True)
    environment.ensure("dev")
    assert environment.is_current("base") and environment.is_current("dev")
    pins.write_text("django==5.2.10 --hash=sha256:00\n")
    assert not environment.is_current("base")
