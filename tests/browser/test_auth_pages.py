"""Sign-in, second factor, devices and error pages in a real browser: policy, axe, both widths and languages."""

from __future__ import annotations

import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from people.models import Employee
from tests.browser.conftest import DESKTOP, PHONE, PageFor, look
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

LOOKS = [
    pytest.param(PHONE, "light", "en", id="390-light-en"),
    pytest.param(DESKTOP, "dark", "de", id="1280-dark-de"),
    pytest.param(PHONE, "dark", "de", id="390-dark-de"),
    pytest.param(DESKTOP, "light", "en", id="1280-light-en"),
]

AT_THE_DOOR = {
    "login": "/auth/login/",
    "code": "/auth/login/code/",
    "reset": "/auth/password/reset/",
    "reset-done": "/auth/password/reset/done/",
    "reset-used": "/auth/password/reset/key/1-nothing/",
    "reset-key-done": "/auth/password/reset/key/done/",
    "inactive": "/auth/inactive/",
    "missing": "/s/nothing-here/",
}


def sign_in(page: Page, person: Employee) -> None:
    """Through the door with the password, so that allauth knows how she came in; then on to the profile."""
    page.goto("/auth/login/?next=/profile/")
    page.fill("#id_login", person.email)
    page.fill("#id_password", PASSWORD)
    page.locator("button.primary").click()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_at_the_door_are_clean(
    page_for: PageFor, root: Employee, settings: LazySettings, width: int, scheme: str, language: str
) -> None:
    settings.DEMO = True
    page = page_for(width=width, scheme=scheme, language=language)
    for name, address in AT_THE_DOOR.items():
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        look(page, f"{name}-{width}-{scheme}-{language}")


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_a_wrong_password_is_told_on_top_and_at_the_field(
    page_for: PageFor, ada: Employee, width: int, scheme: str, language: str
) -> None:
    page = page_for(width=width, scheme=scheme, language=language)
    page.goto("/auth/login/")
    page.fill("#id_login", ada.email)
    page.fill("#id_password", "not this one")
    page.locator("button.primary").click()
    expect(page.locator(".errors")).to_be_focused()
    look(page, f"login-wrong-{width}-{scheme}-{language}")


def test_a_person_signs_in_with_her_password(page_for: PageFor, ada: Employee) -> None:
    page = page_for()
    sign_in(page, ada)
    expect(page).to_have_url(re.compile("/profile/$"))


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_a_second_factor_are_clean(
    page_for: PageFor, ada: Employee, width: int, scheme: str, language: str
) -> None:
    page = page_for(width=width, scheme=scheme, language=language)
    sign_in(page, ada)
    Employee.objects.filter(pk=ada.pk).update(language=language)
    page.goto("/auth/second-factor/totp/activate/")
    page.fill("#id_password", PASSWORD)
    page.locator("button.primary").click()
    expect(page.locator("svg.qr")).to_be_visible()
    pages = {
        "mfa-none": "/auth/second-factor/",
        "totp-on": "/auth/second-factor/totp/activate/",
        "key-add": "/auth/second-factor/webauthn/add/",
        "key-list": "/auth/second-factor/webauthn/",
    }
    for name, address in pages.items():
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        look(page, f"{name}-{width}-{scheme}-{language}")
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(ada)
    pages = {
        "mfa-on": "/auth/second-factor/",
        "totp-off": "/auth/second-factor/totp/deactivate/",
        "codes": "/auth/second-factor/recovery-codes/",
        "codes-new": "/auth/second-factor/recovery-codes/generate/",
        "password": "/auth/password/change/",
        "sessions": "/auth/sessions/",
        "logout": "/auth/logout/",
    }
    for name, address in pages.items():
        page.goto(address)
        look(page, f"{name}-{width}-{scheme}-{language}")


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_second_step_of_a_sign_in_is_clean(
    page_for: PageFor, ada: Employee, width: int, scheme: str, language: str
) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    page = page_for(width=width, scheme=scheme, language=language)
    sign_in(page, ada)
    expect(page.locator("#id_code")).to_be_visible()
    look(page, f"second-step-{width}-{scheme}-{language}")


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_asking_once_more_is_clean(
    page_for: PageFor, ada: Employee, width: int, scheme: str, language: str
) -> None:
    page = page_for(ada, width=width, scheme=scheme, language=language)
    page.goto("/auth/second-factor/totp/activate/")
    expect(page.locator("#id_password")).to_be_visible()
    look(page, f"reauthenticate-{width}-{scheme}-{language}")
    page.goto("/nothing-here/")
    look(page, f"missing-in-{width}-{scheme}-{language}")


def test_a_mailed_code_and_a_reset_link_are_clean(page_for: PageFor, ada: Employee) -> None:
    page = page_for()
    page.goto("/auth/login/code/")
    page.fill("#id_email", ada.email)
    page.locator("button.primary").click()
    expect(page.locator("#id_code")).to_be_visible()
    look(page, "code-entry")
    key = default_token_generator.make_token(ada)
    page.goto(f"/auth/password/reset/key/{user_pk_to_url_str(ada)}-{key}/")
    expect(page.locator("#id_password1")).to_be_visible()
    look(page, "reset-form")


def test_the_door_speaks_the_language_that_is_asked_for(page_for: PageFor, root: Employee) -> None:
    page = page_for()
    page.goto("/auth/login/")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
