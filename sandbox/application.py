"""The WSGI application: which address leads where, one lock around the memory, and the faults in between."""

import re
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox import api, control, oauth, pages
from sandbox.faults import Fault, Faults
from sandbox.state import Store
from sandbox.web import Refused, Request, Response, answer_json, read_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Handler = Callable[[Store, Request], Response]
RATE_LIMIT = 300


class Dropped(ConnectionResetError):
    """The connection ends without an answer; wsgiref takes this error for a client that went away."""


@dataclass(frozen=True)
class Route:
    """An address: method, pattern of the path, the name that faults know it by, and who answers."""

    method: str
    path: re.Pattern[str]
    name: str
    handler: Handler


def _route(method: str, path: str, name: str, handler: Handler) -> Route:
    return Route(method, re.compile(path.replace(":id", r"(?P<id>\d{1,20})")), name, handler)


ROUTES = (
    _route("GET", "/.well-known/oauth-authorization-server", "discovery", oauth.describe_server),
    _route("POST", "/api/v1/apps", "register", oauth.register),
    _route("GET", "/oauth/authorize", "authorize", pages.ask_for_consent),
    _route("POST", "/oauth/authorize", "consent", pages.take_consent),
    _route("POST", "/oauth/token", "token", oauth.exchange),
    _route("POST", "/oauth/revoke", "revoke", oauth.revoke),
    _route("GET", "/api/v2/instance", "instance", api.show_instance),
    _route("GET", "/api/v1/instance", "instance", api.show_instance_v1),
    _route("GET", "/api/v1/accounts/verify_credentials", "account", api.verify_credentials),
    _route("GET", "/api/v1/accounts/:id/statuses", "account_statuses", api.list_account_statuses),
    _route("POST", "/api/v1/statuses", "statuses", api.post_status),
    _route("GET", "/api/v1/statuses", "status", api.list_statuses),
    _route("GET", "/api/v1/statuses/:id", "status", api.show_status),
    _route("DELETE", "/api/v1/statuses/:id", "delete", api.delete_status),
    _route("POST", "/api/v1/statuses/:id/favourite", "favourite", api.favourite),
    _route("POST", "/api/v1/statuses/:id/reblog", "reblog", api.reblog),
    _route("POST", "/api/v2/media", "media", api.upload_media),
    _route("GET", "/api/v1/media/:id", "media_state", api.show_media),
    _route("GET", r"/media/:id\.\w+", "picture", api.serve_picture),
    _route("GET", "/", "page", pages.show_timeline),
    _route("GET", r"/tags/(?P<tag>\w+)", "page", pages.show_tag),
    _route("GET", r"/@(?P<name>\w+)", "page", pages.show_person),
    _route("GET", r"/@(?P<name>\w+)/:id", "page", pages.show_post),
    _route("POST", "/post/:id/(?P<what>like|boost)", "page", pages.react),
    _route("GET", r"/static/(?P<file>[\w.]+)", "static", pages.serve_static),
)
UNTOUCHABLE = {"page", "static", "consent"}
FAULT_NAMES = frozenset(route.name for route in ROUTES) - UNTOUCHABLE


class Sandbox:
    """The practice network as a WSGI callable."""

    def __init__(self, store: Store) -> None:
        """Serve `store`."""
        self.store = store
        self.faults = Faults(FAULT_NAMES)
        # One lock for every request: more is not needed here, and "same key, same post" holds by itself.
        self.lock = threading.Lock()
        self.stopping = threading.Event()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request; raise `Dropped` where a fault says that no answer comes."""
        try:
            response = self._answer(environ)
        except Refused as refused:
            response = refused.response()
        start_response(response.status_line, response.all_headers())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    def _answer(self, environ: "WSGIEnvironment") -> Response:
        request = read_request(environ)
        if request.path.startswith("/sandbox/"):
            return self._control(request)
        found = _find_route(request)
        if found is None:
            return _say_not_found(request)
        route, request = found
        with self.lock:
            fault = None if route.name in UNTOUCHABLE else self.faults.take(route.name)
        if fault is None:
            return self._carry_out(route, request)
        return self._answer_badly(fault, route, request, environ)

    def _carry_out(self, route: Route, request: Request) -> Response:
        with self.lock:
            try:
                return route.handler(self.store, request)
            except Refused as refused:
                return refused.response()
            finally:
                if request.method != "GET":
                    self.store.save()

    def _control(self, request: Request) -> Response:
        with self.lock:
            match request.method, request.path:
                case "GET", "/sandbox/posts":
                    return answer_json(control.list_posts(self.store))
                case "GET", "/sandbox/faults":
                    return control.show_faults(self.store, self.faults)
                case "POST", "/sandbox/faults":
                    return control.change_faults(self.store, self.faults, request)
                case "POST", "/sandbox/reset":
                    control.refuse_pages(request)
                    self.faults.clear()
                    self.store.reset()
                    return answer_json({})
        raise Refused(404, api.NOT_FOUND)

    def _answer_badly(
        self, fault: Fault, route: Route, request: Request, environ: dict[str, Any]
    ) -> Response:
        match fault.do:
            case "429":
                return _too_many(fault.seconds)
            case "revoked":
                with self.lock:
                    oauth.forget_credentials(self.store, request)
                return self._carry_out(route, request)
            case "slow_media":
                return self._carry_out(route, replace(request, slow_by=fault.seconds))
            case "accept_late":
                args = (fault.seconds, route, request)
                threading.Thread(target=self._carry_out_later, args=args, daemon=True).start()
                return _broken(504)
        if fault.stores:
            self._carry_out(route, request)
        if fault.do.startswith("5xx"):
            return _broken(fault.status)
        if fault.do.startswith("hang"):
            self.stopping.wait(fault.seconds)
        else:
            _reset_on_close(environ["sandbox.connection"])
        raise Dropped

    def _carry_out_later(self, seconds: float, route: Route, request: Request) -> None:
        if not self.stopping.wait(seconds):
            self._carry_out(route, request)


def _find_route(request: Request) -> tuple[Route, Request] | None:
    method = "GET" if request.method == "HEAD" else request.method
    for route in ROUTES:
        found = route.path.fullmatch(request.path) if route.method == method else None
        if found:
            return route, replace(request, method=method, args=found.groupdict())
    return None


def _say_not_found(request: Request) -> Response:
    if request.path.startswith(("/api/", "/oauth/", "/.well-known/")):
        return answer_json({"error": api.NOT_FOUND}, status=404)
    return pages.show_error(request, 404, "not_found")


def _too_many(seconds: float) -> Response:
    reset = datetime.now(UTC) + timedelta(seconds=seconds)
    answer = answer_json({"error": "Too many requests"}, status=429)
    answer.headers += [
        ("X-RateLimit-Limit", str(RATE_LIMIT)),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", reset.isoformat(timespec="microseconds").replace("+00:00", "Z")),
    ]
    return answer


def _broken(status: int) -> Response:
    # What stands in front of a real server answers in HTML; a server in trouble answers in JSON.
    if status in (502, 504):
        return Response(b"<html><head><title>Bad gateway</title></head></html>", status)
    sentence = "There was a temporary problem serving your request, please try again"
    return answer_json({"error": sentence}, status=status)


def _reset_on_close(connection: socket.socket) -> None:
    # Linger for zero seconds makes close() send RST in place of FIN.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
