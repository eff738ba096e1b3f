"""What the practice network remembers, and the file that carries it over a restart."""

import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sandbox.counting import Limits

PEOPLE = {"mara": "Mara Lindqvist", "jonas": "Jonas Weber"}


class StateUnreadable(Exception):
    """The state file exists but is not one of ours."""


@dataclass
class App:
    """A registered client."""

    id: str
    name: str
    website: str
    scopes: list[str]
    redirect_uris: list[str]
    client_id: str
    client_secret: str


@dataclass
class Grant:
    """An authorisation code that waits to be exchanged; times are seconds since 1970."""

    code: str
    client_id: str
    person: str
    redirect_uri: str
    scopes: list[str]
    challenge: str
    expires_at: float


@dataclass
class Token:
    """An access token; it does not expire."""

    token: str
    client_id: str
    person: str
    scopes: list[str]
    created_at: int
    revoked: bool = False


@dataclass
class Person:
    """An account of the practice network."""

    id: str
    name: str
    shown_name: str
    created_at: float


@dataclass
class Media:
    """An uploaded picture; its bytes lie with `Pictures`."""

    id: str
    person: str
    description: str
    content_type: str
    extension: str
    width: int
    height: int
    ready_at: float
    status: str = ""


@dataclass
class Status:
    """A post; a deleted one stays behind as `removed`, since its idempotency key must not post again."""

    id: str
    person: str
    client_id: str
    text: str
    spoiler_text: str
    sensitive: bool
    visibility: str
    language: str
    media: list[str]
    idempotency_key: str
    created_at: float
    likes: list[str] = field(default_factory=list)
    boosts: list[str] = field(default_factory=list)
    removed: bool = False


@dataclass
class Network:
    """Everything that is kept: tables by their key, in order of creation."""

    apps: dict[str, App] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    last_id: int = 0


ROWS = {"apps": App, "grants": Grant, "tokens": Token, "people": Person, "media": Media, "statuses": Status}


class Pictures:
    """The bytes of uploaded pictures: in memory, or in a folder beside the state file."""

    def __init__(self, folder: Path | None) -> None:
        """Keep pictures in `folder`, or in memory without one."""
        self._folder = folder
        self._memory: dict[str, bytes] = {}

    def put(self, media_id: str, content: bytes) -> None:
        """Keep `content` under an id made by `Store.new_id`."""
        if self._folder is None:
            self._memory[media_id] = content
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_atomically(self._folder / media_id, content)

    def get(self, media_id: str) -> bytes:
        """Return the bytes; raise `KeyError` when there are none."""
        if self._folder is None:
            return self._memory[media_id]
        try:
            return (self._folder / media_id).read_bytes()
        except FileNotFoundError:
            raise KeyError(media_id) from None

    def clear(self) -> None:
        """Delete all of them."""
        self._memory.clear()
        for file in self._folder.glob("*") if self._folder and self._folder.is_dir() else ():
            file.unlink()


class Store:
    """The network's memory. Callers hold the application's lock; nothing here locks."""

    def __init__(self, file: Path | None, limits: Limits) -> None:
        """Load `file` if it exists; raise `StateUnreadable` when it is not a state file."""
        self.limits = limits
        self.ignore_idempotency_key = False
        self._file = file
        self.pictures = Pictures(file.with_name(file.name + ".pictures") if file else None)
        self.network = _load(file) if file and file.exists() else Network()
        self._add_people()

    def save(self) -> None:
        """Write the state to its file, readable by its owner only, all or nothing."""
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            content = json.dumps(asdict(self.network), ensure_ascii=False, indent=1).encode()
            _write_atomically(self._file, content)

    def reset(self) -> None:
        """Forget everything: people, connections, posts and pictures; ids go on counting."""
        self.network = Network(last_id=self.network.last_id)
        self.ignore_idempotency_key = False
        self.pictures.clear()
        self._add_people()
        self.save()

    def new_id(self) -> str:
        """Return an id like Mastodon's: digits, growing with time, never the same twice."""
        self.network.last_id = max(self.network.last_id + 1, int(time.time() * 1000) << 16)
        return str(self.network.last_id)

    def person(self, name: str) -> Person:
        """Return the account of that name, made at first use."""
        known = self.network.people.get(name)
        if known is None:
            shown = PEOPLE.get(name, name.replace("_", " ").title())
            known = Person(self.new_id(), name, shown, time.time())
            self.network.people[name] = known
        return known

    def person_by_id(self, account_id: str) -> Person | None:
        """Return the account with that id."""
        return next((one for one in self.network.people.values() if one.id == account_id), None)

    def status(self, status_id: str) -> Status | None:
        """Return a post that is still there."""
        found = self.network.statuses.get(status_id)
        return None if found is None or found.removed else found

    def newest_first(self) -> Iterator[Status]:
        """Return all posts that are still there, the newest first."""
        return (one for one in reversed(self.network.statuses.values()) if not one.removed)

    def issue_token(self, client_id: str, person: str, scopes: list[str]) -> Token:
        """Make an access token for a person and a client."""
        token = Token(
            secrets.token_urlsafe(32), client_id, self.person(person).name, scopes, int(time.time())
        )
        self.network.tokens[token.token] = token
        return token

    def _add_people(self) -> None:
        for name in PEOPLE:
            self.person(name)


def _load(file: Path) -> Network:
    try:
        raw = json.loads(file.read_bytes())
        tables = {
            name: {key: row_type(**row) for key, row in raw[name].items()} for name, row_type in ROWS.items()
        }
        return Network(**tables, last_id=int(raw["last_id"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateUnreadable(f"{file} is not a state file of the practice network ({error})") from error


def _write_atomically(file: Path, content: bytes) -> None:
    half = file.with_name(file.name + ".tmp")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(content)
    half.replace(file)
