"""What an adapter takes, gives and raises. Adapters speak these words and know neither Django nor a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from advocacy.lib.vault import Secret


class NetworkError(Exception):
    """A call did not do what we wanted. The class says what happens next, `sentence` is the network's."""

    def __init__(self, sentence: str = "", *, status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Rejected(NetworkError):
    """The network said no and would say no again: show its sentence."""


class RateLimited(NetworkError):
    """Nothing was posted; try again at `retry_at` (UTC), or after a back-off when that is None."""

    def __init__(
        self, sentence: str = "", *, status: int | None = None, retry_at: datetime | None = None
    ) -> None:
        super().__init__(sentence, status=status)
        self.retry_at = retry_at


class Unreachable(NetworkError):
    """Nothing was sent, or nothing that could become a post: trying again is safe."""


class NeedsReconnect(NetworkError):
    """The token is not taken any more; nothing was posted."""


class Unclear(NetworkError):
    """The post may exist: look before sending again."""


@dataclass(frozen=True)
class App:
    """Our app as a server knows it."""

    host: str
    client_id: str
    client_secret: Secret


@dataclass(frozen=True)
class Grant:
    """What the person allowed. `expires_at` is None for a token without an end."""

    token: Secret
    scopes: str
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Profile:
    remote_id: str
    handle: str
    name: str
    url: str


@dataclass(frozen=True)
class Access:
    """What a call on behalf of a person needs."""

    host: str
    token: Secret
    remote_id: str


@dataclass(frozen=True)
class Image:
    content: bytes = field(repr=False)
    mime: str
    alt: str


@dataclass(frozen=True)
class Outgoing:
    """A post to be made. `text` is complete; `link` is the short link in it, the mark to find the post by."""

    text: str
    link: str
    language: str
    visibility: str
    idempotency_key: str
    image: Image | None = None


@dataclass(frozen=True)
class Posted:
    remote_id: str
    url: str


@dataclass(frozen=True)
class Limits:
    """What a server takes. Lengths in its own way of counting, sizes in bytes."""

    max_characters: int
    image_bytes: int
    image_types: tuple[str, ...]
    description_characters: int


class Adapter(Protocol):
    """One network. Every method may raise the errors above; none is retried inside."""

    def register(self, host: str, *, name: str, redirect_uri: str, website: str) -> App:
        """Make our app known to a server (Mastodon), or raise Rejected."""

    def home(self, host: str) -> str:
        """The host that serves the accounts named after `host`, often the same; "" when nothing says so."""

    def knows(self, app: App) -> bool:
        """Whether the server still knows our app; True when it does not say. A forgotten one is made anew."""

    def issuer(self, host: str) -> str:
        """What `iss` in a callback must be, when it is there (RFC 9207), without a slash at its end."""

    def limits(self, host: str) -> Limits:
        """Ask the server what it takes."""

    def consent(self, app: App, *, redirect_uri: str, state: str) -> tuple[str, str]:
        """The address of the consent page and the PKCE verifier that the exchange needs."""

    def exchange(self, app: App, *, redirect_uri: str, code: str, verifier: str) -> Grant:
        """Trade the code for a token."""

    def profile(self, access: Access) -> Profile:
        """Who the token belongs to. `access.remote_id` may still be empty."""

    def revoke(self, app: App, token: Secret) -> None:
        """Give the token back."""

    def post(self, access: Access, outgoing: Outgoing) -> Posted:
        """Make the post. Unclear when it may exist all the same."""

    def find(self, access: Access, link: str) -> Posted | None:
        """Look for a post with this short link among the account's newest; None means it is not there."""

    def delete(self, access: Access, remote_id: str) -> None:
        """Take a post down; one that is gone already is fine."""
