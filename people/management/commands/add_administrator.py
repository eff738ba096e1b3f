"""Make the first administrator, or one more: by a password typed here, or by a link that sets one, once."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from advocacy.lib import mail
from people import company, roles
from people.models import Employee


class Command(BaseCommand):
    help = "Make a person an administrator; the person is made when missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument(
            "--company", metavar="NAME", help="What the company is called, for pages and mails."
        )
        parser.add_argument(
            "--link", action="store_true", help="Ask for no password: print a link that sets one, once."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address.") from error
        known = Employee.objects.filter(email=email).first()
        if known and not known.is_active:
            raise CommandError(
                f"{email} has left. An administrator must make this person active again first."
            )
        names = {"first_name": options["first_name"], "last_name": options["last_name"]}
        password = None if known or options["link"] else self._ask_password(Employee(email=email, **names))
        self._name_company(options["company"])
        person = known or self._make(email, password, names)
        roles.sync_groups()
        roles.grant(person, roles.Role.ADMINISTRATOR, by=None)
        self.stdout.write(f"{email} is an administrator.")
        if options["link"]:
            self.stdout.write(f"Choose a password here, once: {password_link(person)}")

    def _name_company(self, name: str | None) -> None:
        if name is None:
            return
        try:
            company.rename(name, by=None)
        except ValidationError as error:
            raise CommandError(f"--company: {' '.join(error.messages)}") from error

    @transaction.atomic
    def _make(self, email: str, password: str | None, names: dict[str, str]) -> Employee:
        person = Employee.objects.create_user(email, password, **names)
        person.time_zone = company.current().time_zone
        person.save(update_fields=["time_zone"])
        return person

    def _ask_password(self, person: Employee) -> str:
        if not sys.stdin.isatty():
            raise CommandError("There is no terminal to ask for a password on. Use --link.")
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Once more: "):
            raise CommandError("The two passwords differ.")
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password


def password_link(person: Employee) -> str:
    """A link to choose a password, valid until one is chosen or PASSWORD_RESET_TIMEOUT (3 days) is over."""
    key = default_token_generator.make_token(person)
    return mail.absolute(reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key]))
