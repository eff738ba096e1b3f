"""Readers are told apart by their own address, also behind a proxy, and by nothing they made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from reach import readers
from reach.models import Click, VisitorKey
from sharing.models import Share
from tests.reach.test_short_links import BROWSER, kinds

PROXY = "10.0.0.9"


def address(forwarded: str | None, proxies: int, settings: Settings) -> str:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return readers.address_of(RequestFactory(REMOTE_ADDR=PROXY).get("/", headers=headers))


@pytest.mark.parametrize(
    ("forwarded", "proxies", "found"),
    [
        (None, 0, PROXY),
        ("198.51.100.7", 0, PROXY),
        (None, 1, PROXY),
        ("198.51.100.7", 1, "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7", 1, "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7, 10.0.0.8", 2, "198.51.100.7"),
        ("198.51.100.7", 2, PROXY),
        ("198.51.100.7:4711", 1, "198.51.100.7"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("2001:DB8:0:0::1", 1, "2001:db8::1"),
        ("[2001:db8::1]:4711", 1, "2001:db8::1"),
        ("[2001:db8::1]", 1, "2001:db8::1"),
        ("unknown", 1, PROXY),
        ("", 1, PROXY),
        ("198.51.100.7,", 1, PROXY),
        ("<script>" * 500, 1, PROXY),
        ("[]:1", 1, PROXY),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_wrote(
    forwarded: str | None, proxies: int, found: str, settings: Settings
) -> None:
    assert address(forwarded, proxies, settings) == found


@pytest.mark.django_db
def test_three_readers_behind_one_proxy_are_three_people(
    share_it: Callable[..., Share], settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    path = f"/r/{share_it().link.code}"
    for reader in ("198.51.100.1", "198.51.100.2", "2001:db8::3"):
        Client(REMOTE_ADDR=PROXY).get(path, headers={"User-Agent": BROWSER, "X-Forwarded-For": reader})
    assert kinds() == ["person"] * 3
    forged = {"User-Agent": BROWSER, "X-Forwarded-For": "203.0.113.250, 198.51.100.1"}
    Client(REMOTE_ADDR=PROXY).get(path, headers=forged)
    assert kinds()[3:] == ["repeat"]


@pytest.mark.django_db
def test_without_a_proxy_the_header_makes_nobody_anew(
    share_it: Callable[..., Share], settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    path = f"/r/{share_it().link.code}"
    for made_up in ("198.51.100.1", "198.51.100.2"):
        Client().get(path, headers={"User-Agent": BROWSER, "X-Forwarded-For": made_up})
    assert kinds() == ["person", "repeat"]
    assert Click.objects.values("visitor").distinct().count() == 1


@pytest.mark.django_db
def test_only_todays_key_is_kept_in_the_database_and_in_memory() -> None:
    today = timezone.now().date()
    yesterday = today - timedelta(days=1)
    old, new = readers._key(yesterday), readers._key(today)
    assert old != new
    assert readers._key.cache_info().currsize == 1
    assert readers.forget_old_days(today) == 1
    assert readers._key.cache_info().currsize == 0
    assert [(row.day, bytes(row.key)) for row in VisitorKey.objects.all()] == [(today, new)]
