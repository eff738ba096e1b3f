"""Mastodon, and whatever else speaks its API: what we want from a network, said in this API's calls."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, Final, TypeGuard
from urllib.parse import quote, urlsplit

from advocacy.lib import http
from advocacy.lib.vault import Secret
from sharing.networks.base import (
    Access,
    Adapter,
    App,
    Grant,
    Image,
    Limits,
    NeedsReconnect,
    NetworkError,
    Outgoing,
    Posted,
    Profile,
    Rejected,
    Unclear,
    Unreachable,
)
from sharing.networks.mastodon.client import QUICK, SECONDS, Client, base_of, until, whole_number
from sharing.networks.mastodon.posts import carries

WRITE_SCOPES: Final = "read:statuses write:statuses write:media"
PICTURE_SECONDS: Final = (
    45.0  # for upload and processing together; with the post itself 75 s, within any lease
)
POLL_SECONDS: Final = 1.0
TEMPLATE: Final = re.compile(r"""\btemplate=["']([^"'{]{1,500})""")
PAGE: Final = 40  # the most that accounts/:id/statuses gives at once
PAGES: Final = 3
IMAGE_TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif")
# What a server tells is believed up to here.
MOST_CHARACTERS: Final = 50_000
MOST_IMAGE_BYTES: Final = 40_000_000
MOST_DESCRIPTION: Final = 10_000
USUAL = Limits(500, 16_777_216, ("image/jpeg", "image/png"), 1500)
EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
}


@dataclass(frozen=True)
class _Endpoints:
    """Where a server's OAuth lives."""

    authorize: str
    token: str
    revoke: str
    knows_profile: bool


class Mastodon:
    """The adapter. It keeps nothing between calls."""

    def register(self, host: str, *, name: str, redirect_uri: str, website: str) -> App:
        """Make our app known with exactly the scopes we will ask for."""
        client = Client(host)
        wanted = {
            "client_name": name,
            "redirect_uris": redirect_uri,
            "scopes": _scopes(_discover(host)),
            "website": website,
        }
        answer = client.call("POST", "/api/v1/apps", json=wanted, seconds=QUICK)
        told = client.json_of(answer, dict)
        client_id, secret = told.get("client_id"), told.get("client_secret")
        if not _is_token(client_id, 500) or not _is_token(secret, 2000):
            raise Rejected("", status=answer.status)
        return App(host, client_id, Secret(secret))

    def home(self, host: str) -> str:
        """Where host-meta leads (RFC 6415): @ada@acme.example may live on social.acme.example."""
        try:
            answer = http.fetch(f"{base_of(host)}/.well-known/host-meta", max_bytes=50_000, deadline=QUICK)
            named = TEMPLATE.search(answer.text) if answer.status == 200 else None
            found = urlsplit(http.check_url(named[1] if named else "")).netloc
        except (http.HttpError, ValueError):
            return ""
        return found.removesuffix(":443")

    def knows(self, app: App) -> bool:
        """Whether the server still knows our app: some forget apps that nobody used for a while.

        Asked by the client's own grant, which needs no person. Only a plain "invalid_client" counts as no.
        """
        asked = {
            "grant_type": "client_credentials",
            "client_id": app.client_id,
            "client_secret": app.client_secret.reveal(),
        }
        client = Client(app.host, hidden=(app.client_secret,))
        try:
            client.call("POST", "/oauth/token", form=asked, seconds=QUICK)
        except NetworkError as error:
            return "invalid_client" not in error.sentence
        return True

    def issuer(self, host: str) -> str:
        """The name a server gives itself in `iss`, without a slash at its end."""
        return base_of(host)

    def limits(self, host: str) -> Limits:
        """What the instance document tells; the usual values where it is silent."""
        client = Client(host)
        for path in ("/api/v2/instance", "/api/v1/instance"):
            try:
                told = client.json_of(client.call("GET", path, seconds=QUICK), dict)
            except (Rejected, NeedsReconnect):
                continue
            return _read_limits(told)
        return USUAL

    def consent(self, app: App, *, redirect_uri: str, state: str) -> tuple[str, str]:
        """The consent page, always with a PKCE challenge: a server that does not know it ignores it."""
        found = _discover(app.host)
        session = _session(app, redirect_uri, scopes=_scopes(found))
        try:
            address, _state = session.authorization_url(found.authorize, state=state)
        except http.HttpError as error:
            raise Unreachable(error.sentence) from None
        return address, session.code_verifier or ""

    def exchange(self, app: App, *, redirect_uri: str, code: str, verifier: str) -> Grant:
        """Trade the code for a token, only ever at the server that our app is registered with."""
        found = _discover(app.host)
        session = _session(app, redirect_uri, scopes=_scopes(found))
        client = Client(app.host, hidden=(app.client_secret, Secret(code), Secret(verifier)))
        try:
            told = session.fetch_token(
                found.token,
                code=code,
                code_verifier=verifier,
                client_secret=app.client_secret.reveal(),
                include_client_id=True,
            )
        except http.OAuth2Error as error:
            raise Rejected(client.plain(f"{error.error}: {error.description or ''}".rstrip(": "))) from None
        except http.HttpError as error:
            raise Unreachable(error.sentence) from None
        token, granted = told.get("access_token"), told.get("scope")
        if not _is_token(token, 4000):
            raise Rejected("")
        # A server that names no scopes gave all that were asked for (RFC 6749, section 5.1).
        scopes = client.plain(" ".join(granted)) if isinstance(granted, list) else ""
        return Grant(Secret(token), scopes or _scopes(found))

    def profile(self, access: Access) -> Profile:
        """Whose token it is, by the server's account id."""
        client = Client(access.host, access.token)
        path = "/api/v1/accounts/verify_credentials"
        answer = client.call("GET", path, seconds=QUICK)
        told = client.json_of(answer, dict)
        remote_id = _id_of(told)
        name = client.plain(told.get("username") or told.get("acct"), 150).partition("@")[0].strip()
        if not remote_id or not name:
            raise Unreachable("", status=answer.status)
        return Profile(
            remote_id=remote_id,
            handle=f"@{name}@{access.host}"[:255],
            name=client.plain(told.get("display_name"), 200) or name,
            url=client.web_address(told.get("url")),
        )

    def revoke(self, app: App, token: Secret) -> None:
        """Give the token back (RFC 7009)."""
        asked = {
            "client_id": app.client_id,
            "client_secret": app.client_secret.reveal(),
            "token": token.reveal(),
        }
        client = Client(app.host, hidden=(app.client_secret, token))
        client.call("POST", "/oauth/revoke", form=asked, seconds=QUICK)

    def post(self, access: Access, outgoing: Outgoing) -> Posted:
        """Picture first, then the post. As long as the picture is not up, nothing was posted."""
        client = Client(access.host, access.token)
        media = [_upload(client, outgoing.image)] if outgoing.image else []
        answer = client.call(
            "POST",
            "/api/v1/statuses",
            headers={"Idempotency-Key": outgoing.idempotency_key},
            json={
                "status": outgoing.text,
                "language": outgoing.language,
                "visibility": outgoing.visibility,
                "media_ids": media,
            },
            seconds=SECONDS,
            writes=True,
        )
        posted = _posted(client, client.json_of(answer, dict, writes=True))
        if posted is None:
            raise Unclear("", status=answer.status)
        return posted

    def find(self, access: Access, link: str) -> Posted | None:
        """Look through the newest 120 own posts. A page that cannot be read raises: it proves nothing."""
        client = Client(access.host, access.token)
        path = f"/api/v1/accounts/{quote(access.remote_id, safe='')}/statuses"
        params: dict[str, str | int] = {"limit": PAGE, "exclude_reblogs": "true"}
        for _page in range(PAGES):
            page = client.json_of(client.call("GET", path, params=params, seconds=QUICK), list)
            for status in page:
                if isinstance(status, dict) and not status.get("reblog") and carries(status, link):
                    return _found(client, status)
            last = _id_of(page[-1]) if page and isinstance(page[-1], dict) else ""
            if not last or last == params.get("max_id"):
                break
            params["max_id"] = last
        return None

    def delete(self, access: Access, remote_id: str) -> None:
        """Take the post down; 404 and 410 say that it is gone already."""
        client = Client(access.host, access.token)
        try:
            client.call("DELETE", f"/api/v1/statuses/{quote(remote_id, safe='')}")
        except Rejected as error:
            if error.status not in (404, 410):
                raise


def _discover(host: str) -> _Endpoints:
    """The server's own word on its OAuth (RFC 8414, Mastodon 4.3), the classic paths where it has none.

    An endpoint on another host is not believed: the code would go there.
    """
    client, base = Client(host), base_of(host)
    try:
        answer = client.call("GET", "/.well-known/oauth-authorization-server", seconds=QUICK)
        told = client.json_of(answer, dict)
    except Unreachable as error:
        if error.status is None:
            raise
        told = {}
    except NetworkError:
        told = {}
    scopes = told.get("scopes_supported")
    return _Endpoints(
        authorize=_own(base, told.get("authorization_endpoint")) or f"{base}/oauth/authorize",
        token=_own(base, told.get("token_endpoint")) or f"{base}/oauth/token",
        revoke=_own(base, told.get("revocation_endpoint")) or f"{base}/oauth/revoke",
        knows_profile=isinstance(scopes, list) and "profile" in scopes,
    )


def _own(base: str, address: object) -> str:
    if not isinstance(address, str) or len(address) > 500:
        return ""
    try:
        found = urlsplit(http.check_url(address))
    except (http.Refused, ValueError):
        return ""
    return found.geturl() if f"{found.scheme}://{found.netloc}" == base else ""


def _scopes(found: _Endpoints) -> str:
    """The least that will do: `profile` shows who she is, no more; older servers only have read:accounts."""
    return f"{'profile' if found.knows_profile else 'read:accounts'} {WRITE_SCOPES}"


def _session(app: App, redirect_uri: str, *, scopes: str) -> http.OAuthSession:
    return http.OAuthSession(app.client_id, redirect_uri=redirect_uri, scope=scopes.split(), pkce="S256")


def _upload(client: Client, image: Image) -> str:
    """Put the picture on the server and wait until it can be attached; gives its id."""
    end = until(PICTURE_SECONDS)
    answer = client.call(
        "POST",
        "/api/v2/media",
        files={"file": (f"picture.{EXTENSIONS.get(image.mime, 'bin')}", image.content, image.mime)},
        form={"description": image.alt},
        seconds=SECONDS,
    )
    media_id = _id_of(client.json_of(answer, dict))
    if not media_id:
        raise Unreachable("", status=answer.status)
    while answer.status in (202, 206):
        if time.monotonic() + POLL_SECONDS >= end:
            raise Unreachable("", status=answer.status)
        time.sleep(POLL_SECONDS)
        left = max(end - time.monotonic(), POLL_SECONDS)
        answer = client.call("GET", f"/api/v1/media/{quote(media_id, safe='')}", seconds=min(left, QUICK))
    return media_id


def _posted(client: Client, status: dict[str, Any]) -> Posted | None:
    remote_id = _id_of(status)
    url = client.web_address(status.get("url")) or client.web_address(status.get("uri"))
    return Posted(remote_id, url) if remote_id else None


def _found(client: Client, status: dict[str, Any]) -> Posted:
    posted = _posted(client, status)
    if posted is None:
        raise Unreachable("", status=200)
    return posted


def _id_of(entity: dict[str, Any]) -> str:
    """An entity's id: text in this API, a number on a few servers; "" for anything else."""
    found = entity.get("id")
    shown = str(found) if isinstance(found, int) and not isinstance(found, bool) else found
    return shown if _is_token(shown, 255) else ""


def _is_token(value: object, longest: int) -> TypeGuard[str]:
    """A string of visible ASCII, such as ids, tokens and secrets are."""
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        return False
    return value.isascii() and value.isprintable() and " " not in value


def _read_limits(told: dict[str, Any]) -> Limits:
    configuration = _dict(told.get("configuration"))
    statuses, media = _dict(configuration.get("statuses")), _dict(configuration.get("media_attachments"))
    types = media.get("supported_mime_types")
    known = tuple(kind for kind in IMAGE_TYPES if isinstance(types, list) and kind in types)
    # Pleroma and older GoToSocial write max_toot_chars at the top.
    length = statuses.get("max_characters", told.get("max_toot_chars"))
    return Limits(
        max_characters=whole_number(length, low=1, high=MOST_CHARACTERS, default=USUAL.max_characters),
        image_bytes=whole_number(
            media.get("image_size_limit"), low=1, high=MOST_IMAGE_BYTES, default=USUAL.image_bytes
        ),
        image_types=known or USUAL.image_types,
        description_characters=whole_number(
            media.get("description_limit"),
            low=1,
            high=MOST_DESCRIPTION,
            default=USUAL.description_characters,
        ),
    )


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


ADAPTER: Adapter = Mastodon()
