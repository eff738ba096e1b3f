"""A real Redis for the tests: Debian's redis-server on a free loopback port, in memory only."""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator

import redis

from script._lib.processes import end_with_parent

QUIET = ("--save", "", "--appendonly", "no", "--loglevel", "warning")


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address (REDIS_URL) of a fresh server; it ends with this process. An error when it does not start."""
    port = _free_port()
    tie = functools.partial(end_with_parent, os.getpid())
    with tempfile.TemporaryDirectory(prefix="advocacy-redis-") as folder:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--dir", folder, *QUIET]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=tie) as server:
            try:
                url = f"redis://127.0.0.1:{port}/0"
                _wait_for(url, server)
                yield url
            finally:
                server.terminate()


def flush(url: str) -> None:
    """Throw away everything the server holds."""
    with redis.Redis.from_url(url) as client:
        client.flushall()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < end:
        with contextlib.suppress(redis.ConnectionError), redis.Redis.from_url(url) as client:
            client.ping()
            return
        time.sleep(0.05)
    raise RuntimeError(f"redis-server did not start within {seconds:.0f} s.")
