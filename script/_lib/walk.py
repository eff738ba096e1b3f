"""`python -m script._lib.walk WEB PRACTICE STATE`: the main job from sign-in to the count, as a client sees it.

It reads forms and links from the pages and knows only what a person knows: her login, the practice network's address,
and what each page is for. STATE is the practice network's file, where a revoked token can be seen. Ends with 0 only if
every step was seen to work.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from lxml import html

PERSON, PASSWORD = "mara@acme.example", "demo demo demo"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BOT = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"
WORDS = "In my own words: this one is worth two minutes."
LATEST = 40.0
"""Seconds until the post must be seen: ten to undo, five for the sweep, and room for a busy machine."""


class Failed(Exception):
    """A step was not seen to work."""

    def __init__(self, expected: str, seen: str) -> None:
        super().__init__(f"expected {expected}; saw {seen}")


def expect(true: object, expected: str, seen: object) -> None:
    """Go on only if it is so."""
    if not true:
        raise Failed(expected, str(seen))


@dataclass
class Page:
    """An answered page: where we ended up, and what is on it."""

    url: str
    status: int
    tree: html.HtmlElement = field(repr=False)

    @property
    def words(self) -> str:
        """Its text with single spaces."""
        return " ".join(self.tree.text_content().split())

    def __str__(self) -> str:
        titles = [" ".join(one.text_content().split()) for one in self.tree.xpath("//h1")]
        return f"{urlsplit(self.url).path} ({self.status}) with the heading “{' / '.join(titles) or 'none'}”"

    def links(self, pattern: str) -> list[str]:
        """The addresses that fit, in the order of the page."""
        found = [urljoin(self.url, href) for href in self.tree.xpath("//a/@href")]
        return [one for one in found if re.search(pattern, one)]

    def link(self, pattern: str) -> str:
        """The first such address. Raises Failed."""
        found = self.links(pattern)
        expect(found, f"a link to {pattern}", self)
        return found[0]

    def forms(self, field_name: str) -> list[html.FormElement]:
        """The forms that have a field or a button of that name."""
        return [one for one in self.tree.forms if one.xpath(f".//*[@name='{field_name}']")]

    def form(self, field_name: str) -> html.FormElement:
        """The first such form. Raises Failed."""
        found = self.forms(field_name)
        expect(found, f"a form with “{field_name}”", self)
        return found[0]


class Browser:
    """A client with cookies that fills in forms as a browser does."""

    def __init__(self, agent: str = BROWSER) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        headers = {"User-Agent": agent, "Accept": "text/html", "Accept-Language": "de,en;q=0.5"}
        self._session.headers.update(headers)

    def open(self, url: str) -> Page:
        """Follow a link."""
        return self._page(self._session.get(url, timeout=20))

    def submit(self, page: Page, form: html.FormElement, **values: str) -> Page:
        """Send a form with what stands in it and these values; a button counts only when it is among them."""
        address = urljoin(page.url, form.get("action") or page.url)
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        data = {**dict(form.form_values()), **values}
        headers = {"Referer": page.url, "Origin": origin}
        return self._page(self._session.post(address, data=data, headers=headers, timeout=20))

    def where(self, url: str) -> tuple[int, str]:
        """Status and target of an address, without going on."""
        answer = self._session.get(url, allow_redirects=False, timeout=20)
        return answer.status_code, answer.headers.get("Location", "")

    def _page(self, answer: requests.Response) -> Page:
        page = Page(answer.url, answer.status_code, html.fromstring(answer.content or b"<p></p>"))
        expect(answer.ok, "a page", page)
        return page


@dataclass
class Walk:
    """What is known on the way."""

    web: str
    practice: str
    state: Path
    mara: Browser = field(default_factory=Browser)
    share_links: list[str] = field(default_factory=list)
    short_link: str = ""

    @property
    def host(self) -> str:
        """The practice network as a person types it."""
        return urlsplit(self.practice).netloc

    def sign_in(self) -> None:
        page = self.mara.open(self.web)
        page = self.mara.submit(page, page.form("password"), login=PERSON, password=PASSWORD)
        expect(not page.forms("password"), "to be signed in", page)

    def see_the_feed(self) -> None:
        page = self.mara.open(self.web)
        self.share_links = list(dict.fromkeys(page.links(r"/share/\d+/$")))
        expect(
            len(self.share_links) >= 2, "at least two items to share", f"{len(self.share_links)} on {page}"
        )

    def acknowledge_the_guideline(self) -> None:
        sheet = self.mara.open(self.share_links[0])
        expect(not sheet.forms("text"), "the guideline before the first share", sheet)
        page = self.mara.open(sheet.link(r"/guidelines/|/start/"))
        form = page.form("read")
        self.mara.submit(page, form, read=form.inputs["read"].get("value") or "on")
        sheet = self.mara.open(self.share_links[0])
        expect(sheet.forms("text"), "the share sheet after reading the guideline", sheet)

    def connect(self) -> None:
        accounts = self.mara.open(self.web + "/accounts/")
        page = self.mara.open(accounts.link("/accounts/connect/mastodon/"))
        leaving = self.mara.submit(page, page.form("server"), server=self.host)
        consent_address = leaving.link(f"^{re.escape(self.practice)}/oauth/authorize")
        asked = parse_qs(urlsplit(consent_address).query)
        expect(asked.get("code_challenge_method") == ["S256"], "PKCE with S256", sorted(asked))
        expect(
            asked.get("state") and asked["redirect_uri"][0].startswith(self.web),
            "state, and our address",
            asked,
        )
        consent = self.mara.open(consent_address)
        back = self.mara.submit(consent, consent.form("decision"), person="mara", decision="authorize")
        expect(back.url.startswith(self.web), "to be sent back", back.url)
        accounts = self.mara.open(self.web + "/accounts/")
        expect("@mara" in accounts.words, "the account @mara", accounts)

    def share(self) -> None:
        """Twice the same press, as a double click does."""
        sheet = self.mara.open(self.share_links[0])
        form = sheet.form("text")
        suggested = form.inputs["text"].value or ""
        expect(suggested.strip(), "suggested words in the sheet", "an empty field")
        boxes = form.xpath(".//input[@name='account']/@value")
        expect(len(boxes) == 1, "one account to tick", len(boxes))
        pressed = [
            self.mara.submit(sheet, form, text=f"{WORDS}\n\n{suggested}"[:350], account=boxes[0])
            for _ in range(2)
        ]
        expect("/batches/" in pressed[0].url, "the page that tells what becomes of it", pressed[0])
        expect(pressed[0].url == pressed[1].url, "one share for two presses", [one.url for one in pressed])

    def see_the_post(self) -> None:
        end = time.monotonic() + LATEST
        posts = self._posts()
        while not posts and time.monotonic() < end:
            time.sleep(0.3)
            posts = self._posts()
        expect(
            len(posts) == 1,
            "the post on the timeline, once",
            f"{len(posts)} of them after {LATEST:.0f} s at most",
        )
        links = posts[0].xpath(f".//a[starts-with(@href, '{self.web}/r/')]/@href")
        expect(len(set(links)) == 1, "her short link in the post", links)
        self.short_link = links[0]
        shares = self.mara.open(self.web + "/shares/")
        expect(shares.links(f"^{re.escape(self.practice)}/@mara/"), "a link to the post on My shares", shares)

    def _posts(self) -> list[html.HtmlElement]:
        timeline = Browser().open(self.practice + "/")
        return [
            one for one in timeline.tree.xpath("//article") if WORDS in " ".join(one.text_content().split())
        ]

    def follow_as_a_person(self) -> None:
        status, target = Browser().where(self.short_link)
        expect(status == 302 and not target.startswith(self.web + "/r/"), "to be led on", (status, target))

    def follow_as_a_bot(self) -> None:
        status, target = Browser(BOT).where(self.short_link)
        expect(status == 302 and target, "to be led on too", (status, target))

    def read_the_count(self) -> None:
        page = self.mara.open(self.web + "/shares/")
        item = self.share_links[0].rsplit("/", 2)[1]
        rows = page.tree.xpath(f"//li[.//a[contains(@href, '/items/{item}/')]]")
        expect(len(rows) == 1, "one row for the share", len(rows))
        clicks = [one.text_content() for one in rows[0].xpath(".//*[contains(@class, 'num')]")]
        expect(clicks == ["1"], "the click of one person", clicks)
        told = " ".join(rows[0].text_content().split())
        expect(re.search(r"\b1 [Bb]ot\b", told), "one bot left out", told)

    def hand_off(self) -> None:
        sheet = self.mara.open(self.share_links[1])
        window = self.mara.submit(sheet, sheet.form("text"), hand_off="linkedin")
        address = window.link(r"^https://www\.linkedin\.com/")
        link = parse_qs(urlsplit(address).query).get("url", [""])[0]
        expect(link.startswith(self.web + "/r/"), "LinkedIn's window with her short link", address)
        expect(
            any(link in (one.value or "") for one in window.tree.xpath("//textarea")),
            "the words to copy",
            window,
        )
        shares = self.mara.submit(window, window.form("answer"), answer="yes")
        item = self.share_links[1].rsplit("/", 2)[1]
        expect(shares.links(f"/items/{item}/"), "the hand-off on My shares", shares)

    def disconnect(self) -> None:
        accounts = self.mara.open(self.web + "/accounts/")
        page = self.mara.open(accounts.link("/disconnect/"))
        form = next(
            one for one in page.tree.forms if not one.get("action") or "/disconnect/" in one.get("action")
        )
        accounts = self.mara.submit(page, form)
        accounts = self.mara.open(self.web + "/accounts/")
        expect(not accounts.links("/disconnect/"), "no account any more", accounts)
        tokens = json.loads(self.state.read_text())["tokens"].values()
        expect(
            tokens and all(one["revoked"] for one in tokens),
            "the token revoked at the network",
            _revoked(tokens),
        )
        expect(len(self._posts()) == 1, "still one post", len(self._posts()))

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """The main job in its order."""
        return [
            (f"sign in as {PERSON}", self.sign_in),
            ("the feed shows items to share", self.see_the_feed),
            ("read and acknowledge the guideline before the first share", self.acknowledge_the_guideline),
            (f"connect @mara at {self.host} by OAuth with PKCE", self.connect),
            ("share one item in her own words, pressed twice", self.share),
            ("the post stands on the timeline, once, with her short link", self.see_the_post),
            ("a person follows the short link", self.follow_as_a_person),
            ("a bot follows the short link", self.follow_as_a_bot),
            ("My shares counts one person and leaves the bot out", self.read_the_count),
            ("hand-off to LinkedIn’s own window", self.hand_off),
            ("disconnect: the token is revoked at the network", self.disconnect),
        ]


def _revoked(tokens: Any) -> str:
    return f"{sum(one['revoked'] for one in tokens)} of {len(tokens)} revoked"


def main(arguments: list[str]) -> int:
    """Take every step; stop at the first that fails."""
    web, practice, state = arguments
    walk = Walk(web.rstrip("/"), practice.rstrip("/"), Path(state))
    whole = time.monotonic()
    for title, step in walk.steps():
        began = time.monotonic()
        try:
            step()
        except (Failed, requests.RequestException, LookupError) as error:
            print(f"FAILED {time.monotonic() - began:5.1f} s  {title}: {error}", flush=True)
            return 1
        print(f"ok     {time.monotonic() - began:5.1f} s  {title}", flush=True)
    print(f"The whole main job works: {time.monotonic() - whole:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
