"""A server on loopback that misbehaves as told and counts who came: redirects, bombs, drips, broken answers.

`Hostile` serves raw bytes, so that a test decides what goes over the wire and when. A fresh one answers
nothing and serves as a canary: `connections` must stay 0.
"""

from __future__ import annotations

import datetime
import gzip
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Request:
    """One request as it came: the first line's parts, the headers by lower-case name, the body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Handler = Callable[[Request, "Wire"], object]


class Wire:
    """The server's end of a connection."""

    def __init__(self, sock: socket.socket, closing: threading.Event) -> None:
        self.sock = sock
        self.closing = closing

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """A whole, correct answer. Header names are written with underscores."""
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode() + body)

    def drip(self, piece: bytes, *, every: float = 0.05) -> None:
        """Sends the piece again and again until the other side gives up."""
        while not self.closing.wait(every):
            self.send(piece)

    def reset_after_reading(self) -> None:
        """Takes the first bytes that come, then resets."""
        self.sock.recv(1000)
        self.reset()

    def reset(self) -> None:
        """Breaks the connection off with a TCP reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


@dataclass
class Hostile:
    """A threaded server on a port from the system; use as a context manager."""

    handler: Handler = lambda request, wire: wire.answer()
    tls: ssl.SSLContext | None = None
    raw: Callable[[Wire], object] | None = None  # instead of reading a request at all
    connections: int = 0
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in [self._acceptor, *self._threads]:
            thread.join(timeout=5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(10)
        with suppress(OSError, ValueError):
            if self.raw:
                self.raw(Wire(sock, self._closing))
            else:
                sock = self.tls.wrap_socket(sock, server_side=True) if self.tls else sock
                request = read_request(sock)
                self.requests.append(request)
                self.handler(request, Wire(sock, self._closing))
        sock.close()


def read_request(sock: socket.socket) -> Request:
    """Reads one request with its body. Raises ValueError when the connection ends before."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(sock)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += _some(sock)
    method, path, _ = first.split(" ")
    return Request(method, path, headers, body)


def _some(sock: socket.socket) -> bytes:
    data = sock.recv(65_536)
    if not data:
        raise ValueError("The connection ended within the request.")
    return data


def bomb(megabytes: int, *, wbits: int) -> bytes:
    """Zeros, packed about 1000 to 1: gzip with wbits 31, deflate with 15, raw deflate with -15."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join(_packed(packer, megabytes))


def _packed(packer: zlib._Compress, megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes):
        yield packer.compress(bytes(1_000_000))
    yield packer.flush()


def nested_bomb(megabytes: int, *, layers: int) -> bytes:
    """A gzip in a gzip in a gzip."""
    data = bomb(megabytes, wbits=31)
    for _ in range(layers - 1):
        data = gzip.compress(data)
    return data


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        basic = x509.BasicConstraints(ca=True, path_length=None)
        self._certificate = self._sign(self._name, self._key.public_key(), basic)
        self.pem = self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def server_context(self, *names: str) -> ssl.SSLContext:
        """What a server needs to show a certificate for these names, signed by this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        certificate = self._sign(subject, key.public_key(), alternative)
        path = self.folder / f"{names[0]}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(
        self, subject: x509.Name, public_key: ec.EllipticCurvePublicKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateBuilder(
            issuer_name=self._name,
            subject_name=subject,
            public_key=public_key,
            serial_number=x509.random_serial_number(),
            not_valid_before=now - datetime.timedelta(days=1),
            not_valid_after=now + datetime.timedelta(days=1),
        )
        return builder.add_extension(extension, critical=False).sign(self._key, hashes.SHA256())
