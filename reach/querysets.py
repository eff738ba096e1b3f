"""All reads of the reach app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from reach.models import Click  # noqa: F401


class ClickQuerySet(models.QuerySet["Click"]):
    def of_people(self) -> ClickQuerySet:
        """Clicks that count: made by a person, not by the sharer, a program or the same visitor again."""
        return self.filter(kind="person")
