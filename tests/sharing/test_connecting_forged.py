"""Forged, old, foreign and broken callbacks: each is refused, keeps no secret and trades no code anywhere."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from advocacy.lib import vault
from people.models import Employee
from sharing import connecting, registering
from sharing.models import Account, Consent, Credential, Server
from tests.peers.gotosocial import GoToSocial
from tests.sharing.contract import agree

pytestmark = pytest.mark.django_db
Answer = dict[str, str]
ALPHABET = string.ascii_letters + string.digits + "-_"


class Stage:
    """Ada's browser after her yes at the honest server, with an evil server beside it."""

    def __init__(self, browser: Client, person: Employee, honest: GoToSocial, evil: GoToSocial) -> None:
        self.browser, self.person, self.honest, self.evil = browser, person, honest, evil
        self.server = registering.server_for("mastodon", honest.host)
        self.evil_server = registering.server_for("mastodon", evil.host)
        self.session_key = browser.session.session_key or ""
        self.ask()

    def ask(self) -> None:
        """A fresh consent and the code for it."""
        leaving = connecting.begin(self.person, "mastodon", self.honest.host, session_key=self.session_key)
        self.good = agree(leaving.address)

    def answer(self, answer: Answer, *, server: Server | None = None, browser: Client | None = None) -> int:
        """The status of the callback page."""
        where = reverse("sharing:callback", args=[(server or self.server).pk])
        return (browser or self.browser).get(where, answer).status_code

    def traded(self) -> list[str]:
        """Every code that was sent to either server for a token."""
        return [*self.honest.traded, *self.evil.traded]


@pytest.fixture
def stage(ada: Employee, client_for: Callable[[Employee], Client], settings: Settings) -> Iterator[Stage]:
    with GoToSocial() as honest, GoToSocial() as evil:
        settings.NETWORK_LOCAL_HOSTS = [honest.host, evil.host]
        yield Stage(client_for(ada), ada, honest, evil)


def mutated_states(good: str) -> list[str]:
    """States near the good one, and some that are none."""
    flipped = [
        good[:n] + next(char for char in ALPHABET if char != good[n]) + good[n + 1 :]
        for n in range(len(good))
    ]
    cut = [good[:n] for n in range(len(good))]
    grown = [good + char for char in ALPHABET]
    shapes = [
        good.swapcase(),
        good[::-1],
        good * 2,
        f" {good}",
        f"{good} ",
        f"{good}\x00",
        f"{good}\n",
        f"'{good}'",
        f"{good}%00",
        "é" + good[1:],
        "\ud83d" + good,
        "*",
        "%",
        "' OR 1=1 --",
        "null",
        "undefined",
        "0",
        "[]",
        "x" * 10_000,
    ]
    return [*flipped, *cut, *grown, *shapes]


def assert_nothing_happened(stage: Stage) -> None:
    assert not Credential.objects.exists()
    assert not Account.objects.exists()
    assert stage.traded() == []


def test_no_state_but_the_right_one_is_taken(stage: Stage) -> None:
    wrong = mutated_states(stage.good["state"])
    assert len(wrong) >= 160
    for state in wrong:
        assert stage.answer({**stage.good, "state": state.encode(errors="replace").decode()}) == 400
    assert stage.answer({"code": stage.good["code"]}) == 400
    assert_nothing_happened(stage)
    # None of the forgeries used the real one up.
    assert stage.answer(stage.good) == 302
    assert Credential.objects.count() == 1


EVIL_ISSUERS = [
    "https://evil.example",
    "https://social.example",
    "http://127.0.0.1",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}0",
    "http://127.0.0.1:{port}/x",
    "http://127.0.0.1:{port}@evil.example",
    "http://localhost:{port}",
    "HTTP://127.0.0.1:{port}",
    "{evil}",
    "{evil}/",
    "null",
    "*",
    "127.0.0.1:{port}",
    "//127.0.0.1:{port}",
    "http://127.0.0.1:{port}?",
    "http://127.0.0.1:{port}#",
    " http://127.0.0.1:{port}",
    "javascript:alert(1)",
    "http://127.0.0.1:{port}\x00",
]


@pytest.mark.parametrize("issuer", EVIL_ISSUERS)
def test_an_answer_in_the_name_of_another_server_is_refused(stage: Stage, issuer: str) -> None:
    named = issuer.format(port=stage.honest.host.partition(":")[2], evil=stage.evil.url)
    assert stage.answer({**stage.good, "iss": named}) == 400
    assert stage.answer(stage.good) == 400  # whoever mixed up servers does not get a second try
    assert_nothing_happened(stage)


def test_the_right_issuer_is_taken_with_and_without_a_slash(stage: Stage) -> None:
    assert stage.answer({**stage.good, "iss": stage.honest.url}) == 302
    stage.ask()
    assert stage.answer({**stage.good, "iss": stage.honest.url + "/"}) == 302


@pytest.mark.parametrize(
    "error",
    ["access_denied ", "invalid_request", "server_error", "x" * 5000, "\x00", "<script>", "0", "false"],
)
def test_an_error_wins_over_a_code(stage: Stage, error: str) -> None:
    assert stage.answer({**stage.good, "error": error}) == 400
    assert_nothing_happened(stage)


@pytest.mark.parametrize(
    "code", ["", "other", "x" * 20_000, "\x00", "é", "a&client_id=evil", "{good}x", "{good} "]
)
def test_a_code_that_the_server_did_not_give_comes_to_nothing(stage: Stage, code: str) -> None:
    answer = {**stage.good, "code": code.replace("{good}", stage.good["code"])}
    assert stage.answer(answer) == 400
    assert not Credential.objects.exists()
    assert stage.evil.traded == []


def test_a_callback_works_once(stage: Stage) -> None:
    assert stage.answer(stage.good) == 302
    kept = bytes(Credential.objects.get().sealed)
    assert [stage.answer(stage.good) for _try in range(5)] == [400] * 5
    assert bytes(Credential.objects.get().sealed) == kept
    assert stage.traded() == [stage.good["code"]]


@pytest.mark.parametrize("minutes", [10, 11, 60, 60 * 24 * 365])
def test_a_callback_is_too_late_after_ten_minutes(stage: Stage, minutes: int) -> None:
    Consent.objects.update(created_at=timezone.now() - timedelta(minutes=minutes))
    assert stage.answer(stage.good) == 400
    assert_nothing_happened(stage)


def test_a_callback_in_another_session_or_of_another_person_is_refused(
    stage: Stage, ada: Employee, stranger: Employee, client_for: Callable[[Employee], Client]
) -> None:
    for person in (ada, stranger):
        assert stage.answer(stage.good, browser=client_for(person)) == 400
    assert stage.answer(stage.good, browser=Client()) == 302  # to the sign-in
    assert_nothing_happened(stage)
    assert stage.answer(stage.good) == 302


def test_a_code_of_the_honest_server_never_goes_to_the_evil_one(stage: Stage) -> None:
    assert stage.answer(stage.good, server=stage.evil_server) == 400
    leaving = connecting.begin(stage.person, "mastodon", stage.evil.host, session_key=stage.session_key)
    evil_state = agree(leaving.address)["state"]
    assert stage.answer({**stage.good, "state": evil_state}) == 400
    # Her own evil state is right for the evil server, but the honest server's code goes nowhere by it.
    assert_nothing_happened(stage)


def test_a_verifier_taken_from_another_row_does_not_open(stage: Stage) -> None:
    first = Consent.objects.get()
    stage.ask()
    second = Consent.objects.exclude(pk=first.pk).get()
    Consent.objects.filter(pk=second.pk).update(verifier=bytes(first.verifier))
    assert stage.answer(stage.good) == 400
    assert_nothing_happened(stage)
    with pytest.raises(vault.CannotUnseal):
        vault.unseal(bytes(first.verifier), bound_to=("consent", second.state_hash))


def test_neither_state_nor_session_nor_verifier_stands_in_the_database(stage: Stage) -> None:
    consent = Consent.objects.get()
    kept = f"{consent.state_hash}{consent.session_hash}{bytes(consent.verifier)!r}"
    assert stage.good["state"] not in kept
    assert stage.session_key not in kept


def test_an_unknown_server_is_not_found(stage: Stage) -> None:
    page = stage.browser.get(f"/accounts/callback/{secrets.token_hex(16)}/", stage.good)
    assert page.status_code == 404


def test_the_refusal_says_what_to_do_and_sends_nothing_on(stage: Stage) -> None:
    page = stage.browser.get(
        reverse("sharing:callback", args=[stage.server.pk]), {"state": "no", "code": "secret-code"}
    )
    text = page.content.decode()
    assert "Nothing was connected" in text
    assert "Start again" in text
    assert "secret-code" not in text
    assert page["Referrer-Policy"] == "no-referrer"


def test_a_consent_asks_for_a_challenge_that_the_server_could_check(stage: Stage) -> None:
    leaving = connecting.begin(stage.person, "mastodon", stage.honest.host, session_key=stage.session_key)
    asked = dict(parse_qsl(urlsplit(leaving.address).query))
    assert len(asked["code_challenge"]) == 43
    assert asked["redirect_uri"].endswith(f"/accounts/callback/{stage.server.pk}/")
