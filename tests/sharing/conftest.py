"""A scripted network, an account on it, and a clock that can be set."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from content.models import Item
from people.models import Employee
from sharing import composing, networks, publishing
from sharing.composing import Choice
from sharing.models import Account, Credential, Server, Share
from sharing.networks.base import Access, NetworkError, Outgoing, Posted
from tests.factories import make_item


class ScriptedNetwork:
    """An adapter that does what the test says and keeps what it was asked to post."""

    def __init__(self) -> None:
        self.posted: list[Outgoing] = []
        self.looked_for: list[str] = []
        self.answers: list[Posted | Exception] = []
        self.found: list[Posted | NetworkError | None] = []

    def post(self, access: Access, outgoing: Outgoing) -> Posted:
        self.posted.append(outgoing)
        answer = self.answers.pop(0) if self.answers else Posted("1001", "https://social.example/@ada/1001")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def find(self, access: Access, link: str) -> Posted | None:
        self.looked_for.append(link)
        answer = self.found.pop(0) if self.found else None
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> ScriptedNetwork:
    scripted = ScriptedNetwork()
    monkeypatch.setattr(networks, "adapter", lambda name: scripted)
    return scripted


class Clock:
    """The database's clock and the application's, moved together."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        real = timezone.now
        monkeypatch.setattr(publishing, "database_now", lambda: real() + self.ahead)
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def pass_(self, **time: float) -> datetime:
        self.ahead += timedelta(**time)
        return timezone.now()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def make_account(person: Employee, *, handle: str = "@ada@social.example", **fields: object) -> Account:
    """A connected account with a sealed token."""
    server, _created = Server.objects.get_or_create(
        network="mastodon", host="social.example", defaults={"client_id": "id", "client_secret": b"sealed"}
    )
    values: dict[str, object] = {"network": "mastodon", "server": server, "remote_id": handle, **fields}
    account = Account.objects.create(employee=person, handle=handle, **values)
    credential = Credential(account=account)
    credential.seal("token-" + handle)
    credential.save()
    return account


@pytest.fixture
def account(ada: Employee) -> Account:
    return make_account(ada)


@pytest.fixture
def item(db: None) -> Item:
    return make_item()


@pytest.fixture
def share_it(ada: Employee, account: Account, item: Item) -> Callable[..., Share]:
    """Ada shares the item to her account, with these words."""

    def press(text: str = "My own words.", **choice: object) -> Share:
        values: dict[str, object] = {"accounts": [account], "text": text, **choice}
        batch = composing.share(item, Choice(**values), nonce=uuid.uuid4(), by=ada)  # type: ignore[arg-type]
        return batch.shares.get()

    return press
