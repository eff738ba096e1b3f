"""Real workers on real databases and brokers, and a practice network for them to post to."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import psycopg
import pytest

from sandbox.server import Running
from script._lib import data_folder
from script._lib.places import ROOT
from script._lib.processes import Child
from tests.peers import postgres, redis

STATES = "SELECT state, count(*) FROM sharing_share GROUP BY state"


def eventually(seen: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it was seen within that time."""
    end = time.monotonic() + seconds
    while not seen() and time.monotonic() < end:
        time.sleep(0.05)
    return seen()


class Company:
    """A data folder and a database of its own, with processes that work on it."""

    def __init__(self, folder: Path, database: str, broker: str, network: Running) -> None:
        self.folder, self.database, self.broker, self.network = folder, database, broker, network
        self.children: list[Child] = []
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")},
            "DJANGO_SETTINGS_MODULE": "advocacy.settings",
            "ADVOCACY_DATA": str(folder),
            "SECRET_KEY": "of the processes " + "x" * 50,
            "ADVOCACY_KEYS": data_folder.generate_key(),
            "DATABASE_URL": database,
            "REDIS_URL": broker,
            "PUBLIC_URL": "http://127.0.0.1:8000",
            "NETWORK_LOCAL_HOSTS": network.host,
        }

    def make_shares(self, count: int = 1, *, every: float = 0) -> None:
        """Fill the database; the shares are due from now on, `every` so many seconds."""
        token, remote_id = self.network.token_for("mara"), self.network.account_id("mara")
        command = self._command("make", str(count), str(every), self.network.host, token, remote_id)
        subprocess.run(command, cwd=ROOT, env=self.environ, check=True, timeout=60)

    def start(self, what: Literal["worker", "beat"]) -> Child:
        """A worker or a clock, whose lines go to a file in the folder."""
        child = Child(what, self._command(what), 10, self.folder / f"{what}.log")
        child.start(self.environ)
        self.children.append(child)
        return child

    def kill(self, child: Child) -> None:
        """kill -9."""
        assert child.process
        child.process.kill()
        child.process.wait(5)

    def states(self) -> Counter[str]:
        """How many shares are in which state, read past Django."""
        if self.database.startswith("sqlite"):
            with sqlite3.connect(self.folder / data_folder.DATABASE) as reader:
                return Counter(dict(reader.execute(STATES).fetchall()))
        with psycopg.connect(self.database) as server:
            return Counter(dict(server.execute(STATES).fetchall()))

    def logs(self) -> str:
        """What the processes wrote, for the message of a failing test."""
        return "\n".join(file.read_text()[-4000:] for file in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        """End everything at once."""
        for child in self.children:
            child.stop(now=True)

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tests.processes.hasty", *arguments]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.running() as url:
        yield url


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path / data_folder.DATABASE}"
    name = f"c{uuid.uuid4().hex}"
    url: str = request.getfixturevalue("postgres_server")
    with psycopg.connect(url.replace("/advocacy", "/postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
    return url.replace("/advocacy", f"/{name}")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    with redis.running() as url:
        yield url


@pytest.fixture
def network() -> Iterator[Running]:
    with Running() as running:
        yield running


@pytest.fixture
def company(tmp_path: Path, database: str, network: Running) -> Iterator[Company]:
    """On the embedded broker: messages are files."""
    made = Company(tmp_path, database, "", network)
    yield made
    made.stop()


@pytest.fixture
def company_on_redis(tmp_path: Path, database: str, network: Running, redis_server: str) -> Iterator[Company]:
    redis.flush(redis_server)
    made = Company(tmp_path, database, redis_server, network)
    yield made
    made.stop()
