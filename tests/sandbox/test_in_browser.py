"""The pages in a real browser: nothing for axe to find, no sideways scroll, and consent that leads back."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from sandbox.server import Running
from tests.sandbox.conftest import Client, picture

pytestmark = pytest.mark.browser


class Callback(BaseHTTPRequestHandler):
    """The client's redirect address, on an origin of its own."""

    def do_GET(self) -> None:
        """Answer anything."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def callback() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Callback)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/cb"
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


def consent_path(network: Running, callback: str) -> str:
    body = {"client_name": "Advocacy", "redirect_uris": [callback], "scopes": "profile write:statuses"}
    client_id = requests.post(f"{network.url}/api/v1/apps", json=body, timeout=5).json()["client_id"]
    query = f"response_type=code&client_id={client_id}&redirect_uri={quote(callback)}"
    return f"/oauth/authorize?{query}&scope=profile+write:statuses&state=s"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    network: Running, mara: Client, browser: Browser, callback: str
) -> None:
    media_id = mara.upload(picture(120, 63)).json()["id"]
    long_word = "Donaudampfschifffahrtsgesellschaftskapitän" * 3
    mara.post(f"{long_word} https://example.com/{'a' * 60} #Tag", media_ids=[media_id], language="de")
    status_id = mara.post("Hidden", spoiler_text="Spoiler").json()["id"]
    paths = ("/", f"/@mara/{status_id}", consent_path(network, callback), "/missing")
    for language in ("en", "de"):
        for scheme in ("light", "dark"):
            for width in (390, 1280):
                context = browser.new_context(
                    viewport={"width": width, "height": 800},
                    color_scheme="dark" if scheme == "dark" else "light",
                    locale=language,
                )
                page = context.new_page()
                for path in paths:
                    page.goto(network.url + path)
                    found = Axe().run(page)
                    assert found.violations_count == 0, found.generate_report()
                    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
                    assert page.locator("html").get_attribute("lang") == language
                context.close()


@pytest.mark.parametrize(("button", "answer"), [("Authorise", "?code="), ("Deny", "?error=access_denied")])
def test_consent_leads_back_to_the_client_without_javascript(
    network: Running, browser: Browser, callback: str, button: str, answer: str
) -> None:
    page = browser.new_context(java_script_enabled=False, locale="en").new_page()
    page.goto(network.url + consent_path(network, callback))
    page.get_by_role("button", name=button).press("Enter")
    page.wait_for_url(f"{callback}?*")
    assert page.url.startswith(callback + answer)
    assert page.url.endswith("state=s")


def test_a_post_is_liked_by_keyboard(network: Running, mara: Client, browser: Browser) -> None:
    mara.post("Like me")
    page = browser.new_context(java_script_enabled=False, locale="en").new_page()
    page.goto(network.url)
    page.get_by_role("button", name="Like (post by Mara Lindqvist)").press("Enter")
    page.get_by_role("button", name="Liked (post by Mara Lindqvist)").wait_for()
    assert page.get_by_text("1 like").is_visible()
