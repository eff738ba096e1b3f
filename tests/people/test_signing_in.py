"""Signing in by e-mail: by password and by an e-mailed code; nobody signs up, nobody who left comes in."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language

from advocacy.lib import mail as lib_mail
from people import leaving
from people.models import Employee
from tests.factories import PASSWORD, make_person
from tests.people.conftest import link_in

LOGIN = "/auth/login/"
CODE = "/auth/login/code/"


def who(client: Client) -> str | None:
    """The id of who is signed in."""
    return client.session.get("_auth_user_id")


def ask_for_code(client: Client, email: str, **extra: Any) -> str:
    """Ask for a code; the code in the mail, or "" when the mail has none."""
    mail.outbox.clear()
    assert client.post(CODE, {"email": email}, **extra).status_code == 302
    found = (
        re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(mail.outbox[0].body), re.M) if mail.outbox else None
    )
    return found[1] if found else ""


def test_a_person_signs_in_by_password(ada: Employee, client: Client) -> None:
    answer = client.post(LOGIN, {"login": "Ada@Acme.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/profile/"
    assert who(client) == str(ada.pk)
    assert UserSession.objects.filter(user=ada, session_key=client.session.session_key).exists()


def test_a_person_without_password_signs_in_by_code(client: Client, db: None) -> None:
    person = Employee.objects.create_user(
        "new@acme.example", first_name="New", language="en", time_zone="UTC"
    )
    code = ask_for_code(client, "new@acme.example")
    assert code
    assert who(client) is None
    answer = client.post("/auth/login/code/confirm/", {"code": code})
    assert answer.status_code == 302
    assert who(client) == str(person.pk)


def test_a_wrong_code_signs_nobody_in(ada: Employee, client: Client) -> None:
    assert ask_for_code(client, ada.email)
    for _try in range(3):
        client.post("/auth/login/code/confirm/", {"code": "WRONG-1"})
    assert who(client) is None


def test_signing_in_gives_the_session_a_new_key(ada: Employee, client: Client) -> None:
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.post(LOGIN, {"login": ada.email, "password": PASSWORD})
    assert who(client) == str(ada.pk)
    assert client.session.session_key != planted.session_key
    assert not planted.exists(str(planted.session_key))


def test_who_left_signs_in_neither_by_password_nor_by_code(ada: Employee, client: Client) -> None:
    code = ask_for_code(client, ada.email)
    leaving.disable(ada, by=None)
    client.post("/auth/login/code/confirm/", {"code": code})
    assert who(client) is None
    client.post(LOGIN, {"login": ada.email, "password": PASSWORD})
    assert who(client) is None
    assert ask_for_code(client, ada.email) == ""


@pytest.mark.parametrize(
    "page", ["signup/", "email/", "confirm-email/", "confirm-email/x/", "signup/passkey/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_sign_up_and_no_change_of_address(
    page: str, method: str, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    for client in (Client(), client_for(ada)):
        answer = getattr(client, method)(f"/auth/{page}")
        assert answer.status_code == 404
    assert Employee.objects.count() == 1


def test_known_and_unknown_addresses_get_the_same_answers(ada: Employee) -> None:
    answers = []
    for email in (ada.email, "nobody@acme.example"):
        wrong = Client().post(LOGIN, {"login": email, "password": "wrong"})
        code = Client().post(CODE, {"email": email})
        reset = Client().post("/auth/password/reset/", {"email": email})
        page = re.sub(r'(csrf\w*" value|X-CSRFToken": )"?[^>]+', "", wrong.content.decode()).replace(
            email, "…"
        )
        answers.append(
            (
                wrong.status_code,
                page,
                code.status_code,
                code["Location"],
                reset.status_code,
                reset["Location"],
            )
        )
    assert answers[0] == answers[1]


def test_an_unknown_address_is_told_by_mail_and_not_invited_to_sign_up(client: Client, db: None) -> None:
    assert ask_for_code(client, "nobody@acme.example") == ""
    body = str(mail.outbox[0].body)
    assert "not known there" in body
    assert "signup" not in body


def test_a_code_is_mailed_in_the_persons_language(
    client: Client, ada: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    Employee.objects.filter(pk=ada.pk).update(language="de")
    active = []
    render = lib_mail._render

    def listen(name: str, *args: Any, **kwargs: Any) -> str:
        active.append(get_language())
        return render(name, *args, **kwargs)

    monkeypatch.setattr(lib_mail, "_render", listen)
    assert ask_for_code(client, ada.email, headers={"accept-language": "en"})
    assert set(active) == {"de"}


def test_a_reset_link_names_our_public_address_whatever_the_host_header_says(
    client: Client, ada: Employee
) -> None:
    client.post("/auth/password/reset/", {"email": ada.email}, headers={"host": "localhost:81"})
    body = str(mail.outbox[0].body)
    assert "localhost:81" not in body
    assert link_in(body).startswith("/auth/password/reset/key/")


def test_a_forged_host_is_refused(client: Client, ada: Employee) -> None:
    answer = client.post("/auth/password/reset/", {"email": ada.email}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert not mail.outbox


def test_a_password_is_reset_by_the_mailed_link_once(client: Client, ada: Employee) -> None:
    client.post("/auth/password/reset/", {"email": ada.email})
    link = link_in(str(mail.outbox[0].body))
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": "quite another phrase", "password2": "quite another phrase"}
    assert client.post(form, new).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("quite another phrase")
    assert mail.outbox[-1].to == [ada.email]
    assert "password" in mail.outbox[-1].subject.lower()
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_a_link_mailed_to_the_old_address_sets_no_password(client: Client, ada: Employee) -> None:
    client.post("/auth/password/reset/", {"email": ada.email})
    link = link_in(str(mail.outbox[0].body))
    assert "password1" in Client().get(link, follow=True).content.decode()
    Employee.objects.filter(pk=ada.pk).update(email="ada.new@acme.example")
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_addresses_kept_by_an_earlier_release_are_removed(ada: Employee) -> None:
    EmailAddress.objects.create(user=ada, email=ada.email)
    migration = importlib.import_module("people.migrations.0004_no_second_addresses")
    migration.remove_addresses(apps, None)
    assert not EmailAddress.objects.exists()
    assert Employee.objects.filter(pk=ada.pk).exists()


def test_a_password_is_asked_again_and_matched_without_an_address_row(ada: Employee, client: Client) -> None:
    client.post(LOGIN, {"login": ada.email, "password": PASSWORD})
    assert not EmailAddress.objects.exists()
    answer = client.post("/auth/reauthenticate/?next=/profile/", {"password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/profile/"
    assert client.post("/auth/reauthenticate/", {"password": "wrong"}).status_code != 302


def test_an_address_changed_by_the_administrator_is_the_only_one_that_signs_in(
    ada: Employee, client: Client
) -> None:
    Employee.objects.filter(pk=ada.pk).update(email="ada.new@acme.example")
    client.post(LOGIN, {"login": "ada@acme.example", "password": PASSWORD})
    assert who(client) is None
    client.post(LOGIN, {"login": "ada.new@acme.example", "password": PASSWORD})
    assert who(client) == str(ada.pk)


def test_the_sixth_wrong_password_in_five_minutes_is_refused_even_when_right(ada: Employee) -> None:
    for number in range(5):
        Client().post(
            LOGIN, {"login": ada.email, "password": "wrong"}, headers={"x-forwarded-for": f"9.9.9.{number}"}
        )
    client = Client()
    client.post(LOGIN, {"login": ada.email, "password": PASSWORD}, headers={"x-forwarded-for": "9.9.9.99"})
    assert who(client) is None


def test_codes_for_one_address_are_limited(client: Client, ada: Employee) -> None:
    sent = [Client().post(CODE, {"email": ada.email}).status_code for _try in range(5)]
    assert sent.count(302) == 3
    assert len(mail.outbox) == 3


def test_a_mail_server_that_fails_is_told_and_breaks_nothing(
    client: Client, ada: Employee, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.people.test_mailing.RefusingBackend"
    answer = client.post(CODE, {"email": ada.email})
    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("could not be sent" in sentence for sentence in said)


def test_a_passkey_challenge_is_given_to_anybody_and_a_made_up_answer_signs_nobody_in(
    ada: Employee, client: Client
) -> None:
    challenge = client.get(
        "/auth/second-factor/webauthn/login/", headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert challenge.status_code == 200
    assert "publicKey" in challenge.json()["request_options"]
    client.post("/auth/second-factor/webauthn/login/", {"credential": "{}"})
    assert who(client) is None


def test_second_factor_and_session_pages_have_addresses_of_their_own() -> None:
    assert reverse("mfa_reauthenticate") != reverse("account_reauthenticate")
    assert reverse("mfa_index") == "/auth/second-factor/"
    assert reverse("usersessions_list") == "/auth/sessions/"


def test_the_second_factor_is_asked_at_sign_in(ada: Employee, client: Client) -> None:
    TOTP.activate(ada, generate_totp_secret())
    answer = client.post(LOGIN, {"login": ada.email, "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert who(client) is None
    assert Authenticator.objects.filter(user=ada).exists()


def test_the_first_sign_in_takes_the_browsers_language_once(client: Client, db: None) -> None:
    person = Employee.objects.create_user("new@acme.example", PASSWORD, first_name="New")
    german = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
    client.post(LOGIN, {"login": person.email, "password": PASSWORD}, headers=german)
    person.refresh_from_db()
    assert person.language == "de"
    client.post("/auth/logout/")
    client.post(LOGIN, {"login": person.email, "password": PASSWORD}, headers={"accept-language": "en"})
    person.refresh_from_db()
    assert person.language == "de"


def test_a_language_that_was_given_is_not_guessed_over(client: Client, db: None) -> None:
    person = make_person("Given", language="en")
    client.post(LOGIN, {"login": person.email, "password": PASSWORD}, headers={"accept-language": "de"})
    person.refresh_from_db()
    assert person.language == "en"


def test_after_signing_in_nobody_is_led_to_another_site(ada: Employee, client: Client) -> None:
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = Client().post(
            f"{LOGIN}?next={target}", {"login": ada.email, "password": PASSWORD, "next": target}
        )
        assert answer.status_code == 302
        assert answer["Location"] == "/profile/"
