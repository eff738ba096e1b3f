"""A real Chromium over a live server. SCREENS=<folder> keeps a picture of every page that a test looks at."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.models import Employee

CHROMIUM = "/usr/bin/chromium"
PHONE, DESKTOP = 390, 1280
WATCH_POLICY = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.broken.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""

PageFor = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests, without a sandbox of its own and silent on the network."""
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def live(live_server: LiveServer) -> str:
    """The address of a server with static files, over the test's own database."""
    return str(live_server.url)


@pytest.fixture
def page_for(browser: Browser, live: str) -> Iterator[PageFor]:
    """Make a page: `page_for(person, width=390, scheme="dark", language="de")`; person None is a stranger.

    Every page must end without a console error, a script error or a breach of the content security policy.
    """
    pages: list[Page] = []

    def make(
        person: Employee | None = None,
        *,
        width: int = PHONE,
        scheme: str = "light",
        language: str = "en",
        script: bool = True,
    ) -> Page:
        if person is not None:
            Employee.objects.filter(pk=person.pk).update(language=language)
        context = browser.new_context(
            base_url=live,
            viewport=ViewportSize(width=width, height=844 if width < 768 else 900),
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(8000)
        if person is not None:
            context.add_cookies([{"name": "session", "value": _session_of(person), "url": live}])
        page = context.new_page()
        watch(page)
        pages.append(page)
        return page

    yield make
    for page in pages:
        assert_csp_clean(page)
        page.context.close()


def _session_of(person: Employee) -> str:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["session"].value


_TROUBLE: dict[Page, list[str]] = {}


def watch(page: Page) -> None:
    """Write down what goes wrong on this page from now on, for `assert_csp_clean`."""
    trouble = _TROUBLE.setdefault(page, [])
    page.add_init_script(WATCH_POLICY)
    page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)


def assert_csp_clean(page: Page) -> None:
    """No console error, script error or breach of the policy since the page was made.

    A page that is itself an error page (404, 403) or a refused form (422) is one console line; that is no trouble.
    """
    broken = page.evaluate("window.broken ?? []") if not page.is_closed() else []
    seen = [line for line in _TROUBLE[page] if not re.search(r"status of 4(0[034]|22)", line)]
    assert [*seen, *broken] == [], page.url


def assert_accessible(page: Page) -> None:
    """axe finds nothing to complain about on the page as it stands."""
    trouble, broken = len(_TROUBLE[page]), page.evaluate("window.broken.length")
    found = Axe().run(page).response["violations"]
    # axe itself tries a style sheet of its own; the policy's refusal of that is not the page's doing.
    del _TROUBLE[page][trouble:]
    page.evaluate("(length) => { window.broken.length = length; }", broken)
    told = [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
    assert told == [], page.url


def assert_fits(page: Page) -> None:
    """The page does not scroll sideways."""
    wide = page.evaluate(
        """() => { const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return [];
        return [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > room + 1)
          .slice(0, 5).map((each) => each.outerHTML.slice(0, 120)); }"""
    )
    assert wide == [], page.url


def look(page: Page, name: str) -> None:
    """Check the page as everybody will see it: it fits, axe is content; with SCREENS set a picture is kept.

    Of a page that is longer than three screens only what is in view.
    """
    if folder := os.environ.get("SCREENS"):
        short = page.evaluate("document.documentElement.scrollHeight < 3 * innerHeight")
        whole = short and not page.locator("dialog:modal").count()
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)
    assert_fits(page)
    assert_accessible(page)
