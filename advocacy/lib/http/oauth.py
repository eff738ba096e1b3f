"""OAuth 2 sessions of requests-oauthlib on our own transport, so that token calls pass the same checks."""

import json
import logging
import time
from typing import Any, Final

import requests
from oauthlib.oauth2 import MissingTokenError, WebApplicationClient
from requests_oauthlib import OAuth2Session

from .addresses import parse, require_https
from .calling import own_headers
from .errors import Refused
from .transport import send

DEADLINE: Final = 30.0  # seconds, for each request of a session
MAX_BYTES: Final = 2_000_000

# At level DEBUG these write tokens, codes and query strings; urllib3.connection does so even as a warning.
for _name, _level in (("requests_oauthlib", "INFO"), ("oauthlib", "INFO"), ("urllib3", "ERROR")):
    logging.getLogger(_name).setLevel(_level)


class OAuthSession(OAuth2Session):
    """An OAuth2Session that can reach only what `call` can reach, follows no redirect and keeps no cookie.

    Plain http is for hosts in NETWORK_LOCAL_HOSTS alone; others raise Refused. A token whose scope differs
    from the one asked for is taken as it is: look at `token["scope"]`, a list, also where the server writes
    commas (LinkedIn does). Between the two halves of a connection keep `code_verifier` and set it again.
    Raises OAuth2Error and HttpError.
    """

    def __init__(self, client_id: str, *, code_verifier: str | None = None, **kwargs: Any) -> None:
        client = kwargs.pop("client", None) or _LenientClient(client_id, token=kwargs.get("token"))
        super().__init__(client_id, client=client, **kwargs)
        self._code_verifier = code_verifier
        self._sends_verifier = bool(kwargs.get("pkce"))
        self.trust_env = False
        self.adapters.clear()  # `send` is the only way out
        self.headers.clear()
        self.headers.update({**own_headers(), "Accept": "application/json"})

    @property
    def code_verifier(self) -> str | None:
        """PKCE's secret half; made by `authorization_url` when the session has pkce="S256"."""
        return self._code_verifier

    @code_verifier.setter
    def code_verifier(self, value: str | None) -> None:
        self._code_verifier = value

    def authorization_url(self, url: str, *args: Any, **kwargs: Any) -> tuple[str, str]:
        """The address to send the person to, and the state."""
        found, state = super().authorization_url(_checked(url), *args, **kwargs)
        return str(found), str(state)

    def fetch_token(self, token_url: str, *args: Any, **kwargs: Any) -> Any:
        """Trades the code for a token. `code_verifier` may be handed in."""
        self._code_verifier = kwargs.pop("code_verifier", self._code_verifier)
        if self._code_verifier and not self._sends_verifier:
            kwargs["code_verifier"] = self._code_verifier
        return super().fetch_token(_checked(token_url), *args, **kwargs)

    def refresh_token(self, token_url: str, *args: Any, **kwargs: Any) -> Any:
        """Trades the refresh token for a new pair."""
        return super().refresh_token(_checked(token_url), *args, **kwargs)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """One request with the token, unless `withhold_token` is set."""
        try:
            return super().request(method, _checked(url), *args, **kwargs)
        except (requests.RequestException, ValueError, TypeError):
            pass  # only preparing raises these, and they quote headers
        raise Refused("The request cannot be put together.")

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Out through our transport. Options of requests (verify, proxies, timeout …) have no effect."""
        response = send(request, until=time.monotonic() + DEADLINE, max_bytes=MAX_BYTES)
        response.encoding = response.encoding or "utf-8"  # requests would guess, slowly
        return response


class _LenientClient(WebApplicationClient):
    """Takes the granted scope for the wanted one, and whatever is broken in an answer for a missing token."""

    def parse_request_body_response(self, body: str, scope: Any = None, **kwargs: Any) -> Any:
        try:
            granted = json.loads(body)
            if (told := granted.get("scope")) is not None:
                granted["scope"] = scope = told if isinstance(told, list) else told.replace(",", " ").split()
            return super().parse_request_body_response(json.dumps(granted), scope=scope, **kwargs)
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            raise MissingTokenError(description="The answer holds no readable token.") from None


class _LocalAddress(str):
    """The http address of a named host. oauthlib tests `uri.lower().startswith("https://")`; this one passes.

    So the rule is lifted for this address alone; OAUTHLIB_INSECURE_TRANSPORT would lift it for the process.
    """

    __slots__ = ()

    def lower(self) -> str:
        return super().lower().replace("http://", "https://", 1)


def _checked(url: str | bytes) -> str:
    text = url.decode() if isinstance(url, bytes) else url
    require_https(found := parse(text))
    return _LocalAddress(text) if found.scheme == "http" else text
