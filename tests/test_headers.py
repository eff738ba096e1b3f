"""Whatever answers, a page or a refusal: the headers that keep a browser from doing more than we meant are on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from content import publishing
from content.models import Item
from content.pictures import store
from people.models import Employee
from sharing.models import Link
from tests.content.pictures import picture_bytes
from tests.factories import make_item

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
Answer = Callable[[Client, Item], Any]


def _link(item: Item) -> str:
    return f"/r/{Link.objects.create(code='abcd1234', item=item, target='https://acme.example/').code}"


def _withdrawn(client: Client, item: Item) -> Any:
    path = _link(item)
    publishing.withdraw(item, reason="Wrong.", by=None)
    return client.get(path, headers=BROWSER)


def _forged(client: Client, item: Item) -> Any:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict.post(f"/items/{item.pk}/dismiss/")


def _broken(client: Client, item: Item) -> Any:
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("content.views.items.get_visible_item", None)
        return client.get(f"/items/{item.pk}/event.ics")


def _broken_link(client: Client, item: Item) -> Any:
    path = _link(item)
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reach.redirect.follow", None)
        return client.get(path, headers=BROWSER)


def _picture(client: Client, item: Item) -> Any:
    picture = store(picture_bytes("PNG"))
    return client.get(f"/pictures/{picture.pk}/{Path(str(picture.file.name)).name}")


def _static(client: Client, item: Item) -> Any:
    answer = client.get("/static/css/probe.css")
    answer.close()  # it holds the file
    return answer


ANSWERS: dict[str, tuple[int, Answer]] = {
    "page": (200, lambda client, item: client.get("/")),
    "page for strangers": (200, lambda client, item: Client().get("/auth/login/")),
    "redirect": (302, lambda client, item: Client().get("/")),
    "not found": (404, lambda client, item: client.get("/nothing-here/")),
    "strange host": (400, lambda client, item: client.get("/", headers={"Host": "evil.example"})),
    "wrong method": (405, lambda client, item: client.get(f"/items/{item.pk}/dismiss/undo/")),
    "forged form": (403, _forged),
    "broken view": (500, _broken),
    "broken short link": (500, _broken_link),
    "static file": (200, _static),
    "brand": (200, lambda client, item: Client().get("/brand.css")),
    "health": (200, lambda client, item: Client().get("/healthz")),
    "short link": (302, lambda client, item: client.get(_link(item), headers=BROWSER)),
    "unknown short link": (404, lambda client, item: client.get("/r/nothing1", headers=BROWSER)),
    "withdrawn short link": (410, _withdrawn),
    "calendar": (200, lambda client, item: client.get(f"/items/{item.pk}/event.ics")),
    "picture": (200, _picture),
}


@pytest.fixture
def client(ada: Employee, client_for: Callable[[Employee], Client]) -> Client:
    """A browser of Ada's on a site with one static file, as WhiteNoise finds it when the server starts."""
    probe = Path(settings.STATIC_ROOT) / "css" / "probe.css"
    probe.parent.mkdir(parents=True, exist_ok=True)
    probe.write_text("p { color: red }\n")
    return client_for(ada)


@pytest.fixture
def item() -> Item:
    now = timezone.now()
    return make_item(kind=Item.Kind.EVENT, starts_at=now, ends_at=now)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(name: str, client: Client, item: Item) -> None:
    status, ask = ANSWERS[name]
    answer = ask(client, item)
    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "Strict-Transport-Security" not in answer


def test_a_short_link_allows_nothing_at_all(client: Client, item: Item) -> None:
    answer = client.get(_link(item), headers=BROWSER)
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", ["page", "static file", "short link", "withdrawn short link"])
def test_with_https_browsers_are_told_to_stay_with_it(
    name: str, client: Client, item: Item, settings: Settings
) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    assert ANSWERS[name][1](client, item)["Strict-Transport-Security"].startswith("max-age=31536000")
