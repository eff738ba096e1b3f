"""A second server of Mastodon's API that shares no code and no habits with the sandbox: it behaves like GoToSocial.

No discovery document, no PKCE, only `/api/v1/instance`, 5,000 characters, ids that are no numbers, and above all no
Idempotency-Key: two calls are two posts.
"""

from __future__ import annotations

import html
import json
import re
import secrets
import threading
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ACCOUNT_ID = "01JDANNA0000000000000000AN"
LINK = re.compile(r"https?://[^\s<]+")


class GoToSocial:
    """The server on a free loopback port, in a thread. One person lives on it and has signed in."""

    def __init__(self) -> None:
        self.apps: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, str]] = {}
        self.statuses: list[dict[str, Any]] = []
        self.attached: set[str] = set()
        self.traded: list[str] = []
        self.says_no = False
        # Mastodon hands the same token out again for the same app and person; set this to behave so.
        self.only_token = ""
        self.seen: list[str] = []
        peer = self

        class Handler(_Handler):
            server_of_peer = peer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"
        # A host may only point to where its accounts are served ("account-domain"): then `serves` is off.
        self.home = self.url
        self.serves = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def __enter__(self) -> GoToSocial:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    server_of_peer: GoToSocial
    timeout = 20

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def _answer(self, method: str) -> None:
        parts = urlsplit(self.path)
        self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.body = self._read()
        self.server_of_peer.seen.append(f"{method} {parts.path}")
        for known, pattern, name in ROUTES:
            found = re.fullmatch(pattern, parts.path)
            if found and known == method and (self.server_of_peer.serves or name == "host_meta"):
                getattr(self, name)(*found.groups())
                return
        self._say(404, {"error": "Not Found"})

    def _read(self) -> dict[str, Any]:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("application/json"):
            return dict(json.loads(raw))
        if kind.startswith("multipart/"):
            message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
            parts = message.get_payload()
            assert isinstance(parts, list)
            return {
                str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)  # type: ignore[union-attr]
                for part in parts
            }
        return {name: values[-1] for name, values in parse_qs(raw.decode()).items()}

    def _say(self, status: int, payload: object, **headers: str) -> None:
        body = json.dumps(payload).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _token(self, scope: str) -> dict[str, str] | None:
        token = self.server_of_peer.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if token is None:
            self._say(401, {"error": "Unauthorized: token was not valid"})
        elif scope not in token["scope"].split() and scope.split(":")[0] not in token["scope"].split():
            self._say(403, {"error": f"Forbidden: token has insufficient scope permission (need {scope})"})
            return None
        return token

    def host_meta(self) -> None:
        template = f"{self.server_of_peer.home}/.well-known/webfinger?resource={{uri}}"
        link = f'<Link rel="lrdd" type="application/xrd+xml" template="{template}"/>'
        body = f'<?xml version="1.0"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">{link}</XRD>'.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def register(self) -> None:
        uri, scopes = self.body.get("redirect_uris"), self.body.get("scopes", "read")
        if not isinstance(uri, str) or not uri.startswith("http"):
            self._say(400, {"error": "Bad Request: redirect_uris must be an address"})
            return
        client_id, secret = _ulid(), secrets.token_hex(16)
        self.server_of_peer.apps[client_id] = {"secret": secret, "uri": uri, "scopes": scopes}
        named = {"name": self.body["client_name"], "website": self.body["website"], "redirect_uri": uri}
        self._say(200, {"id": _ulid(), **named, "client_id": client_id, "client_secret": secret})

    def authorize(self) -> None:
        peer, app = self.server_of_peer, self.server_of_peer.apps.get(self.query.get("client_id", ""))
        if app is None or app["uri"] != self.query.get("redirect_uri"):
            self._say(400, {"error": "Bad Request: unknown client or redirect_uri"})
            return
        back = {"state": self.query.get("state", "")}
        if peer.says_no:
            back["error"] = "access_denied"
        else:
            back["code"] = secrets.token_urlsafe(24)
            peer.codes[back["code"]] = {
                "client": self.query["client_id"],
                "scope": self.query["scope"],
                "uri": self.query["redirect_uri"],
            }
        self._say(302, {}, Location=f"{app['uri']}?{urlencode(back)}")

    def give_token(self) -> None:
        peer, asked = self.server_of_peer, self.body
        app = peer.apps.get(str(asked.get("client_id")))
        if app is None or app["secret"] != asked.get("client_secret"):
            self._say(401, {"error": "invalid_client", "error_description": "Client authentication failed"})
            return
        if asked.get("grant_type") == "client_credentials":
            self._say(
                200, {"access_token": _ulid(), "token_type": "Bearer", "scope": "read", "created_at": 1}
            )
            return
        peer.traded.append(str(asked.get("code")))
        code = peer.codes.pop(str(asked.get("code")), None)
        if code is None or code["client"] != asked["client_id"] or code["uri"] != asked.get("redirect_uri"):
            self._say(400, {"error": "invalid_grant", "error_description": "code is invalid or used"})
            return
        token = peer.only_token or secrets.token_urlsafe(30)
        peer.tokens[token] = {"scope": code["scope"], "client": code["client"]}
        self._say(
            200, {"access_token": token, "token_type": "Bearer", "scope": code["scope"], "created_at": 1}
        )

    def revoke(self) -> None:
        self.server_of_peer.tokens.pop(str(self.body.get("token")), None)
        self._say(200, {})

    def instance(self) -> None:
        configuration = {
            "statuses": {
                "max_characters": 5000,
                "max_media_attachments": 6,
                "characters_reserved_per_url": 25,
            },
            "media_attachments": {
                "supported_mime_types": ["image/jpeg", "image/png", "image/webp", "video/mp4"],
                "image_size_limit": 41_943_040,
                "description_limit": 1500,
            },
        }
        self._say(200, {"uri": self.server_of_peer.host, "version": "0.19.1", "configuration": configuration})

    def who(self) -> None:
        if self._token("read:accounts"):
            self._say(200, self._account())

    def _account(self) -> dict[str, Any]:
        url = f"{self.server_of_peer.url}/@anna"
        return {"id": ACCOUNT_ID, "username": "anna", "acct": "anna", "display_name": "Anna Öz", "url": url}

    def upload(self) -> None:
        if self._token("write:media"):
            self._say(200, {"id": _ulid(), "type": "image", "url": f"{self.server_of_peer.url}/m.webp"})

    def post(self) -> None:
        peer, asked = self.server_of_peer, self.body
        if self._token("write:statuses") is None:
            return
        media = list(asked.get("media_ids") or [])
        if peer.attached & set(media):
            self._say(400, {"error": "Bad Request: media already attached to status"})
            return
        if len(str(asked.get("status", ""))) > 5000:
            self._say(400, {"error": "Bad Request: status text too long"})
            return
        peer.attached |= set(media)
        status_id = _ulid()
        content = LINK.sub(
            lambda found: f'<a href="{found[0]}" rel="nofollow">{found[0]}</a>',
            html.escape(str(asked["status"]), quote=False),
        )
        status = {
            "id": status_id,
            "uri": f"{peer.url}/users/anna/statuses/{status_id}",
            "url": f"{peer.url}/@anna/statuses/{status_id}",
            "content": f"<p>{content}</p>",
            "visibility": asked.get("visibility"),
            "language": asked.get("language"),
            "reblog": None,
            "card": None,
            "account": self._account(),
        }
        peer.statuses.insert(0, status)
        self._say(200, status)

    def own_statuses(self, account_id: str) -> None:
        if self._token("read:statuses") is None:
            return
        if account_id != ACCOUNT_ID:
            self._say(404, {"error": "Not Found: target not found"})
            return
        ids = [status["id"] for status in self.server_of_peer.statuses]
        start = ids.index(self.query["max_id"]) + 1 if self.query.get("max_id") in ids else 0
        self._say(
            200, self.server_of_peer.statuses[start : start + min(int(self.query.get("limit", 30)), 40)]
        )

    def delete(self, status_id: str) -> None:
        if self._token("write:statuses") is None:
            return
        found = [status for status in self.server_of_peer.statuses if status["id"] == status_id]
        if not found:
            self._say(404, {"error": "Not Found: target not found"})
            return
        self.server_of_peer.statuses.remove(found[0])
        self._say(200, found[0])


ROUTES = [
    ("GET", r"/.well-known/host-meta", "host_meta"),
    ("POST", r"/api/v1/apps", "register"),
    ("GET", r"/oauth/authorize", "authorize"),
    ("POST", r"/oauth/token", "give_token"),
    ("POST", r"/oauth/revoke", "revoke"),
    ("GET", r"/api/v1/instance", "instance"),
    ("GET", r"/api/v1/accounts/verify_credentials", "who"),
    ("GET", r"/api/v1/accounts/([^/]+)/statuses", "own_statuses"),
    ("POST", r"/api/v2/media", "upload"),
    ("POST", r"/api/v1/statuses", "post"),
    ("DELETE", r"/api/v1/statuses/([^/]+)", "delete"),
]


def _ulid() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(26))
