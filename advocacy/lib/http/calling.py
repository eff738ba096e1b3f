"""The two ways to ask: `call` an API we speak to by name, `fetch` a stranger's page, feed or picture."""

import json as jsonlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, Final
from urllib.parse import urljoin

import requests
from django.conf import settings
from urllib3.util import Url

from .addresses import check_url, parse, port_of
from .errors import NoAnswer, Refused
from .transport import send

MAX_REDIRECTS: Final = 3
# All that may follow a redirect to another origin: Authorization, cookies and whatever else stay behind.
TRAVELLING: Final = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})
# Codecs whose decoding takes quadratic time; no page is written in them.
SLOW_CODECS: Final = frozenset({"idna", "punycode"})

Pairs = Mapping[str, Any] | Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What came back. Its repr shows the status alone: body, headers and address may hold secrets."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in any case
    body: bytes = field(repr=False)
    url: str = field(repr=False)

    @property
    def text(self) -> str:
        """The body by the charset it names, else UTF-8; what cannot be decoded becomes U+FFFD."""
        named = Message()
        named["Content-Type"] = self.headers.get("Content-Type", "")
        charset = named.get_content_charset("utf-8")
        try:
            return self.body.decode("utf-8" if charset in SLOW_CODECS else charset, errors="replace")
        except (LookupError, ValueError):
            return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError, also for JSON nested too deeply to read."""
        try:
            return jsonlib.loads(self.body)
        except RecursionError:
            raise ValueError("The JSON is nested too deeply.") from None


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Pairs | None = None,
    form: Pairs | None = None,
    json: Any = None,
    files: Any = None,
    content: bytes | None = None,
    deadline: float = 30.0,
    max_bytes: int = 2_000_000,
) -> Answer:
    """One request to an API, https only but for NETWORK_LOCAL_HOSTS; any status is an answer, even a 302.

    `files` is as in requests; `content` is a body sent as it is, such as one that was signed. `deadline` is
    in seconds from here to the last byte. Raises Refused, NotSent and NoAnswer.
    """
    until = time.monotonic() + deadline
    parts = {"params": params, "data": form if content is None else content, "json": json, "files": files}
    request = prepare(method, check_url(url), headers=headers or {}, **parts)
    return _answer(send(request, until=until, max_bytes=max_bytes))


def fetch(
    url: str,
    *,
    accept: str = "*/*",
    max_bytes: int = 2_000_000,
    deadline: float = 10.0,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """GET of a stranger's page, feed or picture, over http or https, following at most 3 redirects.

    Each hop is checked in full; all hops share the `deadline` (seconds). `headers` may hold If-None-Match
    and the like. Raises Refused, NotSent, NoAnswer.
    """
    until = time.monotonic() + deadline
    current, wanted = check_url(url), {**(headers or {}), "Accept": accept}
    for _hop in range(MAX_REDIRECTS + 1):
        request = prepare("GET", current, headers=wanted)
        response = send(request, until=until, max_bytes=max_bytes, plain_http=True)
        if not response.is_redirect:
            return _answer(response)
        previous, current = parse(current), _redirect_target(response, current)
        if _origin(previous) != _origin(parse(current)):
            wanted = {name: value for name, value in wanted.items() if name.lower() in TRAVELLING}
    raise NoAnswer(f"{parse(url).host} redirects more than {MAX_REDIRECTS} times.")


def prepare(method: str, url: str, *, headers: Mapping[str, str], **parts: Any) -> requests.PreparedRequest:
    """A request with our own user agent, without anything from the environment. Raises Refused."""
    try:
        return requests.Request(method, url, headers={**headers, **own_headers()}, **parts).prepare()
    except (requests.RequestException, ValueError, TypeError):
        pass  # those errors quote headers and address, so they are not chained
    raise Refused("The request cannot be put together.")


def own_headers() -> dict[str, str]:
    """The headers that no caller chooses."""
    return {
        "User-Agent": f"Advocacy (+{settings.PUBLIC_URL})",
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
    }


def _redirect_target(response: requests.Response, current: str) -> str:
    # http.client reads headers as Latin-1, servers write UTF-8.
    location = response.headers["Location"].encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = check_url(urljoin(current, location.strip()))
    except ValueError:
        raise Refused("The redirect leads to an address that cannot be read.") from None
    if current.startswith("https:") and not target.startswith("https:"):
        raise Refused("The redirect leads from https to plain http.")
    return target


def _origin(url: Url) -> tuple[str | None, str | None, int]:
    return url.scheme, url.host, port_of(url)


def _answer(response: requests.Response) -> Answer:
    return Answer(response.status_code, response.headers, response.content, str(response.url))
