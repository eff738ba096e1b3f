"""The virtual environment: made once, filled from the hashed requirements, left alone until they change."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from script._lib import debian
from script._lib.fresh import Stop
from script._lib.places import PYTHON, ROOT, VENV, requirements

SPACE = 700 * 1024 * 1024
"""What the environment takes while it is being filled, in bytes, with some room."""

# Whatever installs base has it; dev holds all of base.
INCLUDES = {"base": ("base",), "dev": ("dev", "base")}


def ensure(kind: str = "base") -> None:
    """Have a virtual environment with the packages of requirements/`kind`.txt; most times it is there. Raises Stop."""
    if is_current(kind):
        return
    check_space(ROOT, SPACE)
    if not _works():
        _create()
    print(f"Installing the packages of requirements/{kind}.txt, checked by their hashes …", flush=True)
    _install(requirements(kind))
    for included in INCLUDES[kind]:
        _stamp(included).write_text(_fingerprint(included))


def is_current(kind: str) -> bool:
    """Whether the environment was filled from the requirements as they are now."""
    stamp = _stamp(kind)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _fingerprint(kind)


def check_space(folder: Path, wanted: int) -> None:
    """Raise Stop when the disk of `folder` has fewer than `wanted` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < wanted:
        mega = 1024 * 1024
        raise Stop(
            f"The disk is full: {folder} has {free // mega} MB left, {wanted // mega} MB are needed. Free some space."
        )


def _stamp(kind: str) -> Path:
    return VENV / f".filled-{kind}"


def _fingerprint(kind: str) -> str:
    return hashlib.sha256(requirements(kind).read_bytes()).hexdigest()


def _works() -> bool:
    """Whether there is an environment of a Python that still exists, is new enough and has pip."""
    if not PYTHON.exists():
        return False
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([str(PYTHON), "-c", test], capture_output=True, check=False).returncode == 0


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        _get_venv()
    print("Making the virtual environment .venv …", flush=True)
    _call(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "The virtual environment .venv could not be made",
    )


def _get_venv() -> None:
    """Debian keeps venv in a package of its own."""
    if not sys.executable.startswith("/usr/bin/") or not Path("/etc/debian_version").exists():
        raise Stop(f"{sys.executable} has no venv and ensurepip: use a complete Python 3.11 or newer.")
    if not debian.may_install():
        raise Stop("Python's venv is missing. Run “sudo apt install python3-venv”, then this again.")
    debian.install("python3-venv")


def _install(file: Path) -> None:
    uv = shutil.which("uv")
    if uv is not None:
        command = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            str(PYTHON),
            "--require-hashes",
            "-r",
            str(file),
        ]
        if subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode == 0:
            return
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    _call([*pip, "--require-hashes", "-r", str(file)], "The packages could not be installed")


def _call(command: list[str], what: str) -> None:
    """Run a command; Stop with the last line it wrote when it fails."""
    # Another environment that is switched on in this terminal must not be meant.
    env = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=env)
    if done.returncode:
        written = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
        errors = [line for line in written if line.startswith("ERROR")] or written
        raise Stop(f"{what}: {errors[-1].removeprefix('ERROR: ')}")
