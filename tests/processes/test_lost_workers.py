"""kill -9 of a worker, and messages that vanish: no share is lost and none is posted twice."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

from script._lib.processes import Child
from tests.peers import redis
from tests.processes.conftest import Company, eventually

pytestmark = pytest.mark.processes

SHARES = 30


def links(company: Company) -> list[str]:
    """The short link in each post: one per share, the same over all attempts."""
    return sorted(post["text"].rsplit("/r/", 1)[1] for post in company.network.posts())


def kill_while_sending(company: Company, worker: Child, *, posts: int) -> None:
    """Wait until the call hangs, with so many posts on the network, then kill -9."""
    assert eventually(lambda: company.states()["publishing"] == 1 and not company.network.faults()), (
        company.logs()
    )
    assert eventually(lambda: len(company.network.posts()) == posts), company.logs()
    company.kill(worker)
    assert company.states()["publishing"] == 1


def test_a_worker_killed_after_the_post_arrived_leaves_one_post(company: Company) -> None:
    company.make_shares()
    company.network.ignore_idempotency_key()
    company.network.fault("statuses", "hang", seconds=60)
    company.start("beat")
    kill_while_sending(company, company.start("worker"), posts=1)
    company.start("worker")
    assert eventually(lambda: company.states() == {"published": 1}), company.logs()
    assert len(company.network.posts()) == 1


def test_a_worker_killed_before_the_post_arrived_leaves_one_post_in_the_end(company: Company) -> None:
    company.make_shares()
    company.network.ignore_idempotency_key()
    company.network.fault("statuses", "hang_before", seconds=60)
    company.start("beat")
    kill_while_sending(company, company.start("worker"), posts=0)
    company.start("worker")
    assert eventually(lambda: company.states() == {"published": 1}), company.logs()
    assert len(company.network.posts()) == 1


def flush_now_and_then(company: Company, flush: Callable[[], int]) -> int:
    """While shares go out, throw the broker's content away for one second in two; gives how much was thrown away."""
    thrown, end = 0, time.monotonic() + 60
    while company.states() != {"published": SHARES} and time.monotonic() < end:
        pause = time.monotonic() + 1
        while time.monotonic() < pause:
            thrown += flush()
            time.sleep(0.01)
        time.sleep(1)
    return thrown


def assert_each_was_posted_once(company: Company) -> None:
    assert company.states() == {"published": SHARES}, company.logs()
    found = links(company)
    assert len(found) == len(set(found)) == SHARES


def test_message_files_that_vanish_lose_nothing(company: Company) -> None:
    def flush() -> int:
        gone = 0
        for file in (company.folder / "messages").rglob("*.msg"):
            with contextlib.suppress(FileNotFoundError):
                file.unlink()
                gone += 1
        return gone

    company.make_shares(SHARES, every=0.2)
    company.start("worker")
    company.start("beat")
    assert flush_now_and_then(company, flush) > 0
    assert_each_was_posted_once(company)


def test_a_flushed_redis_loses_nothing(company_on_redis: Company) -> None:
    company = company_on_redis

    def flush() -> int:
        redis.flush(company.broker)
        return 1

    company.make_shares(SHARES, every=0.2)
    company.start("worker")
    company.start("beat")
    assert flush_now_and_then(company, flush) > 100
    assert_each_was_posted_once(company)


def test_two_workers_and_two_clocks_post_each_share_once(company: Company) -> None:
    company.make_shares(SHARES)
    company.network.ignore_idempotency_key()
    for _ in range(2):
        company.start("worker")
        company.start("beat")
    assert eventually(lambda: company.states() == {"published": SHARES}, seconds=60), company.logs()
    assert_each_was_posted_once(company)
