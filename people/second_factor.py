"""The second factor of people with a role: whether this session was opened with it, and where to go if not."""

from __future__ import annotations

import base64
from typing import ClassVar, Final
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advocacy.lib import vault
from people import company
from people.models import Employee

# allauth seals before it knows the row, so the row cannot be named here.
_BOUND_TO: Final = ("second factor",)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of authenticator apps and recovery codes are sealed: a copy of the database is no second factor."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up a second factor first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return base64.b64encode(vault.seal(text, bound_to=_BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises vault.CannotUnseal."""
        return vault.unseal(base64.b64decode(encrypted_text), bound_to=_BOUND_TO)

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows beside the code."""
        return f"Advocacy {company.current().name}".strip()

    def generate_authenticator_name(self, user: Employee, type: Authenticator.Type) -> str:
        """A first name for a passkey, to be changed by its owner."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


def used_in_session(request: HttpRequest, person: Employee) -> bool:
    """True when an authenticator app, a passkey or a recovery code was used in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def ask(request: HttpRequest, person: Employee) -> HttpResponse:
    """Lead to setting a second factor up, or to using the one that is there; afterwards back here."""
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        page = "mfa_reauthenticate"
    elif Authenticator.Type.WEBAUTHN in kinds:
        page = "mfa_reauthenticate_webauthn"
    else:
        messages.info(
            request, _("The desk opens with a second factor. Set one up here, then open the desk again.")
        )
        return HttpResponseRedirect(reverse("mfa_index"))
    messages.info(request, _("The desk opens with your second factor."))
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


def ask_again(request: HttpRequest) -> None:
    """Before people, roles and tables of people: with REQUIRE_MFA the person must have proved herself lately.

    Raises ReauthenticationRequired, which allauth's middleware turns into its page and back (10 minutes,
    ACCOUNT_REAUTHENTICATION_TIMEOUT); what was posted is kept meanwhile.
    """
    if settings.REQUIRE_MFA and is_reauthentication_required(request, app=""):
        raise ReauthenticationRequired


def remember_set_up(
    request: HttpRequest, user: Employee, authenticator: Authenticator, **kwargs: object
) -> None:
    """Setting a second factor up proves it: the session need not ask for it again at once."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
