"""All reads of the sharing app."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from sharing.states import STANDING, WAITING_FOR_HER, ShareState

if TYPE_CHECKING:
    from people.models import Employee
    from sharing.models import Account, Share  # noqa: F401


class AccountQuerySet(models.QuerySet["Account"]):
    def of(self, employee: Employee) -> AccountQuerySet:
        """This person's accounts that are still known, oldest first."""
        return (
            self.filter(employee=employee)
            .exclude(state="disconnected")
            .select_related("server")
            .order_by("connected_at", "pk")
        )

    def usable(self) -> AccountQuerySet:
        """Accounts that can be posted to now."""
        return self.filter(state="connected")


class ShareQuerySet(models.QuerySet["Share"]):
    def of(self, employee: Employee) -> ShareQuerySet:
        """This person's shares. Every page of hers starts here: nobody sees another one's."""
        return self.filter(employee=employee)

    def standing(self) -> ShareQuerySet:
        """Shares that stand for their item on their account."""
        return self.filter(state__in=STANDING)

    def waiting_for_her(self) -> ShareQuerySet:
        """Shares that only the person herself can bring on."""
        return self.filter(state__in=WAITING_FOR_HER)

    def due(self, now: datetime) -> ShareQuerySet:
        """What the sweep has to post or to look for, longest waiting first."""
        return self.filter(state__in=[ShareState.SCHEDULED, ShareState.UNKNOWN], due_at__lte=now).order_by(
            "due_at", "pk"
        )

    def lease_expired(self, now: datetime) -> ShareQuerySet:
        """Shares whose worker did not come back."""
        return self.filter(state=ShareState.PUBLISHING, lease_until__lt=now)
