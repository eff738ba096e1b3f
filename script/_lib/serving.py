"""`script/serve`: web server, one worker and one beat on one machine, for real use."""

from __future__ import annotations

import argparse
import http.client
import ipaddress
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from script._lib import data_folder, preparing
from script._lib.fresh import Stop
from script._lib.places import PYTHON, ROOT
from script._lib.processes import Child, Tree

WORKER_THREADS = 8
WEB_THREADS = 4
MOST_WEB_PROCESSES = 8


def main(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C or SIGTERM. Raises Stop when it cannot start."""
    options = _read_options(arguments)
    folder = preparing.real_data()
    address = public_url(options.host, options.port)
    environ = preparing.environ_for(folder, PUBLIC_URL=address)
    check_port(options.host, options.port)
    preparing.prepare(folder, environ, demo=False)
    with data_folder.lock(folder):
        forget_messages(folder)
        children = [
            web(options.host, options.port, processes=options.processes),
            worker(),
            beat(folder),
        ]
        with Tree(children, environ) as tree:
            missing = tree.wait_for(signs(options.host, options.port, folder), seconds=60)
            if not tree.stopping:
                _say_started(environ, folder, missing)
            tree.keep_running()
    print("Stopped.")
    return 0


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/serve",
        description="Run Advocacy for real use on this machine. Settings come from the environment.",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; the default is this machine only"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--processes", type=int, default=cores(), help="web processes; the default is one per core"
    )
    return parser.parse_args(arguments)


def cores() -> int:
    """How many web processes this machine is good for."""
    return min(len(os.sched_getaffinity(0)), MOST_WEB_PROCESSES)


def public_url(host: str, port: int) -> str:
    """The address that people open: PUBLIC_URL, or this machine's own. Raises Stop when others come without it."""
    given = os.environ.get("PUBLIC_URL", "")
    if not given and not is_loopback(host):
        raise Stop(
            f"--host {host} lets other machines in: set PUBLIC_URL to the https address that people open."
        )
    return given or f"http://{f'[{host}]' if ':' in host else host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_port(host: str, port: int, option: str = "--port") -> None:
    """Raise Stop when something listens there already, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise Stop(
                f"Port {port} on {host} cannot be used ({why}). Choose another with {option}."
            ) from None


def web(host: str, port: int, *, processes: int, log: Path | None = None) -> Child:
    """The web server."""
    command = [str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(processes), "--blocking-threads", str(WEB_THREADS), "--no-ws"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"]
    return Child("The web server", [*command, "script._lib.web:application"], grace=8, log=log)


def worker(log: Path | None = None) -> Child:
    """The process that posts what is due and sends mails. Killed in the middle of a call it loses nothing."""
    command = celery("worker", "-P", "threads", "-c", str(WORKER_THREADS), "--loglevel", "WARNING")
    return Child(
        "The worker", [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"], 8, log
    )


def beat(folder: Path, log: Path | None = None) -> Child:
    """The clock that wakes the worker up."""
    kept = folder / "beat"
    kept.mkdir(exist_ok=True, mode=0o700)
    return Child("The clock", celery("beat", "--schedule", str(kept / "schedule"), "--pidfile="), 5, log)


def celery(*arguments: str) -> list[str]:
    """A command line of Celery for our app."""
    return [str(PYTHON), "-m", "celery", "--app", "advocacy", "--quiet", *arguments]


def forget_messages(folder: Path) -> None:
    """Throw away wake-up messages of an earlier run: what is due stands in the database."""
    shutil.rmtree(folder / "messages" / "queue", ignore_errors=True)


def signs(host: str, port: int, folder: Path) -> dict[str, Callable[[], bool]]:
    """How to see that web server, worker and clock live."""
    began = time.time()
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return {
        "the web server": lambda: answers(reached, port, "/healthz"),
        "the worker and its clock": lambda: has_pulse(folder, since=began),
    }


def answers(host: str, port: int, path: str) -> bool:
    """Whether a page answers with 200, or leads on to https as it does behind a proxy."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status in {200, 301}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def has_pulse(folder: Path, *, since: float) -> bool:
    """Whether the worker did what the beat asked for after `since` (seconds since 1970): see advocacy/celery.py."""
    try:
        return (folder / "pulse").stat().st_mtime >= since
    except FileNotFoundError:
        return False


def _say_started(environ: dict[str, str], folder: Path, missing: list[str]) -> None:
    for name in missing:
        print(f"No sign of life from {name} yet. Its lines above say why.")
    print(f"Advocacy runs at {environ['PUBLIC_URL']}. Data lies in {folder}. Ctrl-C stops it.", flush=True)
    count = subprocess.run(
        [str(PYTHON), "-m", "script._lib.inside", "people"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if count.stdout.strip() == "0":
        print(
            "There is nobody here yet. The first administrator: script/manage add_administrator you@company.example"
        )
