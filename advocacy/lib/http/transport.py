"""The wire: one connection per request, to an address that was checked, with a deadline and a byte limit.

urllib3 resolves and connects in `_new_conn`; ours resolves once, checks every answer and connects to
exactly one of those addresses, while urllib3 keeps the name for the Host header, SNI and the certificate.
"""

import functools
import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from .addresses import parse, port_of, require_https, resolve
from .errors import NoAnswer, NotSent, Refused, TooBig

if TYPE_CHECKING:
    _Base = socket.socket
else:
    _Base = object

PIECE: Final = 65_536  # bytes unpacked at a time
OVERHEAD: Final = 256_000  # bytes granted for the header lines and the marks between chunks
ENCODINGS: Final = ("", "identity", "gzip", "x-gzip", "deflate")


@dataclass
class Limits:
    """What one request may still cost: until when (`time.monotonic`), and how many bytes may come in."""

    until: float
    incoming: int
    ended: bool = False  # the other side has closed

    def seconds_left(self) -> float:
        """Seconds until the deadline, more than zero. Raises TimeoutError."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline")
        return left

    def count(self, received: int) -> int:
        """Takes the bytes from the allowance; none means the end. Raises TooBig."""
        self.ended = self.ended or not received
        self.incoming -= received
        if self.incoming < 0:
            raise TooBig("The answer is longer than allowed.")
        return received


class _Limited(_Base):
    """Arms each receive and send with the time left: a time-out per call lets a drip go on for ever."""

    limits: Limits | None = None

    def _arm(self) -> None:
        if self.limits:
            self.settimeout(self.limits.seconds_left())

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self._arm()
        received: int = super().recv_into(*args, **kwargs)
        return self.limits.count(received) if self.limits else received

    def send(self, *args: Any, **kwargs: Any) -> int:
        self._arm()
        return super().send(*args, **kwargs)

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self._arm()
        super().sendall(*args, **kwargs)


class Socket(_Limited, socket.socket):
    """A plain socket with limits."""


class TLSSocket(_Limited, ssl.SSLSocket):
    """A TLS socket with limits."""


@functools.cache
def _tls() -> ssl.SSLContext:
    """Always checks certificates, by certifi's list and by the system's, where a company adds its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_default_certs()
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = TLSSocket
    return context


class _Connection(HTTPConnection):
    """A connection to a checked address. Its `connect` is the only place that may say NotSent."""

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits = limits

    def connect(self) -> None:
        try:
            super().connect()
            self.sock.limits = self.limits  # type: ignore[union-attr]
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or "the TLS handshake failed"
            raise NotSent(f"No safe connection to {self.host}: {reason}.") from None
        except OSError as error:
            reason = "in time" if isinstance(error, TimeoutError) else f"({type(error).__name__})"
            raise NotSent(f"No connection to {self.host} {reason}.") from None

    def _new_conn(self) -> socket.socket:
        answers = resolve(self._dns_host, self.port, seconds=self.limits.seconds_left())
        while True:
            family, where = answers.pop(0)
            try:
                return self._connect_to(
                    family, where, seconds=self.limits.seconds_left() / (len(answers) + 1)
                )
            except OSError:
                if not answers:
                    raise

    def _connect_to(self, family: socket.AddressFamily, where: tuple[Any, ...], *, seconds: float) -> Socket:
        sock = Socket(family, socket.SOCK_STREAM)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(seconds)
            sock.connect(where)
            if ip_address(sock.getpeername()[0]) != ip_address(where[0]):
                raise Refused(f"{self.host} answered from another address than the one that was checked.")
            sock.settimeout(self.limits.seconds_left())  # the TLS handshake takes this as its total
        except BaseException:
            sock.close()
            raise
        sock.limits = self.limits
        return sock


class _TLSConnection(_Connection, HTTPSConnection):
    """The same over TLS; the name, not the address, is what the certificate must show."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


class _Adapter(HTTPAdapter):
    """requests' adapter with a fresh pool per request: nothing is shared between threads or calls."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(max_retries=0)
        self.limits = limits

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> HTTPConnectionPool:
        url = parse(str(request.url))
        # Always with the port: without it, http.client takes the end of "::ffff:127.0.0.1" for one.
        if url.scheme == "https":
            return _TLSPool(str(url.host), port_of(url), limits=self.limits, ssl_context=_tls())
        return _Pool(str(url.host), port_of(url), limits=self.limits)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing to choose: `_tls` always checks."""


def send(
    request: requests.PreparedRequest, *, until: float, max_bytes: int, plain_http: bool = False
) -> requests.Response:
    """Sends one prepared request and reads its answer whole; a redirect is returned without its body.

    `until` is a `time.monotonic` moment. Raises Refused, NotSent, NoAnswer, TooBig and no other error of
    the wire.
    """
    url = parse(str(request.url))
    if not plain_http:
        require_https(url)
    limits = Limits(until, 2 * max_bytes + OVERHEAD)
    try:
        response = _Adapter(limits).send(request, stream=True)
        try:
            if limits.ended:  # http.client takes an end within the header lines for the end of the headers
                raise NoAnswer(f"{url.host} broke off within the headers.")
            response._content = b"" if response.is_redirect else _read(response, limits, max_bytes)
        finally:
            response.close()
        return response
    except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
        reason = "in time" if time.monotonic() >= until else f"properly ({type(error).__name__})"
    # Outside of the except block: those errors quote URL and headers, and a chained one would show in a log.
    raise NoAnswer(f"{url.host} did not answer {reason}.")


def _read(response: requests.Response, limits: Limits, max_bytes: int) -> bytes:
    """The unpacked body, piece by piece, so that neither length nor compression can fill the memory."""
    if response.headers.get("Content-Encoding", "").strip().lower() not in ENCODINGS:
        raise NoAnswer("The answer is packed in a way that was not asked for.")
    body = bytearray()
    while piece := response.raw.read(PIECE, decode_content=True):
        body += piece
        limits.seconds_left()
        if len(body) > max_bytes:
            raise TooBig("The answer is longer than allowed.")
    return bytes(body)
