"""All reads of the guidelines app."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from guidelines.models import GuidelineVersion
    from people.models import Employee


class GuidelineVersionQuerySet(models.QuerySet["GuidelineVersion"]):
    def in_force(self, now: datetime) -> GuidelineVersion | None:
        """The newest published version whose day has come, or None before the first one."""
        return self.filter(published_at__isnull=False, effective_at__lte=now).order_by("-number").first()

    def sharing_under(self, employee: Employee, now: datetime) -> GuidelineVersion | None:
        """The version this person may share under: the one in force if she acknowledged it, or, within its grace
        period, the one she acknowledged before. None means that she has to read first."""
        current = self.in_force(now)
        if current is None:
            return None
        known = (
            self.filter(acknowledgements__employee=employee, number__lte=current.number)
            .order_by("-number")
            .first()
        )
        if known is None or known == current:
            return known
        return known if now < current.effective_at + timedelta(days=current.grace_days) else None
