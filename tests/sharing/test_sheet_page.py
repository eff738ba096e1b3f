"""The share sheet as a person meets it: without JavaScript, in a dialog, and when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Item
from people.models import Employee
from sharing.models import Account, Share
from sharing.states import ShareState
from tests.factories import make_item

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def nonce_in(html: str) -> str:
    found = re.search(r'name="nonce" value="([0-9a-f-]{36})"', html)
    assert found, html[:500]
    return found[1]


def send(client: Client, item: Item, **data: object) -> tuple[int, str]:
    response = client.post(reverse("sharing:compose", args=[item.pk]), data, follow=True)
    return response.status_code, response.content.decode()


def test_two_clicks_from_the_feed_for_somebody_who_shared_before(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    Account.objects.update(last_chosen_at="2026-01-01T00:00Z")
    client = client_for(ada)
    html = client.get(reverse("sharing:compose", args=[item.pk])).content.decode()
    assert f'value="{account.pk}" checked' in html
    assert "It is quiet." in html
    assert "Share to Mastodon" in html
    status, html = send(
        client, item, nonce=nonce_in(html), account=account.pk, text="It is quiet.", language="en"
    )
    assert status == 200
    share = Share.objects.get()
    assert share.state == ShareState.SCHEDULED
    assert share.text == f"It is quiet.\n\n{share.link.url}"
    assert "Undo" in html


def test_a_new_account_is_never_ticked(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    html = client_for(ada).get(reverse("sharing:compose", args=[item.pk])).content.decode()
    assert f'value="{account.pk}"' in html
    assert f'value="{account.pk}" checked' not in html


def test_what_is_wrong_is_said_and_nothing_is_lost(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    client = client_for(ada)
    html = client.get(reverse("sharing:compose", args=[item.pk])).content.decode()
    nonce = nonce_in(html)
    status, html = send(client, item, nonce=nonce, text="My words", language="en")
    assert (status, Share.objects.count()) == (422, 0)
    assert "Choose an account first" in html
    assert "My words" in html
    status, html = send(client, item, nonce=nonce, account=account.pk, text="x" * 501, language="en")
    assert (status, Share.objects.count()) == (422, 0)
    assert "x" * 501 in html
    status, _html = send(client, item, nonce=nonce, account=account.pk, text="Hello {name}", language="en")
    assert (status, Share.objects.count()) == (422, 0)
    status, _html = send(client, item, nonce=nonce, account=account.pk, text="Short", language="en")
    assert (status, Share.objects.count()) == (200, 1)


def test_taking_another_variant_keeps_her_words_to_bring_back(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    client = client_for(ada)
    second = item.suggestions.filter(language="en").last()
    assert second is not None
    status, html = send(client, item, text="Only mine", language="en", variant=second.pk)
    assert status == 200
    assert ">29 dB at night.</textarea>" in html
    assert 'name="before" value="Only mine"' in html
    status, html = send(client, item, text="29 dB at night.", before="Only mine", restore="1", language="en")
    assert ">Only mine</textarea>" in html


def test_somebody_elses_account_is_not_posted_to(
    ada: Employee, stranger: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    client = client_for(stranger)
    html = client.get(reverse("sharing:compose", args=[item.pk])).content.decode()
    status, _html = send(client, item, nonce=nonce_in(html), account=account.pk, text="Hi", language="en")
    assert (status, Share.objects.count()) == (422, 0)


def test_items_that_are_not_hers_not_live_or_only_for_reading_have_no_sheet(
    ada: Employee, client_for: ClientFor
) -> None:
    client = client_for(ada)
    for hidden in (
        make_item(locations="Dublin"),
        make_item(state=Item.State.DRAFT),
        make_item(destination=Item.Destination.READING),
    ):
        assert client.get(reverse("sharing:compose", args=[hidden.pk])).status_code == 404


def test_the_guideline_comes_first(ada: Employee, item: Item, client_for: ClientFor) -> None:
    ada.acknowledgements.all().delete()
    html = client_for(ada).get(reverse("sharing:compose", args=[item.pk])).content.decode()
    assert "The guideline first" in html
    assert "<textarea" not in html


def test_htmx_gets_the_dialog_and_its_inside(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    url = reverse("sharing:compose", args=[item.pk])
    html = client_for(ada).get(url, headers={"HX-Request": "true", "HX-Target": "sheet"}).content.decode()
    assert html.strip().startswith("<dialog")
    inner = (
        client_for(ada).get(url, headers={"HX-Request": "true", "HX-Target": "sheet-inner"}).content.decode()
    )
    assert inner.strip().startswith("<form")


def test_the_preview_counts_by_the_networks_rule_and_changes_nothing(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    url = reverse("sharing:preview", args=[item.pk])
    html = (
        client_for(ada)
        .post(url, {"account": account.pk, "text": "x" * 470, "language": "en"})
        .content.decode()
    )
    assert "5 left" in html
    html = (
        client_for(ada)
        .post(url, {"account": account.pk, "text": "x" * 480, "language": "en"})
        .content.decode()
    )
    assert "5 characters too long for Mastodon" in html
    assert not Share.objects.exists()


def test_the_result_is_sent_again_only_when_something_changed(
    ada: Employee, share_it: Callable[..., Share], client_for: ClientFor
) -> None:
    share = share_it()
    url = reverse("sharing:batch", args=[share.batch_id])
    headers = {"HX-Request": "true", "HX-Target": "result"}
    first = client_for(ada).get(url, headers=headers).content.decode()
    assert "?seen=scheduled-undo" in first
    assert client_for(ada).get(url, {"seen": "scheduled-undo"}, headers=headers).status_code == 204
    Share.objects.update(state=ShareState.CANCELLED)
    assert (
        "Taken back" in client_for(ada).get(url, {"seen": "scheduled-undo"}, headers=headers).content.decode()
    )


def test_handing_off_opens_the_networks_own_window_and_asks_once(
    ada: Employee, item: Item, client_for: ClientFor
) -> None:
    client = client_for(ada)
    html = client.get(reverse("sharing:compose", args=[item.pk])).content.decode()
    status, html = send(
        client, item, nonce=nonce_in(html), text="Good read", language="en", hand_off="linkedin"
    )
    share = Share.objects.get()
    assert (status, share.state, share.confirmed_at) == (200, ShareState.HANDED_OFF, None)
    code = share.link.code
    assert (
        f"https://www.linkedin.com/sharing/share-offsite/?url=http%3A%2F%2F127.0.0.1%3A8000%2Fr%2F{code}"
        in html
    )
    client.post(reverse("sharing:posted", args=[share.pk]), {"answer": "yes"})
    share.refresh_from_db()
    assert share.confirmed_at is not None


def test_a_mastodon_window_needs_a_server_that_may_be_named(
    ada: Employee, item: Item, client_for: ClientFor
) -> None:
    client = client_for(ada)
    html = client.get(reverse("sharing:compose", args=[item.pk])).content.decode()
    send(client, item, nonce=nonce_in(html), text="Good read", language="en", hand_off="mastodon")
    url = reverse("sharing:window", args=[Share.objects.get().pk])
    assert (
        "https://social.example/share?text=Good%20read"
        in client.get(url, {"server": "social.example"}).content.decode()
    )
    assert "is not a server name" in client.get(url, {"server": 'evil"><script>'}).content.decode()


@pytest.mark.parametrize("name", ["cancel", "edit", "hand_off", "posted", "retry", "settle", "window"])
def test_nobody_reaches_another_persons_share(
    name: str, ada: Employee, stranger: Employee, share_it: Callable[..., Share], client_for: ClientFor
) -> None:
    share = share_it()
    url = reverse(f"sharing:{name}", args=[share.pk])
    assert client_for(stranger).post(url, {"answer": "there"}).status_code in {404, 405}
    assert client_for(stranger).get(url).status_code in {404, 405}
    assert client_for(stranger).get(reverse("sharing:batch", args=[share.batch_id])).status_code == 404
    share.refresh_from_db()
    assert share.state == ShareState.SCHEDULED
