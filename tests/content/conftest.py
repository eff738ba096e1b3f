"""A small web site of our own on loopback, for feeds and pictures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

FEEDS = Path(__file__).parent / "feeds"

Page = bytes | Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Addresses and what they answer. `asked` lists the paths that were called."""

    def __init__(self, server: ThreadingHTTPServer, pages: dict[str, Page], asked: list[str]) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}"
        self.pages = pages
        self.asked = asked

    def serve(self, path: str, page: Page) -> str:
        """Answer this path so, and return its address."""
        self.pages[path] = page
        return self.url + path


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A body that never ends, one byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    for _second in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.2)


def answer_with(status: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """An empty answer with this status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves the language it was answered in active: the next test begins in English all the same."""
    with translation.override("en"):
        yield


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A web server on loopback that the one door may call."""
    pages: dict[str, Page] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            page = pages.get(self.path, answer_with(404))
            try:
                if callable(page):
                    page(self)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)
            except OSError:
                pass  # the client had enough

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.NETWORK_LOCAL_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield Site(server, pages, asked)
    server.shutdown()
    server.server_close()
    thread.join()
