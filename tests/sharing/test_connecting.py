"""Connecting an account, through our own pages and over HTTP, at two servers that know nothing of each other."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import permutations
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from advocacy.lib import http, vault
from people import hooks, notices
from people.models import Employee, Notice
from sandbox.server import Running
from sharing import composing, connecting, networks, parking, registering
from sharing.composing import Choice
from sharing.disconnecting import disconnect
from sharing.models import Account, Consent, Credential, Server, Share
from sharing.networks.base import App, Unreachable
from sharing.states import ShareState
from tests.factories import make_item, make_person
from tests.peers.gotosocial import GoToSocial
from tests.sharing.conftest import make_account
from tests.sharing.contract import Peer, address_in, agree

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Employee], Client]


@pytest.fixture(params=[Running, GoToSocial], ids=["sandbox", "gotosocial"])
def peer(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Peer]:
    start: Callable[[], AbstractContextManager[Peer]] = request.param
    with start() as running:
        settings.NETWORK_LOCAL_HOSTS = [running.host]
        yield running


@pytest.fixture
def other_peer(settings: Settings) -> Iterator[GoToSocial]:
    with GoToSocial() as running:
        settings.NETWORK_LOCAL_HOSTS = [running.host]
        yield running


def go(browser: Client, peer: Peer, **query: object) -> str:
    """Name the server on our form; gives the address that the browser goes on to."""
    page = browser.post(reverse("sharing:connect", args=["mastodon"], query=query), {"server": peer.host})
    assert page.status_code == 200
    return address_in(page)


def come_back(browser: Client, answer: dict[str, str]) -> Any:
    server = Server.objects.get()
    return browser.get(reverse("sharing:callback", args=[server.pk]), answer, follow=True)


def test_an_account_is_connected_and_its_token_lies_sealed(
    peer: Peer, ada: Employee, client_for: ClientFor
) -> None:
    browser = client_for(ada)
    page = come_back(browser, agree(go(browser, peer)))
    account = Account.objects.get()
    assert page.redirect_chain == [(reverse("sharing:accounts"), 302)]
    assert (account.employee, account.network, account.state) == (ada, "mastodon", "connected")
    assert account.handle.endswith(f"@{peer.host}")
    assert account.handle in page.content.decode()
    assert account.last_chosen_at is None  # a new account is never ticked by itself
    token = account.credential.open().reveal()
    assert len(token) >= 20
    assert token.encode() not in bytes(account.credential.sealed)
    assert token not in page.content.decode()
    assert account.server is not None
    assert account.server.limits["max_characters"] == (5000 if isinstance(peer, GoToSocial) else 500)
    assert account.server.limits_at is not None


def test_the_page_in_between_says_where_she_goes_and_leads_on_without_a_script(
    peer: Peer, ada: Employee, client_for: ClientFor
) -> None:
    page = client_for(ada).post(reverse("sharing:connect", args=["mastodon"]), {"server": peer.host})
    address = address_in(page)
    text = page.content.decode()
    assert urlsplit(address).netloc == peer.host
    assert "code_challenge_method=S256" in address
    assert f"You are going to {peer.host}" in text
    assert text.count(address.replace("&", "&amp;")) == 2  # the refresh and a plain link
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


def test_she_comes_back_to_the_item_she_left(peer: Peer, ada: Employee, client_for: ClientFor) -> None:
    item = make_item()
    browser = client_for(ada)
    page = come_back(browser, agree(go(browser, peer, item=item.pk)))
    assert page.redirect_chain[0] == (reverse("sharing:compose", args=[item.pk]), 302)


def test_an_item_she_may_not_see_is_not_kept(
    other_peer: GoToSocial, ada: Employee, stranger: Employee, client_for: ClientFor
) -> None:
    item = make_item(teams=(stranger.teams.get(),))
    go(client_for(ada), other_peer, item=item.pk)
    assert Consent.objects.get().item is None


def test_a_no_at_the_server_is_taken_kindly(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor
) -> None:
    other_peer.says_no = True
    browser = client_for(ada)
    page = come_back(browser, agree(go(browser, other_peer)))
    assert page.status_code == 200
    assert "Nothing was connected" in page.content.decode()
    assert not Account.objects.exists()
    assert "POST /oauth/token" not in other_peer.seen


def test_connecting_again_keeps_the_account_and_brings_its_shares_back(
    peer: Peer, ada: Employee, client_for: ClientFor, version: object
) -> None:
    browser = client_for(ada)
    come_back(browser, agree(go(browser, peer)))
    account = Account.objects.get()
    first = account.credential
    share = plan(account)
    parking.needs_reconnect(account)
    assert Notice.objects.open_for(ada).count() == 1
    come_back(browser, agree(go(browser, peer)))
    account = Account.objects.get()
    share.refresh_from_db()
    assert account.state == "connected"
    assert account.credential.pk != first.pk
    assert share.state == ShareState.SCHEDULED
    assert share.parked_because == ""
    assert not Notice.objects.open_for(ada).exists()


def test_a_token_that_was_replaced_is_given_back_and_the_new_one_works(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor
) -> None:
    browser = client_for(ada)
    come_back(browser, agree(go(browser, other_peer)))
    first = Account.objects.get().credential.open().reveal()
    come_back(browser, agree(go(browser, other_peer)))
    second = Account.objects.get().credential.open().reveal()
    assert list(other_peer.tokens) == [second]
    assert first != second


def test_a_token_that_the_server_hands_out_again_is_not_given_back(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor
) -> None:
    browser = client_for(ada)
    other_peer.only_token = "always-the-same-token"
    come_back(browser, agree(go(browser, other_peer)))
    come_back(browser, agree(go(browser, other_peer)))
    assert list(other_peer.tokens) == ["always-the-same-token"]
    assert "POST /oauth/revoke" not in other_peer.seen


def test_an_account_that_a_colleague_connected_stays_hers(
    other_peer: GoToSocial, ada: Employee, stranger: Employee, client_for: ClientFor
) -> None:
    hers, his = client_for(ada), client_for(stranger)
    come_back(hers, agree(go(hers, other_peer)))
    kept = bytes(Credential.objects.get().sealed)
    page = come_back(his, agree(go(his, other_peer)))
    assert page.status_code == 400
    assert "already connected by somebody else" in page.content.decode()
    assert Account.objects.get().employee == ada
    assert bytes(Credential.objects.get().sealed) == kept
    # Some servers hand the same token to both: giving his back would end hers.
    assert "POST /oauth/revoke" not in other_peer.seen


def test_after_she_disconnected_a_colleague_may_connect_it(
    other_peer: GoToSocial, ada: Employee, stranger: Employee, client_for: ClientFor
) -> None:
    hers, his = client_for(ada), client_for(stranger)
    come_back(hers, agree(go(hers, other_peer)))
    disconnect(Account.objects.get(), by=ada)
    come_back(his, agree(go(his, other_peer)))
    assert Account.objects.get(state="connected").employee == stranger
    assert come_back(hers, agree(go(hers, other_peer))).status_code == 400


def test_a_token_without_the_right_to_post_is_refused(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor
) -> None:
    browser = client_for(ada)
    answer = agree(go(browser, other_peer))
    other_peer.codes[answer["code"]]["scope"] = "read:accounts read:statuses"
    page = come_back(browser, answer)
    assert "did not give Advocacy the right to post" in page.content.decode()
    assert not Credential.objects.exists()


def test_the_app_is_registered_once_and_anew_when_the_server_forgot_it(
    peer: Peer, ada: Employee, client_for: ClientFor
) -> None:
    browser = client_for(ada)
    go(browser, peer)
    first = Server.objects.get()
    go(browser, peer)
    assert Server.objects.get().client_id == first.client_id
    if isinstance(peer, GoToSocial):
        peer.apps.clear()
    else:
        assert isinstance(peer, Running)
        peer.reset()
    assert come_back(browser, agree(go(browser, peer))).status_code == 200
    again = Server.objects.get()
    assert again.pk == first.pk
    assert again.client_id != first.client_id
    assert Account.objects.get().server == again


def test_the_app_is_registered_anew_when_our_own_address_changed(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor, settings: Settings
) -> None:
    browser = client_for(ada)
    go(browser, other_peer)
    settings.PUBLIC_URL = "http://127.0.0.1:8001"
    address = go(browser, other_peer)
    assert agree(address)["code"]
    assert len(other_peer.apps) == 2
    assert Server.objects.count() == 1


def test_a_scope_that_the_server_no_longer_takes_leads_to_a_new_registration(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor
) -> None:
    browser = client_for(ada)
    state = agree(go(browser, other_peer))["state"]
    page = come_back(browser, {"state": state, "error": "invalid_scope"})
    assert page.status_code == 400
    go(browser, other_peer)
    assert len(other_peer.apps) == 2


def test_two_first_connections_at_the_same_moment_keep_one_registration(
    other_peer: GoToSocial, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = networks.adapter("mastodon")
    register = real.register

    def register_slowly(host: str, **asked: str) -> App:
        app = register(host, **asked)
        if not Server.objects.exists():
            monkeypatch.setattr(real, "register", register)
            registering.server_for("mastodon", host)  # the other one is faster
        return app

    monkeypatch.setattr(real, "register", register_slowly)
    server = registering.server_for("mastodon", other_peer.host)
    assert server == Server.objects.get()
    assert real.knows(registering.app_of(server))


@pytest.mark.parametrize(
    "typed",
    [
        "social.example",
        " social.example ",
        "SOCIAL.example",
        "social.example.",
        "social.example/",
        "social.example:443",
        "@mara@social.example",
        "mara@social.example",
        "https://social.example",
        "http://social.example/",
        "https://social.example/@mara",
        "https://social.example/@mara/112233?x=1#y",
        "https://mara@social.example/",
    ],
)
def test_a_server_is_understood_however_it_is_written(typed: str) -> None:
    assert registering.host_of(typed) == "social.example"


def test_an_international_name_is_understood() -> None:
    assert registering.host_of("@mara@bücher.example") == "xn--bcher-kva.example"
    assert registering.host_of("https://straße.example") == "xn--strae-oqa.example"


REFUSED = [
    "",
    " ",
    "@",
    "@@",
    "mara",
    "localhost",
    "LOCALHOST",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "①②⑦.⓪.⓪.①",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "::1",
    "0",
    "0.0.0.0",
    "10.0.0.1",
    "192.168.0.1",
    "172.16.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "168.63.129.16",
    "8.8.8.8",
    "intranet",
    "server.internal",
    "printer.local",
    "x.localhost",
    "metadata.google.internal",
    "router.lan",
    "social.example:8080",
    "social.example:22",
    "social.example:80",
    "https://social.example:8443/",
    "127.0.0.1:6379",
    "localhost:8000",
    "http://127.0.0.1\\@social.example/",
    "https://social.example\\@127.0.0.1/",
    "social.example\\x",
    "soc\x00ial.example",
    "social.example\r\nHost: x",
    "social..example",
    ".example",
    "-",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "x" * 300 + ".example",
    "https://",
    "https:///path",
    "1.2.3",
    "social.example%00",
    "social example",
    "<script>",
    "social.exam‎ple\u202e",
]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_public_server_gets_a_sentence_and_no_call(
    typed: str, ada: Employee, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("A call was made.")

    monkeypatch.setattr(http, "call", never)
    page = client_for(ada).post(reverse("sharing:connect", args=["mastodon"]), {"server": typed})
    assert page.status_code == 422
    assert 'class="error"' in page.content.decode()
    assert not Server.objects.exists()


def test_a_name_that_leads_to_a_private_address_is_not_called(
    other_peer: GoToSocial, settings: Settings, ada: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NETWORK_LOCAL_HOSTS = []
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, *rest, **more: real("127.0.0.1", port, *rest, **more)
    )
    with pytest.raises(registering.CannotConnect, match=r"No server answers at rebound\.example"):
        connecting.begin(ada, "mastodon", "rebound.example", session_key="s")
    assert other_peer.seen == []


def test_a_name_without_a_server_leads_to_the_server_behind_it(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor, settings: Settings
) -> None:
    with GoToSocial() as bare:
        bare.home, bare.serves = other_peer.url, False
        settings.NETWORK_LOCAL_HOSTS = [bare.host, other_peer.host]
        browser = client_for(ada)
        page = browser.post(reverse("sharing:connect", args=["mastodon"]), {"server": f"@anna@{bare.host}"})
        assert f"You are going to {other_peer.host}" in page.content.decode()
        come_back(browser, agree(address_in(page)))
    assert Account.objects.get().handle == f"@anna@{other_peer.host}"
    assert Server.objects.get().host == other_peer.host


@pytest.mark.parametrize(
    "home", ["http://10.0.0.1", "https://localhost", "javascript:alert(1)", "", "https://{self}"]
)
def test_a_name_that_leads_nowhere_or_inside_is_not_followed(
    other_peer: GoToSocial, ada: Employee, home: str
) -> None:
    other_peer.home, other_peer.serves = home.replace("{self}", other_peer.host), False
    with pytest.raises(registering.CannotConnect, match="does not answer like a Mastodon server"):
        connecting.begin(ada, "mastodon", other_peer.host, session_key="s")
    assert other_peer.seen == [
        "GET /.well-known/oauth-authorization-server",
        "POST /api/v1/apps",
        "GET /.well-known/host-meta",
    ]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (404, "does not answer like"),
        (301, "does not answer like"),
        (500, "has trouble"),
        (429, "patience"),
        (200, "does not answer like"),
    ],
)
def test_a_server_that_will_not_register_us_is_told_about(
    ada: Employee, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, status: int, sentence: str
) -> None:
    monkeypatch.setattr(
        http, "call", lambda *args, **kwargs: http.Answer(status, {}, b"<html>", "https://x/")
    )
    page = client_for(ada).post(reverse("sharing:connect", args=["mastodon"]), {"server": "social.example"})
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_networks_without_an_adapter_cannot_be_connected(ada: Employee, client_for: ClientFor) -> None:
    for network in ("linkedin", "x", "nonsense"):
        assert client_for(ada).get(reverse("sharing:connect", args=[network])).status_code == 404


def plan(account: Account) -> Share:
    """A share of this account that waits for its time."""
    item = make_item()
    batch = composing.share(
        item, Choice(accounts=[account], text="Quiet."), nonce=uuid.uuid4(), by=account.employee
    )
    return batch.shares.get()


def test_disconnecting_destroys_the_secret_parks_what_is_planned_and_tells_the_server(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor, version: object
) -> None:
    browser = client_for(ada)
    come_back(browser, agree(go(browser, other_peer)))
    account = Account.objects.get()
    share = plan(account)
    page = browser.post(reverse("sharing:disconnect", args=[account.pk]), follow=True)
    share.refresh_from_db()
    account.refresh_from_db()
    assert "is disconnected" in page.content.decode()
    assert account.state == "disconnected"
    assert not Credential.objects.exists()
    assert (share.state, share.parked_because) == (ShareState.PARKED, "reconnect")
    assert other_peer.tokens == {}
    assert browser.post(reverse("sharing:disconnect", args=[account.pk]), follow=True).status_code == 200


def test_a_server_that_says_nothing_does_not_keep_the_secret_alive(
    ada: Employee, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(ada)
    assert account.server is not None
    account.server.client_secret = vault.seal("secret", bound_to=account.server.bound_to)
    account.server.save()

    def silent(*args: object, **kwargs: object) -> None:
        raise http.NoAnswer("Silence.")

    monkeypatch.setattr(http, "call", silent)
    page = client_for(ada).post(reverse("sharing:disconnect", args=[account.pk]), follow=True)
    assert "remove Advocacy there under Settings" in page.content.decode()
    assert not Credential.objects.exists()


def test_only_the_person_herself_disconnects(
    ada: Employee, stranger: Employee, client_for: ClientFor
) -> None:
    account = make_account(ada)
    for method in ("get", "post"):
        page = getattr(client_for(stranger), method)(reverse("sharing:disconnect", args=[account.pk]))
        assert page.status_code == 404
    with pytest.raises(PermissionError):
        disconnect(account, by=stranger)
    assert Credential.objects.count() == 1


def test_asking_to_disconnect_changes_nothing(ada: Employee, client_for: ClientFor) -> None:
    account = make_account(ada)
    page = client_for(ada).get(reverse("sharing:disconnect", args=[account.pk]))
    assert "Disconnect" in page.content.decode()
    assert Credential.objects.count() == 1


def test_a_person_who_leaves_leaves_no_secret_and_nothing_planned(
    ada: Employee, version: object, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    given_back: list[str] = []
    account = make_account(ada)
    assert account.server is not None
    account.server.client_secret = vault.seal("secret", bound_to=account.server.bound_to)
    account.server.save()
    share = plan(account)
    monkeypatch.setattr(
        type(networks.adapter("mastodon")),
        "revoke",
        lambda self, app, token: given_back.append(token.reveal()),
    )
    with django_capture_on_commit_callbacks(execute=True):
        hooks.LEAVING["sharing"](ada)
        assert given_back == []  # no call before the transaction holds
    share.refresh_from_db()
    account.refresh_from_db()
    assert share.state == ShareState.CANCELLED
    assert account.state == "disconnected"
    assert not Credential.objects.exists()
    assert given_back == ["token-@ada@social.example"]


def test_limits_that_cannot_be_read_stay_as_they_were(ada: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server.objects.create(
        network="mastodon", host="social.example", client_secret=b"x", limits={"max_characters": 700}
    )

    def silent(*args: object, **kwargs: object) -> None:
        raise http.NoAnswer("Silence.")

    monkeypatch.setattr(http, "call", silent)
    assert not connecting.refresh_limits(server)
    server.refresh_from_db()
    assert server.limits == {"max_characters": 700}


def test_a_sealed_token_opens_in_no_other_row() -> None:
    people = [make_person(f"Person{n}") for n in range(20)]
    credentials = [
        make_account(person, handle=f"@p{n}@social.example").credential for n, person in enumerate(people)
    ]
    refused = 0
    for one, other in permutations(credentials, 2):
        one.sealed = bytes(Credential.objects.get(pk=other.pk).sealed)
        with pytest.raises(vault.CannotUnseal):
            one.open()
        refused += 1
    assert refused == 380


def test_no_admin_page_knows_accounts_secrets_or_shares() -> None:
    registered = set(admin.site._registry)
    assert registered.isdisjoint({Account, Credential, Consent, Server, Share})


def test_old_consents_are_swept_away(other_peer: GoToSocial, ada: Employee, client_for: ClientFor) -> None:
    browser = client_for(ada)
    go(browser, other_peer)
    Consent.objects.update(created_at=timezone.now() - timedelta(days=2))
    go(browser, other_peer)
    assert Consent.objects.count() == 1


def test_what_can_happen_to_a_share_has_words(ada: Employee) -> None:
    for code in ("sharing.reconnect", "sharing.failed", "sharing.needs_you"):
        notices.add(ada, code, network="Mastodon", handle="@ada@social.example")
    shown = [notices.shown(notice) for notice in Notice.objects.open_for(ada)]
    assert len({one.sentence for one in shown}) == 3
    assert all("Mastodon" in one.sentence for one in shown)


def test_the_network_error_of_the_first_limits_does_not_spoil_the_connection(
    other_peer: GoToSocial, ada: Employee, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(self: object, host: str) -> None:
        raise Unreachable("Silence.")

    monkeypatch.setattr(type(networks.adapter("mastodon")), "limits", unreachable)
    browser = client_for(ada)
    assert come_back(browser, agree(go(browser, other_peer))).status_code == 200
    account = Account.objects.get()
    assert account.state == "connected"
    assert account.max_length == 500
