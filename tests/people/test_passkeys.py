"""Passkeys: set up by somebody who is signed in, then enough alone, also for the desk."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from people import leaving
from people.models import Employee
from tests.factories import PASSWORD
from tests.people.passkey import Passkey

SITE = "localhost"
ADD = "/auth/second-factor/webauthn/add/"
LOGIN = "/auth/second-factor/webauthn/login/"


def browser() -> Client:
    return Client(SERVER_NAME=SITE)


def set_up(person: Employee) -> Passkey:
    """Sign in by password, prove it once more, and add a passkey."""
    client = browser()
    client.post("/auth/login/", {"login": person.email, "password": PASSWORD})
    client.post("/auth/reauthenticate/", {"password": PASSWORD})
    options = as_json(client.get(ADD).context["js_data"]["creation_options"])
    passkey = Passkey(SITE)
    credential = json.dumps(passkey.register(options["publicKey"]))
    answer = client.post(ADD, {"name": "Phone", "passwordless": "on", "credential": credential})
    assert answer.status_code == 302, answer.content.decode()
    return passkey


def as_json(options: Any) -> dict[str, Any]:
    """The options as the browser gets them."""
    return dict(json.loads(json.dumps(options, default=dict)))


def challenge(client: Client) -> dict[str, Any]:
    answer = client.get(LOGIN, headers={"x-requested-with": "XMLHttpRequest"})
    return dict(answer.json()["request_options"]["publicKey"])


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def sign_in(client: Client, answer: dict[str, Any]) -> None:
    client.post(LOGIN, {"credential": json.dumps(answer)})


def test_a_passkey_alone_signs_in(ada: Employee) -> None:
    passkey = set_up(ada)
    client = browser()
    sign_in(client, passkey.sign(challenge(client)))
    assert who(client) == str(ada.pk)


def test_a_passkey_opens_the_desk_where_a_second_factor_is_required(eli: Employee, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    passkey = set_up(eli)
    client = browser()
    sign_in(client, passkey.sign(challenge(client)))
    assert client.get("/desk/").status_code == 200


def test_a_passkey_of_who_left_signs_nobody_in(ada: Employee) -> None:
    passkey = set_up(ada)
    leaving.disable(ada, by=None)
    client = browser()
    sign_in(client, passkey.sign(challenge(client)))
    assert who(client) is None


def test_an_answer_to_another_challenge_signs_nobody_in(ada: Employee) -> None:
    passkey = set_up(ada)
    client, other = browser(), browser()
    challenge(client)
    sign_in(client, passkey.sign(challenge(other)))
    assert who(client) is None


def test_another_key_for_the_same_person_signs_nobody_in(ada: Employee) -> None:
    real = set_up(ada)
    forged = Passkey(SITE)
    forged.owner = real.owner
    client = browser()
    sign_in(client, forged.sign(challenge(client)))
    forged.id = real.id
    sign_in(client, forged.sign(challenge(client)))
    assert who(client) is None


@pytest.mark.parametrize(
    "credential", ["{}", "[]", "null", '{"response": {}}', '{"response": {"userHandle": "x"}}', "nonsense"]
)
def test_a_made_up_answer_is_refused_without_an_error_of_ours(credential: str, ada: Employee) -> None:
    client = browser()
    challenge(client)
    assert client.post(LOGIN, {"credential": credential}).status_code < 500
    assert who(client) is None


def test_secrets_of_the_second_factor_are_sealed_in_the_database(ada: Employee) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    stored = Authenticator.objects.get(user=ada)
    assert secret not in str(stored.data)
    assert stored.wrap().instance.data["secret"] != secret
