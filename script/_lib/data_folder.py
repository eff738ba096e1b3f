"""The data folder: mode 0700, its generated keys 0600, one running server at a time, demo and real data apart."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from script._lib.environment import check_space
from script._lib.fresh import Stop

SPACE = 100 * 1024 * 1024
DEMO_MARK = "this-is-a-demo"
DATABASE = "advocacy.sqlite3"


def prepare(folder: Path, *, demo: bool) -> None:
    """Make the folder and its keys where they are missing. Raises Stop when it is full or holds something else."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_space(folder, SPACE)
    _keep_apart(folder, demo=demo)
    folder.chmod(0o700)
    _make_keys(folder)


def _keep_apart(folder: Path, *, demo: bool) -> None:
    """The demo never opens real data, and real use never opens the demo's."""
    marked = (folder / DEMO_MARK).exists()
    if marked and not demo:
        raise Stop(f"{folder} holds the demo. Choose another folder for real data with ADVOCACY_DATA.")
    if demo and not marked:
        if any(folder.iterdir()):
            raise Stop(f"{folder} is not empty and holds no demo. Choose a new folder with --data.")
        (folder / DEMO_MARK).touch()


def clear_demo(folder: Path) -> None:
    """Delete a demo's folder, and only a demo's. Raises Stop for any other."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / DEMO_MARK).exists():
        raise Stop(f"{folder} holds no demo, so --reset deletes nothing there.")
    shutil.rmtree(folder)


def _make_keys(folder: Path) -> None:
    keys = folder / "keys"
    keys.mkdir(exist_ok=True, mode=0o700)
    keys.chmod(0o700)
    _make_key(keys / "secret_key", lambda: secrets.token_urlsafe(64))
    ring = keys / "advocacy_keys"
    if (folder / DATABASE).exists() and not _is_given(ring):
        raise Stop(
            f"{ring} is missing, and without it the connected accounts in {folder / DATABASE} cannot be opened. "
            "Bring it back from your backup, or set ADVOCACY_KEYS."
        )
    _make_key(ring, generate_key)


def generate_key() -> str:
    """A key ring with one fresh key, `id:base64 of 32 bytes`, as advocacy.lib.vault reads it."""
    name = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(4)}"
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _is_given(file: Path) -> bool:
    name = file.name.upper()
    return bool(
        os.environ.get(name) or os.environ.get(f"{name}_FILE") or (file.exists() and file.stat().st_size)
    )


def _make_key(file: Path, make: Callable[[], str]) -> None:
    """Write a key that nobody else can read, whole or not at all; one that is given is left alone."""
    if file.exists():
        file.chmod(0o600)
    if _is_given(file):
        return
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(make() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(file)


def lock(folder: Path) -> IO[str]:
    """Keep the folder for this process until the returned file is closed or the process ends. Raises Stop."""
    file = (folder / "running").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Stop(
            f"Advocacy runs already with the data folder {folder}. Stop it first, or choose another."
        ) from None
    return file
