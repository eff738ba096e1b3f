"""How allauth signs people in: by e-mail address, with mails made in our one place and no open sign-up.

`Employee.email` is the only address of a person: no EmailAddress rows of allauth are kept, so that a changed address
leaves no second door. ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR sees to it: the one allauth brings writes such rows.
"""

from __future__ import annotations

import logging
import smtplib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advocacy.lib import mail
from people import company, guessing
from people.models import Employee

logger = logging.getLogger(__name__)


def not_offered(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """A page of allauth that does not exist here: sign-up, and changing one's own (company) address."""
    raise Http404


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    # allauth's German says "Sie"; these are the sentences that people meet.
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This person can no longer sign in."),
        "email_password_mismatch": gettext_lazy("Address and password do not fit together."),
        "enter_current_password": gettext_lazy("Write your current password."),
        "incorrect_code": gettext_lazy("This code is not right."),
        "incorrect_password": gettext_lazy("This password is not right."),
        "invalid_password_reset": gettext_lazy("This link is no longer valid. Ask for a new one."),
        "rate_limited": gettext_lazy("Too many tries. Wait a few minutes."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only an invitation makes a person."""
        return False

    def reauthenticate(self, user: Employee, password: str) -> bool:
        """Whether this is the person's password; allauth would look for an EmailAddress row."""
        found = self.authenticate(allauth_context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def post_login(self, request: HttpRequest, user: Employee, **kwargs: Any) -> HttpResponse:
        """Take the browser's language once, then go on as usual."""
        guessing.take_language(user, request)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: by PUBLIC_URL, never by the request's Host."""
        uid, _dash, token = key.partition("-")
        return mail.absolute(reverse("account_reset_password_from_key", args=[uid, token]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a sign-in mail at once, in the receiver's language. A mail server that fails is told on the page."""
        names = (
            f"{template_prefix}_subject.txt",
            f"{template_prefix}_message.txt",
            f"{template_prefix}_message.html",
        )
        values = {**context, "email": email, "company": company.current()}
        words = mail.words(names, values, language=_language_of(email))
        try:
            mail.build(email, words).send()
        except (OSError, smtplib.SMTPException):
            logger.exception("A sign-in mail could not be sent.")
            messages.error(self.request, _("The mail could not be sent. Please try again in a few minutes."))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Employee,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person that her password or second factor was changed, and when, in her own zone."""
        at = timezone.localtime(timezone.now(), user.zone)
        self.send_mail(template_prefix, user.email, {**(context or {}), "person": user, "at": at})


def _language_of(address: str) -> str:
    known = Employee.objects.filter(email=address.lower()).values_list("language", flat=True).first()
    return known or translation.get_language() or company.current().language
