"""All reads of the people app."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import models

if TYPE_CHECKING:
    from people.models import Employee, Invitation, Notice, Outbox  # noqa: F401

# A call to the mail server ends after EMAIL_TIMEOUT (20 s); a claim older than this has lost its sender.
CLAIM_ENDS_AFTER: Final = timedelta(minutes=5)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> InvitationQuerySet:
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, expires_at__gt=now)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def open_for(self, employee: Employee) -> NoticeQuerySet:
        """What this person has still to be told, newest first."""
        return self.filter(employee=employee, solved_at=None)


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def due(self, now: datetime) -> OutboxQuerySet:
        """Mails to be sent now, oldest first."""
        return self.filter(sent_at=None, claimed_at=None, due_at__lte=now).order_by("due_at", "pk")

    def in_state(self, state: str, now: datetime) -> OutboxQuerySet:
        """Mails that are "waiting", "sent", "failed" or "unclear"; all of them for any other word."""
        unclear = models.Q(claimed_at__lte=now - CLAIM_ENDS_AFTER) | ~models.Q(error="")
        open_ = models.Q(sent_at=None, failed_at=None)
        states = {
            "waiting": open_ & models.Q(claimed_at=None),
            "sent": models.Q(sent_at__isnull=False),
            "failed": models.Q(failed_at__isnull=False),
            "unclear": open_ & models.Q(claimed_at__isnull=False) & unclear,
        }
        return self.filter(states.get(state, models.Q()))
