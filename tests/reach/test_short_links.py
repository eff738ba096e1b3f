"""Short links lead on, count people only, and keep no address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content import publishing as content_publishing
from people.models import Employee
from reach import own_clicks, readers
from reach.models import Click, VisitorKey
from sharing.models import Share

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def share(share_it: Callable[..., Share]) -> Share:
    return share_it()


def follow(
    share: Share, agent: str = BROWSER, client: Client | None = None, headers: dict[str, str] | None = None
) -> int:
    url = f"/r/{share.link.code}"
    return (client or Client()).get(url, headers={"User-Agent": agent, **(headers or {})}).status_code


def kinds() -> list[str]:
    return list(Click.objects.order_by("pk").values_list("kind", flat=True))


def test_a_person_is_led_on_and_counted_with_two_queries(
    share: Share, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    follow(share)
    with django_assert_num_queries(2):
        response = Client().get(f"/r/{share.link.code}", headers={"User-Agent": BROWSER + " other"})
    assert (response.status_code, response["Location"]) == (302, share.link.target)
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert kinds() == ["person", "person"]


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "http.rb/5.1.1 (Mastodon/4.3.0; +https://social.example/) Bot",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    ],
)
def test_programs_are_kept_apart(share: Share, agent: str) -> None:
    assert follow(share, agent) == 302
    assert kinds() == ["bot"]


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
        "Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
        "Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
        "Safari/537.36 Edg/131.0.0.0",
    ],
)
def test_browsers_are_people(share: Share, agent: str) -> None:
    follow(share, agent)
    assert kinds() == ["person"]


def test_head_and_prefetch_are_previews(share: Share) -> None:
    Client().head(f"/r/{share.link.code}", headers={"User-Agent": BROWSER})
    follow(share, headers={"Sec-Purpose": "prefetch;prerender"})
    follow(share, headers={"Purpose": "prefetch"})
    assert kinds() == ["preview"] * 3


def test_the_same_visitor_within_half_an_hour_is_a_repeat(share: Share) -> None:
    follow(share)
    follow(share)
    Click.objects.update(at=timezone.now() - timedelta(minutes=31))
    follow(share)
    assert kinds() == ["person", "repeat", "person"]


def test_her_own_clicks_are_told_by_the_feeds_cookie_and_nobody_elses(
    share: Share, ada: Employee, stranger: Employee, client_for: Callable[[Employee], Client]
) -> None:
    for person in (ada, stranger):
        client = client_for(person)
        client.get(reverse("home:feed"))
        follow(share, client=client)
    forged = Client()
    forged.cookies[own_clicks.NAME] = str(ada.pk)
    follow(share, BROWSER + " forged", client=forged)
    assert kinds() == ["own", "person", "person"]


def test_an_unknown_code_is_not_found(db: None) -> None:
    assert Client().get("/r/nothing1").status_code == 404
    assert Client().get("/r/../../etc").status_code == 404


def test_a_withdrawn_item_says_so_in_the_readers_language(share: Share) -> None:
    content_publishing.withdraw(share.item, reason="internal reason", by=None)
    response = Client().get(f"/r/{share.link.code}", headers={"User-Agent": BROWSER, "Accept-Language": "de"})
    assert response.status_code == 410
    assert 'lang="de"' in response.content.decode()
    assert "internal reason" not in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert kinds() == []


def test_no_address_is_stored_and_yesterdays_hashes_name_nobody(share: Share) -> None:
    Client(REMOTE_ADDR="203.0.113.77").get(f"/r/{share.link.code}", headers={"User-Agent": BROWSER})
    row = Click.objects.values().get()
    assert "203.0.113.77" not in str(row)
    assert re.fullmatch(r"[0-9a-f]{32}", row["visitor"])
    VisitorKey.objects.create(day=date(2020, 1, 1), key=b"old")
    readers.forget_old_days(timezone.now().date())
    assert [key.day for key in VisitorKey.objects.all()] == [timezone.now().date()]


def test_a_link_outlives_the_person(share: Share, ada: Employee) -> None:
    link = share.link
    share.delete()
    assert Client().get(f"/r/{link.code}", headers={"User-Agent": BROWSER}).status_code == 302
