"""Requests and responses of the practice network: the little that plain WSGI leaves to its user."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

MAX_BODY = 20 * 1024 * 1024
LOOPBACK = ("127.0.0.1", "localhost")
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)


@dataclass(frozen=True)
class Upload:
    """A file out of a multipart form."""

    filename: str
    content_type: str
    content: bytes


class Params:
    """Names with their values out of a query, a form or a JSON object; `name[]` and `name` are the same."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        """Take over the values, several per name."""
        self._values: dict[str, list[str]] = {}
        for name, several in values.items():
            self._values.setdefault(name.removesuffix("[]"), []).extend(several)

    def get(self, name: str, default: str = "") -> str:
        """Return the last value of `name`."""
        return (self._values.get(name) or [default])[-1]

    def all(self, name: str) -> list[str]:
        """Return every value of `name`."""
        return list(self._values.get(name, []))

    def __contains__(self, name: str) -> bool:
        """Tell whether `name` was sent at all."""
        return name in self._values


@dataclass
class Request:
    """One HTTP request, its body read and taken apart."""

    method: str
    path: str
    host: str
    headers: Mapping[str, str]
    query: Params = field(default_factory=lambda: Params({}))
    data: Params = field(default_factory=lambda: Params({}))
    json: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    slow_by: float = 0.0

    @property
    def base(self) -> str:
        """The address of this server as the client called it."""
        return f"http://{self.host}"

    @property
    def bearer(self) -> str:
        """The access token out of the header, the query or the form, or an empty string."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return token.strip()
        return self.query.get("access_token") or self.data.get("access_token")

    def cookie(self, name: str) -> str:
        """Return the value of a cookie, or an empty string."""
        try:
            jar = SimpleCookie(self.headers.get("cookie", ""))
        except CookieError:
            return ""
        return jar[name].value if name in jar else ""


@dataclass
class Response:
    """What goes back; `headers` come on top of those that every answer carries."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)
    csp: str = CSP
    cache: str = "no-store"

    def all_headers(self) -> list[tuple[str, str]]:
        """Return every header to send, the protective ones included."""
        return [
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.body))),
            ("Content-Security-Policy", self.csp),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            # `no-referrer` would make browsers send `Origin: null` with our own forms.
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", self.cache),
            *self.headers,
        ]

    @property
    def status_line(self) -> str:
        """Code and phrase, as WSGI wants it."""
        return f"{self.status} {HTTPStatus(self.status).phrase}"


class Refused(Exception):
    """Ends the handling of a request with an answer in Mastodon's error format."""

    def __init__(self, status: int, error: str, description: str = "") -> None:
        """Take the status, the sentence (or OAuth error code) and OAuth's `error_description`."""
        super().__init__(error)
        self.status = status
        self.payload = {"error": error} | ({"error_description": description} if description else {})

    def response(self) -> Response:
        """Return the answer to send."""
        return answer_json(self.payload, status=self.status)


def answer_json(payload: object, *, status: int = 200) -> Response:
    """Return `payload` as JSON."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    return Response(body, status, "application/json; charset=utf-8")


def redirect_to(address: str, *, status: int = 302) -> Response:
    """Send the browser on to `address`."""
    return Response(b"", status, headers=[("Location", address)])


def refuse_foreign_form(request: Request) -> None:
    """Refuse a form that another site made the browser send (Origin, and Sec-Fetch-Site where it is sent).

    Every browser sends Origin with a POST to another origin; a client without both headers is no browser.
    """
    origin = request.headers.get("origin", "")
    site = request.headers.get("sec-fetch-site", "")
    if (origin and origin != request.base) or site not in ("", "none", "same-origin"):
        raise Refused(403, "This form was sent by another site")


def read_request(environ: Mapping[str, Any]) -> Request:
    """Read a request out of a WSGI environment; raise `Refused` for one that cannot be understood."""
    headers = _read_headers(environ)
    host = headers.get("host", "")
    # Another name would be somebody's DNS pointing at this machine (rebinding).
    if host.rpartition(":")[0] not in LOOPBACK and host not in LOOPBACK:
        raise Refused(421, "This server answers on the loopback address only")
    request = Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace") or "/",
        host=host,
        headers=headers,
        query=Params(parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
    )
    _read_body(request, environ)
    return request


def _read_headers(environ: Mapping[str, Any]) -> dict[str, str]:
    headers = {
        key.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    return headers | {"content-type": environ.get("CONTENT_TYPE") or ""}


def _read_body(request: Request, environ: Mapping[str, Any]) -> None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        raise Refused(400, "Bad Content-Length")
    if int(length) > MAX_BODY:
        raise Refused(413, "Payload too large")
    body = environ["wsgi.input"].read(int(length)) if int(length) else b""
    kind = request.headers["content-type"].partition(";")[0].strip().lower()
    if kind == "application/json" and body:
        request.json = _parse_json(body)
        request.data = Params({name: _as_strings(value) for name, value in request.json.items()})
    elif kind == "multipart/form-data":
        request.data, request.files = _parse_multipart(request.headers["content-type"], body)
    elif kind == "application/x-www-form-urlencoded":
        request.data = Params(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True))


def _parse_json(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError:
        raise Refused(400, "The request body is not valid JSON") from None
    if not isinstance(parsed, dict):
        raise Refused(400, "The request body is not a JSON object")
    return parsed


def _as_strings(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [text for one in value for text in _as_strings(one)]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def _parse_multipart(content_type: str, body: bytes) -> tuple[Params, dict[str, Upload]]:
    boundary = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n").get_boundary()
    if not boundary:
        raise Refused(400, "The form has no boundary")
    values: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        head, gap, content = part.partition(b"\r\n\r\n")
        if not gap or part.startswith(b"--"):
            continue
        message = message_from_bytes(head.lstrip(b"\r\n") + b"\r\n\r\n")
        name = str(message.get_param("name", "", "content-disposition"))
        filename = message.get_filename()
        if filename is None:
            values.setdefault(name, []).append(content.decode("utf-8", "replace"))
        else:
            files[name] = Upload(filename, message.get_content_type(), content)
    return Params(values), files
