"""The threaded HTTP server around the practice network, for a process of its own or inside a test."""

import struct
import threading
from pathlib import Path
from socket import SO_LINGER, SOL_SOCKET, socket
from socketserver import TCPServer, ThreadingMixIn
from types import TracebackType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from sandbox import control, oauth
from sandbox.application import Sandbox
from sandbox.counting import Limits
from sandbox.state import Store

LOOPBACK = "127.0.0.1"
ALL_SCOPES = ("profile", "read", "write")


class Handler(WSGIRequestHandler):
    """Hands the connection to the application, which resets it when a fault says so; keeps no log."""

    timeout = 30  # seconds a client may take to send its request

    def get_environ(self) -> dict[str, Any]:
        """Add the connection to WSGI's environment."""
        return super().get_environ() | {"sandbox.connection": self.connection}

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the demo prints its own lines."""


class Server(ThreadingMixIn, WSGIServer):
    """One thread per request, so that a hanging answer holds up nobody else; loopback only."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, sandbox: Sandbox, port: int) -> None:
        """Listen on `port`, or on a free one when it is 0; raise `OSError` when it is taken."""
        super().__init__((LOOPBACK, port), Handler)
        self.set_app(sandbox)

    def server_bind(self) -> None:
        """Bind without asking the DNS for this machine's name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]
        self.setup_environ()

    def shutdown_request(self, request: socket | tuple[bytes, socket]) -> None:
        """Close a connection at once when it is to be reset: the usual shutdown would say goodbye first."""
        assert isinstance(request, socket)  # the tuple is for datagrams
        try:
            lingers = struct.unpack("ii", request.getsockopt(SOL_SOCKET, SO_LINGER, 8))[0]
        except OSError:
            lingers = 0
        if lingers:
            self.close_request(request)
        else:
            super().shutdown_request(request)


def build(
    state_file: Path | None = None, *, limits: Limits | None = None, ignore_idempotency_key: bool = False
) -> Sandbox:
    """Return the application; without `state_file` it forgets everything when it ends.

    Raises `StateUnreadable` when the file is there but is no state file.
    """
    store = Store(state_file, limits or Limits())
    store.ignore_idempotency_key = ignore_idempotency_key
    return Sandbox(store)


class Running:
    """A practice network on a free loopback port in a thread of this process, for tests.

    with Running() as network:
        network.fault("statuses", "5xx_after")
        ...
        assert len(network.posts()) == 1
    """

    def __init__(
        self,
        state_file: Path | None = None,
        *,
        limits: Limits | None = None,
        ignore_idempotency_key: bool = False,
        port: int = 0,
    ) -> None:
        """Start serving; the port is the system's choice unless one is given."""
        self.sandbox = build(state_file, limits=limits, ignore_idempotency_key=ignore_idempotency_key)
        self._server = Server(self.sandbox, port)
        self.port: int = self._server.server_port
        self.host = f"{LOOPBACK}:{self.port}"
        self.url = f"http://{self.host}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def __enter__(self) -> "Running":
        """Return itself; it runs already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    def stop(self) -> None:
        """Stop serving; hanging answers are dropped. A second call does nothing."""
        if not self.sandbox.stopping.is_set():
            self.sandbox.stopping.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def posts(self) -> list[dict[str, Any]]:
        """Return every post, the oldest first, as dictionaries: see `sandbox.control.list_posts`."""
        with self.sandbox.lock:
            return control.list_posts(self.sandbox.store)

    def fault(self, on: str, do: str, **more: float) -> None:
        """Make the next request `on` answer badly; `times`, `seconds` and `status` as in `sandbox.faults`."""
        with self.sandbox.lock:
            self.sandbox.faults.add({"on": on, "do": do, **more})

    def faults(self) -> list[dict[str, Any]]:
        """Return the faults that have not happened yet."""
        with self.sandbox.lock:
            return self.sandbox.faults.as_rows()

    def ignore_idempotency_key(self, ignore: bool = True) -> None:
        """Behave like GoToSocial, which does not know the header."""
        with self.sandbox.lock:
            self.sandbox.store.ignore_idempotency_key = ignore

    def reset(self) -> None:
        """Forget posts, people, connections and faults."""
        with self.sandbox.lock:
            self.sandbox.faults.clear()
            self.sandbox.store.reset()

    def token_for(self, person: str = "mara", *, scopes: tuple[str, ...] = ALL_SCOPES) -> str:
        """Return an access token as if `person` had agreed on the consent page."""
        with self.sandbox.lock:
            store = self.sandbox.store
            uris = [f"{self.url}/nowhere"]
            app = oauth.add_app(store, name="Test client", redirect_uris=uris, scopes=list(scopes))
            token = store.issue_token(app.client_id, person, list(scopes))
            store.save()
            return token.token

    def account_id(self, person: str = "mara") -> str:
        """Return the account id of a person."""
        with self.sandbox.lock:
            return self.sandbox.store.person(person).id
