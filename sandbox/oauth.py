"""Registering clients and handing out tokens: the OAuth 2.0 half of Mastodon's API, with PKCE.

Paths, parameters and sentences follow Mastodon's documentation (methods/apps, methods/oauth) and Doorkeeper,
the library behind it.
"""

import base64
import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from sandbox.state import App, Grant, Store, Token
from sandbox.web import Refused, Request, Response, answer_json, redirect_to

CODE_LIFETIME = 600  # seconds, as Mastodon's
SCOPES = (
    *("read", "write", "follow", "push", "profile"),
    *("read:accounts", "read:statuses", "read:favourites", "read:notifications"),
    *("write:accounts", "write:statuses", "write:media", "write:favourites"),
)
PERSON_NAME = re.compile(r"[a-z0-9_]{1,30}")
NETLOC = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
BAD_CLIENT = (
    "Client authentication failed due to unknown client, no client authentication included, "
    "or unsupported authentication method."
)
BAD_GRANT = (
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used "
    "in the authorization request, or was issued to another client."
)
BAD_SCOPE = "The requested scope is invalid, unknown, or malformed."
DENIED = "The resource owner or authorization server denied the request."


class CannotAsk(Exception):
    """The client or its redirect address is unknown: redirect nowhere, say the word `args[0]`."""


class SentBack(Exception):
    """The request is wrong in a way that the client is told about by a redirect to `args[0]`."""


@dataclass(frozen=True)
class Ask:
    """What a client asks a person for on the consent page."""

    app: App
    redirect_uri: str
    scopes: list[str]
    state: str
    challenge: str

    def address(self, **params: str) -> str:
        """Return the client's redirect address with `params` and the state it gave."""
        extra = urlencode(params | ({"state": self.state} if self.state else {}))
        return self.redirect_uri + ("&" if urlsplit(self.redirect_uri).query else "?") + extra

    def fields(self) -> dict[str, str]:
        """Return the parameters to send along with the consent form."""
        pkce = {"code_challenge": self.challenge, "code_challenge_method": "S256"} if self.challenge else {}
        return pkce | {
            "response_type": "code",
            "client_id": self.app.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(self.scopes),
            "state": self.state,
        }


def describe_server(store: Store, request: Request) -> Response:
    """Answer the discovery document (RFC 8414), as Mastodon does since 4.3."""
    base = request.base
    return answer_json(
        {
            "issuer": f"{base}/",
            "service_documentation": "https://docs.joinmastodon.org/",
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "app_registration_endpoint": f"{base}/api/v1/apps",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "code_challenge_methods_supported": ["S256"],
            "grant_types_supported": ["authorization_code"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
    )


def register(store: Store, request: Request) -> Response:
    """Answer `POST /api/v1/apps`."""
    app = add_app(
        store,
        name=request.data.get("client_name").strip(),
        redirect_uris=[uri for text in request.data.all("redirect_uris") for uri in text.split()],
        scopes=request.data.get("scopes", "read").split(),
        website=request.data.get("website"),
    )
    return answer_json(
        {
            "id": app.id,
            "name": app.name,
            "website": app.website or None,
            "scopes": app.scopes,
            "redirect_uris": app.redirect_uris,
            "redirect_uri": "\n".join(app.redirect_uris),
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "client_secret_expires_at": 0,
        }
    )


def add_app(
    store: Store, *, name: str, redirect_uris: list[str], scopes: list[str], website: str = ""
) -> App:
    """Make a client; raise `Refused` (422) for a name, address or scope that Mastodon would not take."""
    if not name:
        raise Refused(422, "Validation failed: Application name can't be blank")
    if not redirect_uris or not all(_is_absolute(uri) for uri in redirect_uris):
        raise Refused(422, "Validation failed: Redirect URI must be an absolute URI.")
    if not set(scopes) <= set(SCOPES):
        raise Refused(422, "Validation failed: Scopes doesn't match configured on the server.")
    client_id, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    app = App(store.new_id(), name, website, scopes, redirect_uris, client_id, secret)
    store.network.apps[client_id] = app
    return app


def read_ask(store: Store, request: Request) -> Ask:
    """Return what is asked; raise `CannotAsk` or `SentBack` when it may not be."""
    params = request.query if request.method == "GET" else request.data
    app = store.network.apps.get(params.get("client_id"))
    if app is None:
        raise CannotAsk("unknown_client")
    if params.get("redirect_uri") not in app.redirect_uris:
        raise CannotAsk("bad_redirect")
    scopes = params.get("scope", "read").split()
    ask = Ask(app, params.get("redirect_uri"), scopes, params.get("state"), params.get("code_challenge"))
    if params.get("response_type") != "code":
        raise SentBack(ask.address(error="unsupported_response_type"))
    if not scopes or not _covers(app.scopes, scopes):
        raise SentBack(ask.address(error="invalid_scope", error_description=BAD_SCOPE))
    if ask.challenge and params.get("code_challenge_method") != "S256":
        raise SentBack(ask.address(error="invalid_code_challenge_method"))
    if ask.challenge and not CHALLENGE.fullmatch(ask.challenge):
        raise SentBack(
            ask.address(error="invalid_request", error_description="The code challenge is malformed.")
        )
    return ask


def grant(store: Store, ask: Ask, person: str) -> str:
    """Write down that `person` agreed, and return the address to send the browser to."""
    code = secrets.token_urlsafe(32)
    store.network.grants[code] = Grant(
        code=code,
        client_id=ask.app.client_id,
        person=store.person(person).name,
        redirect_uri=ask.redirect_uri,
        scopes=ask.scopes,
        challenge=ask.challenge,
        expires_at=time.time() + CODE_LIFETIME,
    )
    return ask.address(code=code)


def deny(ask: Ask) -> Response:
    """Tell the client that the person said no."""
    return redirect_to(ask.address(error="access_denied", error_description=DENIED))


def exchange(store: Store, request: Request) -> Response:
    """Answer `POST /oauth/token`: a code, used once, for a token."""
    app = _client(store, request)
    if app is None:
        raise Refused(401, "invalid_client", BAD_CLIENT)
    if request.data.get("grant_type") != "authorization_code":
        sentence = "The authorization grant type is not supported by the authorization server."
        raise Refused(400, "unsupported_grant_type", sentence)
    found = store.network.grants.get(request.data.get("code"))
    if found is None or found.client_id != app.client_id or found.expires_at < time.time():
        raise Refused(400, "invalid_grant", BAD_GRANT)
    if found.redirect_uri != request.data.get("redirect_uri"):
        raise Refused(400, "invalid_grant", BAD_GRANT)
    _check_verifier(found, request.data.get("code_verifier"))
    del store.network.grants[found.code]
    token = store.issue_token(app.client_id, found.person, found.scopes)
    return answer_json(
        {
            "access_token": token.token,
            "token_type": "Bearer",
            "scope": " ".join(token.scopes),
            "created_at": token.created_at,
        }
    )


def revoke(store: Store, request: Request) -> Response:
    """Answer `POST /oauth/revoke`; an unknown token is as good as revoked (RFC 7009)."""
    app = _client(store, request)
    token = store.network.tokens.get(request.data.get("token"))
    if app is None or (token and token.client_id != app.client_id):
        raise Refused(403, "unauthorized_client", "You are not authorized to revoke this token")
    if token:
        token.revoked = True
    return answer_json({})


def require_token(store: Store, request: Request, *scopes: str) -> Token:
    """Return the caller's token; raise `Refused` 401 without a valid one, 403 without one of `scopes`."""
    token = store.network.tokens.get(request.bearer)
    if token is None:
        raise Refused(401, "The access token is invalid")
    if token.revoked:
        raise Refused(401, "The access token was revoked")
    if not any(_covers(token.scopes, [scope]) for scope in scopes):
        raise Refused(403, "This action is outside the authorized scopes")
    return token


def forget_credentials(store: Store, request: Request) -> None:
    """Revoke the token and the code that this request carries: the person withdrew them a moment ago."""
    token = store.network.tokens.get(request.bearer)
    if token:
        token.revoked = True
    store.network.grants.pop(request.data.get("code"), None)


def _is_absolute(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(NETLOC.fullmatch(parts.netloc)) and not parts.fragment


def _covers(granted: list[str], wanted: list[str]) -> bool:
    return all(scope in granted or scope.partition(":")[0] in granted for scope in wanted)


def _client(store: Store, request: Request) -> App | None:
    client_id, secret = request.data.get("client_id"), request.data.get("client_secret")
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:
            return None
    app = store.network.apps.get(client_id)
    same = app is not None and hmac.compare_digest(app.client_secret.encode(), secret.encode())
    return app if same else None


def _check_verifier(found: Grant, verifier: str) -> None:
    if found.challenge and not verifier:
        raise Refused(400, "invalid_request", "Missing required parameter: code_verifier.")
    digest = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() if verifier else ""
    if not hmac.compare_digest(made, found.challenge):
        raise Refused(400, "invalid_grant", BAD_GRANT)
