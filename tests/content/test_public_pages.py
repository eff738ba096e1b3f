"""Public pages of items: what strangers and networks find, and what they do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content import pictures, publishing
from content.models import Item, ItemText
from people.models import Employee
from tests.content.pictures import picture_bytes
from tests.factories import make_item

pytestmark = pytest.mark.django_db


def make_page(**fields: Any) -> Item:
    return make_item(**{"destination": Item.Destination.OWN_PAGE, "slug": "quiet", **fields})


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))


def test_a_stranger_reads_it_and_a_network_finds_its_card(client: Client) -> None:
    picture = pictures.store(picture_bytes("PNG", size=(1200, 630)), alt_en="A fox", alt_de="Ein Fuchs")
    make_page(picture=picture)
    page = client.get("/s/quiet").content.decode()
    assert "<h1>A quiet heat pump</h1>" in page
    assert "Some <em>text</em>." in page
    found = meta(page)
    home = "http://127.0.0.1:8000"
    assert found["og:title"] == found["twitter:title"] == "A quiet heat pump"
    assert found["og:description"] == found["description"] == "Two sentences. No more."
    assert found["og:image"] == home + picture.url
    assert (found["og:image:width"], found["og:image:alt"]) == ("1200", "A fox")
    assert (found["og:locale"], found["og:locale:alternate"]) == ("en_GB", "de_DE")
    assert found["og:url"] == f"{home}/s/quiet?lang=en"
    assert found["twitter:card"] == "summary_large_image"
    assert f'<link rel="canonical" href="{home}/s/quiet?lang=en">' in page
    assert f'<link rel="alternate" hreflang="de" href="{home}/s/quiet?lang=de">' in page


def test_it_is_no_page_of_the_signed_in_shell(client: Client) -> None:
    make_page()
    page = client.get("/s/quiet").content.decode()
    assert "<nav" not in page
    assert 'lang="en"' in page


@pytest.mark.parametrize(
    ("query", "browser", "language"),
    [
        ("", "de-AT,de;q=0.9,en;q=0.5", "de"),
        ("", "fr", "en"),
        ("?lang=de", "en", "de"),
        ("?lang=xx", "de", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(
    client: Client, query: str, browser: str, language: str
) -> None:
    item = make_page()
    ItemText.objects.filter(item=item, language="de").update(title="Leise")
    page = client.get(f"/s/quiet{query}", headers={"accept-language": browser}).content.decode()
    assert f'<html lang="{language}">' in page
    assert f"<h1>{'Leise' if language == 'de' else 'A quiet heat pump'}</h1>" in page


def test_a_page_in_one_language_has_one_address(client: Client) -> None:
    make_page(languages=("de",))
    page = client.get("/s/quiet").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/s/quiet">' in page
    assert "hreflang" not in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "draft"}, 404),
        ({"state": "in_review"}, 404),
        ({"publish_at": timezone.now() + timedelta(days=1)}, 404),
        ({"destination": Item.Destination.OUTSIDE}, 404),
        ({"languages": ()}, 404),
        ({"state": "withdrawn"}, 410),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, 410),
    ],
    ids=["draft", "in review", "planned", "outside", "no text", "withdrawn", "expired"],
)
def test_only_live_pages_are_there(client: Client, fields: dict[str, Any], status: int) -> None:
    make_page(**fields)
    answer = client.get("/s/quiet")
    assert answer.status_code == status
    assert "A quiet heat pump" not in answer.content.decode()
    assert client.get("/s/quiet/event.ics").status_code == 404


def test_a_withdrawn_page_says_so_kindly(client: Client) -> None:
    publishing.withdraw(make_page(), reason="The figure was wrong.", by=None)
    page = client.get("/s/quiet").content.decode()
    assert "This page is no longer here" in page
    assert "The figure was wrong" not in page


def test_one_page_costs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_page(picture=pictures.store(picture_bytes("PNG")))
    client.get("/s/quiet")
    with django_assert_max_num_queries(3):
        client.get("/s/quiet")


class Elements(HTMLParser):
    """Every element with its attributes, as a browser's tokeniser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(html)
    return parser.found


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://tracker.example/pixel.png)",
    "<a href='https://a.example' onclick='alert(1)'>x</a>",
    "[x](<javascript:alert(1)>)",
    "[x](jAvAsCrIpT&colon;alert(1))",
    "<svg/onload=alert(1)>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "<!-- --><iframe src=//a.example></iframe>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "[x](https://a.example 'title\" onmouseover=alert(1)')",
    "<style>*{display:none}</style>",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n[a]",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(
    client: Client, ada: Employee, client_for: Callable[[Employee], Client], words: str
) -> None:
    item = make_page(author=words, site=words, place=words, starts_at=timezone.now() + timedelta(days=3))
    ItemText.objects.filter(item=item).update(title=words, summary=words, body=words)
    page = client.get("/s/quiet").content.decode()
    body = page[page.index("<main") :]
    assert not {"script", "img", "iframe", "style", "object", "form"} & {
        tag for tag, _attrs in elements(body)
    }
    for tag, attrs in elements(page):
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        link = attrs.get("href") or attrs.get("src") or ""
        assert re.match(r"(https?://|/|\?|#|$)", link), (tag, link)
    assert "SECRET_KEY }}" in body or "SECRET_KEY" not in words
    for content in meta(page).values():
        assert "<" not in content
