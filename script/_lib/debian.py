"""Packages of the system: installed where we may (root on Debian), named where we may not."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from script._lib.fresh import Stop


def may_install() -> bool:
    """Whether this is Debian (or a child of it) and we are root."""
    return Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get") is not None


def need(programs: Mapping[str, str]) -> None:
    """See to it that programs are there; keys are programs, values are Debian's packages. Raises Stop."""
    missing = sorted({package for program, package in programs.items() if shutil.which(program) is None})
    if missing:
        install(*missing)


def install(*packages: str) -> None:
    """Install packages, or raise Stop with the command that a person with the right to do so types."""
    command = f"apt install {' '.join(packages)}"
    if not may_install():
        raise Stop(f"Missing on this machine: {', '.join(packages)}. On Debian: sudo {command}")
    print(f"Installing {', '.join(packages)} ({command}) …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *arguments], env=quiet, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"“{command}” failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
