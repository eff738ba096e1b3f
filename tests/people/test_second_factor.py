"""The second factor: with REQUIRE_MFA the desk opens only for a session that used it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.management import call_command
from django.test import Client, TestCase

from people.models import Employee, Invitation
from tests.factories import PASSWORD
from tests.people.conftest import link_in
from tests.people.test_roles import form_of, fresh

INDEX = "/auth/second-factor/"


def code_for(secret: str, ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def sign_in(person: Employee) -> Client:
    client = Client()
    client.post("/auth/login/", {"login": person.email, "password": PASSWORD})
    return client


def prove(client: Client) -> Client:
    """Write the password once more."""
    assert client.post("/auth/reauthenticate/?next=/profile/", {"password": PASSWORD}).status_code == 302
    return client


def choose_password(link: str) -> None:
    """Open a link that sets a password, and set the one that `sign_in` writes."""
    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302


def set_up(client: Client) -> None:
    """Set up an authenticator app, as a person does: the password once more, the page, the first code."""
    page = prove(client).get(f"{INDEX}totp/activate/")
    assert page.status_code == 200
    code = code_for(page.context["form"].secret)
    assert client.post(f"{INDEX}totp/activate/", {"code": code}).status_code == 302


@pytest.fixture
def strict(settings: Any) -> None:
    settings.REQUIRE_MFA = True


def test_without_the_setting_the_desk_opens_by_password(eli: Employee) -> None:
    assert sign_in(eli).get("/desk/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_who_has_no_second_factor_is_led_to_set_one_up_and_told_why(
    eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(eli)
    for path in ("/desk/", "/desk/content/item/", "/desk/jsi18n/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, INDEX)
    page = client.get("/desk/", follow=True)
    assert page.status_code == 200
    assert page.redirect_chain == [(INDEX, 302)]
    assert "The desk opens with a second factor." in page.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("strict")
def test_setting_one_up_opens_the_desk_in_the_same_session(eli: Employee) -> None:
    client = prove(sign_in(eli))
    page = client.get(f"{INDEX}totp/activate/")
    secret = page.context["form"].secret
    assert client.post(f"{INDEX}totp/activate/", {"code": code_for(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=eli, type="totp").exists()
    assert client.get("/desk/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_who_forgot_her_password_can_still_set_one_up(eli: Employee, client: Client) -> None:
    client.post("/auth/password/reset/", {"email": eli.email})
    set_up(sign_in(eli))
    assert Authenticator.objects.filter(user=eli, type="totp").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("strict")
def test_who_set_her_password_by_the_mailed_link_can_set_one_up(eli: Employee, client: Client) -> None:
    client.post("/auth/password/reset/", {"email": eli.email})
    choose_password(link_in(str(mail.outbox[0].body)))
    browser = sign_in(eli)
    set_up(browser)
    assert browser.get("/desk/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("strict")
def test_the_first_administrator_made_by_link_opens_the_desk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("add_administrator", "chief@acme.example", link=True)
    choose_password(link_in(capsys.readouterr().out))
    browser = sign_in(Employee.objects.get(email="chief@acme.example"))
    assert browser.get("/desk/")["Location"] == INDEX
    set_up(browser)
    assert browser.get("/desk/").status_code == 200


def test_no_way_to_a_password_keeps_a_second_address(eli: Employee, client: Client) -> None:
    client.post("/auth/password/reset/", {"email": eli.email})
    choose_password(link_in(str(mail.outbox[0].body)))
    assert not EmailAddress.objects.exists()
    Employee.objects.filter(pk=eli.pk).update(email="eli.new@acme.example")
    mail.outbox.clear()
    client.post("/auth/password/reset/", {"email": "eli@acme.example"})
    assert "/password/reset/key/" not in str(mail.outbox[0].body)


@pytest.mark.usefixtures("strict")
def test_a_session_opened_without_it_is_asked_for_it_and_led_back(
    eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(eli, secret)
    client = client_for(eli)
    answer = client.get("/desk/content/item/?q=x")
    assert answer["Location"] == f"{INDEX}reauthenticate/?next=%2Fdesk%2Fcontent%2Fitem%2F%3Fq%3Dx"
    assert client.post(answer["Location"], {"code": "000000"}).status_code != 302
    assert client.get("/desk/").status_code == 302
    back = client.post(answer["Location"], {"code": code_for(secret, 0)})
    assert (back.status_code, back["Location"]) == (302, "/desk/content/item/?q=x")
    assert client.get("/desk/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_signing_in_with_it_opens_the_desk(eli: Employee) -> None:
    secret = generate_totp_secret()
    TOTP.activate(eli, secret)
    client = sign_in(eli)
    assert client.get("/desk/").status_code == 302
    client.post(f"{INDEX}authenticate/", {"code": code_for(secret)})
    assert client.get("/desk/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_a_passkey_is_asked_for_where_that_is_what_the_person_has(
    eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    Authenticator.objects.create(user=eli, type="webauthn", data={"name": "Key", "credential": {}})
    answer = client_for(eli).get("/desk/")
    assert answer["Location"].startswith(f"{INDEX}webauthn/reauthenticate/?next=")


@pytest.mark.usefixtures("strict")
def test_people_without_a_role_need_none_and_find_no_desk(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(ada)
    assert client.get("/desk/").status_code == 404
    assert client.get("/profile/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_one_persons_second_factor_does_not_open_the_desk_for_the_next_in_this_browser(
    eli: Employee, mona: Employee
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(eli, secret)
    client = sign_in(eli)
    client.post(f"{INDEX}authenticate/", {"code": code_for(secret)})
    assert client.get("/desk/").status_code == 200
    client.post("/auth/logout/")
    client.post("/auth/login/", {"login": mona.email, "password": PASSWORD})
    assert client.get("/desk/")["Location"] == INDEX


def test_strangers_are_led_to_the_sign_in_and_back(client: Client, db: None) -> None:
    assert client.get("/desk/content/item/")["Location"] == "/auth/login/?next=/desk/content/item/"


def test_adding_one_is_told_by_mail(eli: Employee) -> None:
    client = prove(sign_in(eli))
    page = client.get(f"{INDEX}totp/activate/")
    # The mail goes out when the change is stored.
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(f"{INDEX}totp/activate/", {"code": code_for(page.context["form"].secret)})
    assert mail.outbox[-1].to == [eli.email]
    assert "authenticator app" in mail.outbox[-1].subject


@pytest.fixture
def chief(root: Employee) -> Client:
    """An administrator's browser, signed in with the second factor, some time ago."""
    secret = generate_totp_secret()
    TOTP.activate(root, secret)
    client = sign_in(root)
    client.post(f"{INDEX}authenticate/", {"code": code_for(secret)})
    return client


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize(
    "path", ["employee/{pk}/change/", "employee/import/", "employee/export/", "invitation/add/"]
)
def test_people_and_their_roles_ask_for_the_password_again(path: str, chief: Client, ada: Employee) -> None:
    url = f"/desk/people/{path.format(pk=ada.pk)}"
    assert chief.get("/desk/people/employee/").status_code == 200
    answer = chief.post(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/auth/reauthenticate/?next=")
    prove(chief)
    assert chief.post(url).status_code != 302


@pytest.mark.usefixtures("strict")
def test_what_was_posted_is_kept_while_the_password_is_asked(chief: Client, ada: Employee) -> None:
    away = chief.post(f"/desk/people/employee/{ada.pk}/change/", form_of(ada, roles=["curator"]))
    assert fresh(ada).roles == frozenset()
    assert chief.post(away["Location"], {"password": PASSWORD}).status_code == 302
    assert {role.value for role in fresh(ada).roles} == {"curator"}


def test_without_the_setting_the_password_is_not_asked_again(root: Employee) -> None:
    client = sign_in(root)
    form = {"email": "nora@acme.example", "first_name": "", "last_name": "", "language": "en", "location": ""}
    assert client.post("/desk/people/invitation/add/", form).status_code == 302
    assert Invitation.objects.exists()
