"""The whole way from a due share to a post over real HTTP, with every fault the practice network knows."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import Settings

from people.models import Employee
from sandbox.server import Running
from sharing import composing, connecting, publishing
from sharing.models import Account, Credential, Server, Share
from sharing.networks.mastodon import adapter as mastodon
from sharing.states import ShareState
from tests.factories import let_read, make_item, make_person, make_version
from tests.sharing.conftest import Clock, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with Running() as network:
        yield network


@pytest.fixture
def sandbox(running: Running, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Running:
    running.reset()
    settings.NETWORK_LOCAL_HOSTS = [running.host]
    monkeypatch.setattr(mastodon, "SECONDS", 1.5)
    return running


@pytest.fixture
def account(sandbox: Running, ada: Employee) -> Account:
    return sandbox_account(sandbox, ada)


def sandbox_account(sandbox: Running, person: Employee, name: str = "mara") -> Account:
    """An account of this person on the practice network."""
    server, _created = Server.objects.get_or_create(
        network="mastodon", host=sandbox.host, defaults={"client_id": "id", "client_secret": b"sealed"}
    )
    token = sandbox.token_for(name)
    account = Account.objects.create(
        employee=person,
        network="mastodon",
        server=server,
        remote_id=sandbox.account_id(name),
        handle=f"@{name}",
    )
    credential = Credential(account=account)
    credential.seal(token)
    credential.save()
    return account


def run_to_an_end(share: Share, clock: Clock, sweeps: int = 8) -> Share:
    """Sweep with three minutes between: enough for every look and back-off."""
    clock.pass_(seconds=11)
    for _sweep in range(sweeps):
        publishing.sweep()
        share = Share.objects.get(pk=share.pk)
        if share.state not in {ShareState.SCHEDULED, ShareState.PUBLISHING, ShareState.UNKNOWN}:
            break
        clock.pass_(minutes=3)
    return share


def posts_of(sandbox: Running, share: Share) -> list[str]:
    return [post["text"] for post in sandbox.posts() if share.link.code in post["text"]]


@pytest.mark.parametrize("ignores_keys", [False, True], ids=["knows keys", "ignores keys"])
@pytest.mark.parametrize(
    "fault",
    [
        None,
        "429",
        "5xx_before",
        "5xx_after",
        "reset_before",
        "reset_after",
        "hang",
        "hang_before",
        "accept_late",
    ],
)
def test_every_fault_ends_in_exactly_one_post(
    share_it: Callable[..., Share],
    sandbox: Running,
    clock: Clock,
    fault: str | None,
    ignores_keys: bool,
) -> None:
    sandbox.ignore_idempotency_key(ignores_keys)
    share = share_it("Only once.")
    if fault:
        sandbox.fault("statuses", fault, times=1, seconds=2.0)
    share = run_to_an_end(share, clock)
    assert share.state == ShareState.PUBLISHED
    assert posts_of(sandbox, share) == [f"Only once.\n\n{share.link.url}"]
    assert share.remote_id == next(post["id"] for post in sandbox.posts())


def test_a_revoked_token_parks_the_share_and_nothing_is_posted(
    share_it: Callable[..., Share], sandbox: Running, clock: Clock, account: Account
) -> None:
    share = share_it()
    sandbox.fault("statuses", "revoked", times=1)
    share = run_to_an_end(share, clock)
    account.refresh_from_db()
    assert (share.state, account.state) == (ShareState.PARKED, Account.State.NEEDS_RECONNECT)
    assert sandbox.posts() == []


def test_a_text_that_the_server_refuses_fails_with_its_sentence(
    share_it: Callable[..., Share], sandbox: Running, clock: Clock
) -> None:
    share = share_it()
    Server.objects.update(limits={"max_characters": 5000})
    Share.objects.filter(pk=share.pk).update(text="x" * 600 + "\n" + share.link.url)
    share = run_to_an_end(share, clock)
    assert share.state == ShareState.FAILED
    assert "500" in share.detail
    assert sandbox.posts() == []


@pytest.mark.django_db(transaction=True)
def test_four_sweepers_at_once_post_every_share_once(sandbox: Running, clock: Clock) -> None:
    version = make_version()
    shares = []
    for n in range(6):
        person = let_read(make_person(f"P{n}"), version)
        account = sandbox_account(sandbox, person, f"person{n}")
        for _item in range(4):
            shares.append(_share(person, account))
    clock.pass_(seconds=11)

    def sweep() -> None:
        try:
            publishing.sweep()
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {share.state for share in Share.objects.all()} == {ShareState.PUBLISHED}
    assert len(sandbox.posts()) == len(shares)
    assert [share.attempts.count() for share in shares] == [1] * len(shares)


def _share(person: Employee, account: Account) -> Share:
    choice = composing.Choice([account], text="Many at once.")
    return composing.share(make_item(), choice, nonce=uuid.uuid4(), by=person).shares.get()


def test_no_token_is_in_the_database_in_clear_or_in_a_log(
    share_it: Callable[..., Share],
    sandbox: Running,
    clock: Clock,
    account: Account,
    caplog: pytest.LogCaptureFixture,
) -> None:
    token = account.credential.open().reveal()
    sandbox.fault("statuses", "5xx_after", times=1)
    with caplog.at_level("DEBUG"):
        run_to_an_end(share_it(), clock)
    assert token not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in repr(cursor.fetchall()), table


def test_a_credential_moved_to_another_row_does_not_open_and_is_not_used(
    share_it: Callable[..., Share], sandbox: Running, clock: Clock, account: Account, stranger: Employee
) -> None:
    share = share_it()
    stolen = make_account(stranger).credential
    Credential.objects.filter(account=account).update(sealed=stolen.sealed)
    share = run_to_an_end(share, clock)
    assert share.state == ShareState.PARKED
    assert sandbox.posts() == []


def test_limits_are_asked_once_a_day(sandbox: Running, clock: Clock, account: Account) -> None:
    assert connecting.refresh_old_limits() == 1
    account.refresh_from_db()
    assert account.max_length == 500
    assert connecting.refresh_old_limits() == 0
    clock.pass_(days=2)
    assert connecting.refresh_old_limits() == 1
