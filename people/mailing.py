"""The outbox: mails are queued in the transaction that decides them and sent once by a sweep.

A mail is claimed before the mail server is called. It is given back only when it is proved that nothing was sent; where
that cannot be known it stays claimed, is shown in the admin and is never sent a second time. Once it is settled its
words are wiped: they may hold a personal link.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from advocacy.lib import mail
from people import company
from people.models import Outbox

MAX_TRIES: Final = 5
BACK_OFF: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))

# Errors that prove that no mail was accepted. SMTPDataError is the server's "no" to the text itself (RFC 5321, 4.2.5).
NOTHING_SENT: Final = (
    ConnectionRefusedError,
    socket.gaierror,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
)


class _NeverConnected(Exception):
    """The mail server was not reached: nothing was sent."""


def queue(
    to: str,
    template: str,
    context: Mapping[str, object],
    *,
    key: str,
    language: str,
    due_at: datetime | None = None,
) -> Outbox:
    """Put a mail into the outbox, in the caller's transaction; the same key is queued once.

    `template` names the trio emails/<template>-subject.txt, -body.txt and -body.html (the last may be missing).
    """
    names = tuple(f"emails/{template}-{part}" for part in ("subject.txt", "body.txt", "body.html"))
    said = mail.words(
        (names[0], names[1], names[2]), {"company": company.current(), **context}, language=language
    )
    row, _created = Outbox.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": said.subject,
            "text": said.text,
            "html": said.html,
            "due_at": due_at or timezone.now(),
        },
    )
    return row


def send_due(now: datetime | None = None, *, limit: int = 200) -> int:
    """Send what is due, at most `limit` mails. Gives how many went out. Never raises for one bad mail."""
    moment = now or timezone.now()
    due = list(Outbox.objects.due(moment).values_list("pk", flat=True)[:limit])
    return sum(_send_one(pk, moment) for pk in due)


def _send_one(pk: int, now: datetime) -> bool:
    claimed = Outbox.objects.filter(pk=pk, sent_at=None, claimed_at=None).update(
        claimed_at=timezone.now(), tries=F("tries") + 1, error=""
    )
    if not claimed:
        return False
    row = Outbox.objects.get(pk=pk)
    try:
        _deliver(row)
    except (_NeverConnected, *NOTHING_SENT) as error:
        _give_back(row, error, now)
        return False
    except Exception as error:  # noqa: BLE001  whatever it was, the mail may have left: never again
        _settle(row, error=_told(error))
        return False
    _settle(row, sent_at=timezone.now(), error="")
    return True


def _deliver(row: Outbox) -> None:
    connection = get_connection()
    try:
        message = mail.build(row.to, mail.Words(row.subject, row.text, row.html))
        connection.open()
    except (ValueError, OSError, smtplib.SMTPException) as error:
        raise _NeverConnected(_told(error)) from error
    try:
        connection.send_messages([message])
    finally:
        # A server that ends the talk badly after taking the mail has taken it all the same.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.close()


def _give_back(row: Outbox, error: Exception, now: datetime) -> None:
    """Nothing was sent: try later, or give up after the last try."""
    if row.tries >= MAX_TRIES:
        _settle(row, failed_at=timezone.now(), error=_told(error))
        return
    Outbox.objects.filter(pk=row.pk).update(
        claimed_at=None, due_at=now + BACK_OFF[row.tries - 1], error=_told(error)
    )


def _settle(row: Outbox, **values: object) -> None:
    """The last word on a mail: its text is no longer needed."""
    Outbox.objects.filter(pk=row.pk).update(text="", html="", **values)


def _told(error: Exception) -> str:
    """An error in one line, without the words of the mail."""
    return mail.clean_subject(str(error) or type(error).__name__)
