"""`script/demo`: an invented company and a practice network on this machine, to look at or (`--check`) to prove."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from home.demo.company import PEOPLE
from script._lib import data_folder, preparing, serving
from script._lib.fresh import Stop
from script._lib.places import DEMO_DATA, PYTHON, ROOT
from script._lib.processes import Child, Tree

HOST = "127.0.0.1"
PASSWORD = "demo demo demo"  # noqa: S105
WEB_PROCESSES = 2
# The demo takes none of these from the terminal it is started in: it must never open real data.
OF_REAL_USE = (
    *("ADVOCACY_DATA", "SECRET_KEY", "ADVOCACY_KEYS", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "EMAIL_URL"),
    *(
        "MAIL_FROM",
        "ALLOWED_HOSTS",
        "TRUSTED_PROXIES",
        "BEHIND_PROXY",
        "REQUIRE_MFA",
        "NETWORK_LOCAL_HOSTS",
        "DEBUG",
    ),
)


def main(arguments: Sequence[str]) -> int:
    """Run the demo until Ctrl-C, or walk the main job once with `--check`. Raises Stop when it cannot start."""
    options = _read_options(arguments)
    if options.check:
        with _folder_for_check(options.data, reset=options.reset) as folder:
            return check(folder, *free_ports())
    folder = Path(options.data or DEMO_DATA).absolute()
    if options.reset:
        _reset(folder)
    with running(folder, options.port, options.port + 1) as tree:
        if not tree.stopping:
            _say_started(options.port, options.port + 1, folder)
        tree.keep_running()
    print("Stopped. What you did is kept; script/demo --reset starts afresh.")
    return 0


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/demo", description="Run Advocacy with an invented company.")
    parser.add_argument("--port", type=int, default=8000, help="the practice network takes the port after it")
    parser.add_argument(
        "--data", metavar="DIR", help="where the demo keeps its data; the default is data/demo"
    )
    parser.add_argument("--reset", action="store_true", help="delete the demo's data first")
    parser.add_argument(
        "--check", action="store_true", help="walk the main job over HTTP on free ports, then stop"
    )
    return parser.parse_args(arguments)


def free_ports() -> tuple[int, int]:
    """Two ports that nobody uses now, chosen by the system."""
    with socket.socket() as one, socket.socket() as two:
        one.bind((HOST, 0))
        two.bind((HOST, 0))
        return one.getsockname()[1], two.getsockname()[1]


def _reset(folder: Path) -> None:
    if folder.exists() and (folder / data_folder.DEMO_MARK).exists():
        data_folder.lock(folder).close()
    data_folder.clear_demo(folder)


@contextlib.contextmanager
def _folder_for_check(given: str | None, *, reset: bool) -> Iterator[Path]:
    """A new folder that goes away when all went well, or the one given, which must be new too."""
    if given:
        folder = Path(given).absolute()
        if reset:
            _reset(folder)
        if (folder / data_folder.DATABASE).exists():
            raise Stop(
                f"{folder} has been used, and the check walks a fresh demo: add --reset or choose a new folder."
            )
        yield folder
        return
    folder = Path(tempfile.mkdtemp(prefix="advocacy-check-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(folder: Path, port: int, practice_port: int) -> Iterator[Tree]:
    """The whole demo, prepared, started and seen to be healthy; it stops at the end. Raises Stop."""
    for one in (port, practice_port):
        serving.check_port(HOST, one)
    practice = f"{HOST}:{practice_port}"
    environ = _environ(folder, port, practice)
    preparing.prepare(folder, environ, demo=True, more={"demo": practice})
    with data_folder.lock(folder):
        serving.forget_messages(folder)
        with Tree(_children(folder, port, practice_port), environ) as tree:
            _wait(tree, folder, port, practice_port)
            yield tree


def _environ(folder: Path, port: int, practice: str) -> dict[str, str]:
    ours = {
        "ADVOCACY_DATA": str(folder),
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "NETWORK_LOCAL_HOSTS": practice,
        "ADVOCACY_DEMO": "yes",
    }
    inherited = preparing.environ_for(folder)
    foreign = {*OF_REAL_USE, *(f"{name}_FILE" for name in OF_REAL_USE)}
    return {**{name: value for name, value in inherited.items() if name not in foreign}, **ours}


def _children(folder: Path, port: int, practice_port: int) -> list[Child]:
    logs = folder / "logs"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(mode=0o700)
    state = str(state_of_practice_network(folder))
    command = [str(PYTHON), "-m", "sandbox", "--port", str(practice_port), "--state", state]
    return [
        Child("The practice network", command, grace=3, log=logs / "practice-network.log"),
        serving.web(HOST, port, processes=WEB_PROCESSES, log=logs / "web.log"),
        serving.worker(logs / "worker.log"),
        serving.beat(folder, logs / "clock.log"),
    ]


def state_of_practice_network(folder: Path) -> Path:
    """The file in which the practice network keeps itself."""
    return folder / "practice-network.json"


def _wait(tree: Tree, folder: Path, port: int, practice_port: int) -> None:
    """Until all is healthy. Raises Stop with the last lines of the logs when something is not."""
    signs = {
        "the practice network": lambda: serving.answers(HOST, practice_port, "/"),
        **serving.signs(HOST, port, folder),
    }
    missing = tree.wait_for(signs, seconds=60)
    if missing and not tree.stopping:
        show_logs(folder)
        raise Stop(f"No sign of life from {' and '.join(missing)} within a minute; the lines above say why.")


def show_logs(folder: Path, lines: int = 25) -> None:
    """Print the end of each log."""
    for log in sorted((folder / "logs").glob("*.log")):
        tail = log.read_text(errors="replace").splitlines()[-lines:]
        if tail:
            print(f"\n--- {log.name}", *tail, sep="\n  ")


def check(folder: Path, port: int, practice_port: int) -> int:
    """Start the demo, walk the main job, stop. 0 only when every step was seen to work."""
    with running(folder, port, practice_port) as tree:
        if tree.stopping:
            return 130
        addresses = [f"http://{HOST}:{port}", f"http://{HOST}:{practice_port}"]
        state = str(state_of_practice_network(folder))
        command = [str(PYTHON), "-m", "script._lib.walk", *addresses, state]
        with subprocess.Popen(command, cwd=ROOT, env=tree.environ) as walk:
            while walk.poll() is None and not tree.stopping:
                tree.wait_for({"the end of the walk": lambda: walk.poll() is not None}, seconds=1)
            walk.kill()
        if walk.returncode:
            show_logs(folder)
        return walk.returncode and 1


def _say_started(port: int, practice_port: int, folder: Path) -> None:
    """Addresses and logins, readable at a glance."""
    print(f"\n  Advocacy          http://{HOST}:{port}/")
    print(
        f"  Practice network  http://{HOST}:{practice_port}/   connect it as server {HOST}:{practice_port}\n"
    )
    print(f"  Sign in with one of these; the password is: {PASSWORD}\n")
    for person in PEOPLE:
        name = f"{person.first_name} {person.last_name}"
        print(f"    {person.email:<22} {name:<17} {person.role or 'employee':<21} {person.language}")
    print(f"\n  Mails and messages of the processes: {folder / 'logs'}")
    print("  Ctrl-C stops everything.\n", flush=True)
