"""The page of a person's own accounts: what it shows, to whom, and the form that names a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import company
from people.models import CompanySettings, Employee
from sharing import scopes
from sharing.models import Account
from tests.factories import make_item
from tests.sharing.conftest import make_account

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Employee], Client]
NARROW = "profile read:statuses write:statuses write:media"


def text_of(browser: Client, name: str, *args: object, **query: object) -> str:
    page = browser.get(reverse(f"sharing:{name}", args=args, query=query))
    assert page.status_code == 200
    return page.content.decode()


def test_an_empty_page_offers_one_account_and_says_that_hand_off_needs_none(
    ada: Employee, client_for: ClientFor
) -> None:
    text = text_of(client_for(ada), "accounts")
    assert "Connect Mastodon, if you like" in text
    assert "Share by hand-off" in text
    assert reverse("sharing:connect", args=["mastodon"]) in text


def test_an_account_shows_handle_server_rights_and_last_use(ada: Employee, client_for: ClientFor) -> None:
    used = datetime(2026, 11, 3, 8, 5, tzinfo=UTC)
    make_account(ada, scopes=NARROW, last_used_at=used, connected_at=datetime(2026, 10, 1, tzinfo=UTC))
    text = text_of(client_for(ada), "accounts")
    for words in (
        "@ada@social.example",
        "Connected since 1 October 2026",
        "last used 3 November 2026, 09:05",
        "Upload the picture",
    ):
        assert words in text
    assert "not used yet" not in text


def test_an_account_that_ended_offers_to_connect_again(ada: Employee, client_for: ClientFor) -> None:
    make_account(ada, state=Account.State.NEEDS_RECONNECT)
    text = text_of(client_for(ada), "accounts")
    assert "Needs connecting again" in text
    assert f"{reverse('sharing:connect', args=['mastodon'])}?server=social.example" in text


def test_nobody_sees_the_accounts_of_others(
    ada: Employee, stranger: Employee, root: Employee, client_for: ClientFor
) -> None:
    make_account(ada)
    for person in (stranger, root):
        assert "@ada@" not in text_of(client_for(person), "accounts")


def test_a_disconnected_account_is_gone_from_the_page(ada: Employee, client_for: ClientFor) -> None:
    make_account(ada, state=Account.State.DISCONNECTED)
    assert "@ada@" not in text_of(client_for(ada), "accounts")


def test_the_page_takes_as_many_queries_for_ten_accounts_as_for_one(
    ada: Employee, client_for: ClientFor
) -> None:
    browser = client_for(ada)
    make_account(ada)
    text_of(browser, "accounts")
    with CaptureQueriesContext(connection) as one:
        text_of(browser, "accounts")
    for n in range(9):
        make_account(ada, handle=f"@ada{n}@social.example")
    with CaptureQueriesContext(connection) as ten:
        text_of(browser, "accounts")
    assert len(ten) == len(one)
    assert len(one) <= 6


def test_the_item_she_came_from_is_kept_on_every_way_on(ada: Employee, client_for: ClientFor) -> None:
    item = make_item()
    browser = client_for(ada)
    make_account(ada, state=Account.State.NEEDS_RECONNECT)
    text = text_of(browser, "accounts", item=item.pk)
    assert f"?item={item.pk}" in text
    assert f"&amp;item={item.pk}" in text
    assert reverse("sharing:compose", args=[item.pk]) in text
    assert reverse("sharing:compose", args=[item.pk]) in text_of(browser, "connect", "mastodon", item=item.pk)


@pytest.mark.parametrize("item", ["0", "-1", "x", "9" * 30, "", "1;drop", "٣"])
def test_an_item_that_is_none_is_ignored(ada: Employee, client_for: ClientFor, item: str) -> None:
    assert "Back to your post" not in text_of(client_for(ada), "accounts", item=item)


def test_the_companys_servers_are_offered_as_buttons(ada: Employee, client_for: ClientFor) -> None:
    CompanySettings.objects.update_or_create(
        pk=1, defaults={"suggested_servers": "social.example, other.example,"}
    )
    company.forget()
    text = text_of(client_for(ada), "connect", "mastodon")
    assert '<button class="btn" type="submit" name="suggested" value="social.example">' in text
    assert 'value="other.example"' in text
    assert 'value=""' not in text.partition('name="suggested"')[2].partition("</p>")[0]


def test_an_empty_form_says_what_is_missing_beside_the_field(ada: Employee, client_for: ClientFor) -> None:
    page = client_for(ada).post(reverse("sharing:connect", args=["mastodon"]), {"server": " "})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Please name your server." in text
    assert 'aria-invalid="true"' in text


def test_the_form_says_before_the_consent_what_may_be_done(ada: Employee, client_for: ClientFor) -> None:
    text = text_of(client_for(ada), "connect", "mastodon")
    for line in [*scopes.may(scopes.ASKED), *scopes.may_not(scopes.ASKED)]:
        assert line in text


@pytest.mark.parametrize(
    ("granted", "may", "may_not"),
    [
        (NARROW, 4, 2),
        ("read:accounts read:statuses write:statuses write:media", 4, 2),
        ("write:statuses", 1, 2),
        ("read write", 5, 1),
    ],
)
def test_rights_are_told_as_they_were_given(granted: str, may: int, may_not: int) -> None:
    assert (len(scopes.may(granted)), len(scopes.may_not(granted))) == (may, may_not)


def test_the_pages_speak_german(ada: Employee, client_for: ClientFor) -> None:
    ada.language = "de"
    ada.save()
    assert '<html lang="de">' in text_of(client_for(ada), "accounts")


class _Inline(HTMLParser):
    """Finds what a strict content security policy would stop."""

    found: tuple[str, ...] = ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        bad = [name for name in names if name == "style" or name.startswith("on")]
        if bad or tag == "style" or (tag == "script" and "src" not in names):
            self.found += (tag,)


def test_no_page_holds_inline_style_or_script(ada: Employee, client_for: ClientFor) -> None:
    account = make_account(ada, scopes=NARROW)
    browser = client_for(ada)
    for name, args in (("accounts", []), ("connect", ["mastodon"]), ("disconnect", [account.pk])):
        reader = _Inline()
        reader.feed(text_of(browser, name, *args))
        assert reader.found == ()
