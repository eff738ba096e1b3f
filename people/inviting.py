"""Inviting people: a link by mail, valid seven days and once, that makes its receiver an employee."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from advocacy.lib import mail
from people import audit, mailing
from people.models import Employee, Invitation, Membership, Team

VALID_FOR: Final = timedelta(days=7)
TOKEN_BYTES: Final = 32  # 256 bits


class AlreadyEmployee(Exception):
    """This address belongs to somebody who is here already. The message is a sentence for the administrator."""


class NoLongerValid(Exception):
    """The link is unknown, used, replaced or too old."""


def invite(
    email: str,
    first_name: str = "",
    last_name: str = "",
    *,
    language: str = "en",
    location: str = "",
    teams: Iterable[Team] = (),
    by: Employee | None,
) -> Invitation:
    """Invite an address; an open invitation for it is replaced, so its link stops working. Raises AlreadyEmployee."""
    address = email.strip().lower()
    refuse_employee(address)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = timezone.now()
    with transaction.atomic():
        Invitation.objects.filter(email=address, accepted_at=None).delete()
        invitation = Invitation.objects.create(
            email=address,
            first_name=first_name,
            last_name=last_name,
            language=language,
            location=location,
            token_hash=hash_token(token),
            invited_by=by,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        invitation.teams.set(teams)
        _queue_mail(invitation, token)
        audit.record("people.invitation.sent", by=by, on=invitation, email=address)
    return invitation


def send_again(invitation: Invitation, *, by: Employee | None) -> Invitation:
    """A new link for the same person; the old one stops working. Raises AlreadyEmployee."""
    return invite(
        invitation.email,
        invitation.first_name,
        invitation.last_name,
        language=invitation.language,
        location=invitation.location,
        teams=list(invitation.teams.all()),
        by=by,
    )


def find(token: str) -> Invitation:
    """The open invitation of a link. Raises NoLongerValid."""
    invitation = (
        Invitation.objects.open(timezone.now())
        .filter(token_hash=hash_token(token))
        .exclude(email__in=Employee.objects.values("email"))
        .first()
    )
    if invitation is None:
        raise NoLongerValid
    return invitation


def accept(
    token: str,
    *,
    first_name: str,
    last_name: str,
    password: str | None,
    language: str,
    time_zone: str,
) -> Employee:
    """Make the invited person an employee, once; without a password she signs in by an e-mailed code.

    Raises NoLongerValid, also for the second of two presses at once, and ValidationError for a weak password.
    """
    invitation = find(token)
    if password:
        validate_password(
            password, Employee(email=invitation.email, first_name=first_name, last_name=last_name)
        )
    try:
        with transaction.atomic():
            taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
            if not taken.update(accepted_at=timezone.now()):
                raise NoLongerValid
            person = Employee.objects.create_user(
                invitation.email,
                password or None,
                first_name=first_name,
                last_name=last_name,
                language=language,
                time_zone=time_zone,
                location=invitation.location,
            )
            teams = invitation.teams.all()
            Membership.objects.bulk_create(Membership(employee=person, team=team) for team in teams)
            audit.record("people.invitation.accepted", by=person, on=invitation)
    except IntegrityError as error:
        raise NoLongerValid from error
    return person


def hash_token(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def refuse_employee(address: str) -> None:
    """Raises AlreadyEmployee when somebody with this address is here already."""
    person = Employee.objects.filter(email=address).first()
    if person is None:
        return
    if person.is_active:
        raise AlreadyEmployee(
            _("%(email)s is here already and can sign in with this address.") % {"email": address}
        )
    raise AlreadyEmployee(
        _("%(email)s was here before. Make this person active again instead of inviting anew.")
        % {"email": address}
    )


def _queue_mail(invitation: Invitation, token: str) -> None:
    mailing.queue(
        invitation.email,
        "invitation",
        {
            "invitation": invitation,
            "inviter": invitation.invited_by,
            "link": mail.absolute(reverse("people:invitation", args=[token])),
        },
        key=f"invitation:{invitation.token_hash}",
        language=invitation.language,
    )
