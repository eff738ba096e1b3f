"""All reads of the guidelines app, and the refusal to write past a published version."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from guidelines.models import Acknowledgement, GuidelineVersion  # noqa: F401 (named as a string below)
    from people.models import Employee

M = TypeVar("M", bound=models.Model)


class PublishedForGood(Exception):
    """A published version, its texts and its rules never change: make a new version instead."""


class FrozenQuerySet(models.QuerySet[M]):
    """Rows of a guideline. Bulk changes are not offered: `save` looks first, row by row."""

    def update(self, **values: Any) -> int:
        raise PublishedForGood("Guideline rows are not changed in bulk: save them one by one.")

    def bulk_update(self, *args: Any, **options: Any) -> int:
        raise PublishedForGood("Guideline rows are not changed in bulk: save them one by one.")

    def bulk_create(self, *args: Any, **options: Any) -> list[M]:
        raise PublishedForGood("Guideline rows are not made in bulk: save them one by one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows one by one, each through its own guard."""
        counts: dict[str, int] = {}
        for row in self:
            for label, count in row.delete()[1].items():
                counts[label] = counts.get(label, 0) + count
        return sum(counts.values()), counts


class GuidelineVersionQuerySet(FrozenQuerySet["GuidelineVersion"]):
    def published(self) -> GuidelineVersionQuerySet:
        """Versions that were published, whether or not their day has come."""
        return self.filter(published_at__isnull=False)

    def in_force(self, now: datetime) -> GuidelineVersion | None:
        """The newest published version whose day has come, or None before the first one."""
        return self.published().filter(effective_at__lte=now).order_by("-number").first()

    def with_words(self) -> GuidelineVersionQuerySet:
        """Versions with all their texts and rules: three more queries, whatever their number."""
        return self.prefetch_related("texts", "rules__texts")

    def with_numbers(self) -> GuidelineVersionQuerySet:
        """Versions with `rule_count` and `acknowledged_count`, for lists."""
        return self.annotate(
            rule_count=Count("rules", distinct=True),
            acknowledged_count=Count(
                "acknowledgements",
                filter=Q(acknowledgements__employee__is_active=True),
                distinct=True,
            ),
        )

    def sharing_under(self, employee: Employee, now: datetime) -> GuidelineVersion | None:
        """The version this person may share under: the one in force if she acknowledged it, or, within its
        grace period, the one she acknowledged before. None means that she has to read first."""
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
        return known if now < current.grace_ends_at else None

    def known_to(self, employee: Employee) -> GuidelineVersion | None:
        """The newest version this person acknowledged, or None."""
        return self.filter(acknowledgements__employee=employee).order_by("-number").first()


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def with_people(self) -> AcknowledgementQuerySet:
        """Rows with person, teams and version: one more query, whatever their number."""
        return self.select_related("employee", "version").prefetch_related("employee__teams")

    def of_leavers(self, until: datetime) -> AcknowledgementQuerySet:
        """Rows of people who left before this time and did not come back."""
        return self.filter(employee__is_active=False, employee__left_at__lt=until)
