"""What came of it: clicks on short links. No address of a reader is stored."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from reach.querysets import ClickQuerySet
from sharing.models import Link


class Click(models.Model):
    """One request of a short link. Append-only: the redirect writes it, nothing changes it."""

    class Kind(models.TextChoices):
        PERSON = "person"
        OWN = "own"
        REPEAT = "repeat"
        BOT = "bot"
        PREVIEW = "preview"

    link = models.ForeignKey(Link, models.CASCADE, related_name="clicks")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=8, choices=Kind)
    # Keyed hash of day, address and user agent; the key is thrown away the next day.
    visitor = models.CharField(max_length=32, blank=True)

    objects = ClickQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["link", "kind", "at"], name="click_of_link")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.kind}"


class VisitorKey(models.Model):
    """The secret of one day that visitor hashes are made with. Deleted when the day is over."""

    day = models.DateField(unique=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        return str(self.day)
