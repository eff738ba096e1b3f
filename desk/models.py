"""Difficult comments, the notes on them, replies that the company approved, questions, and webhook deliveries."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advocacy.lib import networks
from content.models import Item
from desk.querysets import DeliveryQuerySet, HoldingReplyQuerySet, IncidentQuerySet, QuestionQuerySet
from desk.states import MOVES, OPEN, Kind, Outcome, State, Verdict
from people.models import Language
from sharing.models import Share


class Incident(models.Model):
    """A difficult comment somebody met. Its reporter asked for help: she is named to the desk, and nowhere else.

    Rows of somebody who left stay as they are; the desk needs the course of events, and the row names only her.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="incidents"
    )
    # One press of the button is one incident.
    nonce = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    share = models.ForeignKey(Share, models.SET_NULL, null=True, related_name="incidents")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="incidents")
    network = models.CharField(max_length=20, choices=networks.choices(), blank=True)
    address = models.CharField(max_length=1000, blank=True)
    # Read from the address, so that repeated targets are seen together: "social.example" and "social.example/@acme".
    host = models.CharField(max_length=255, blank=True)
    account = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    picture = models.FileField(upload_to="incidents/", blank=True)
    wants_call = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    # Counts moves: who moves a row that somebody else moved since is told so.
    fence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    # Until when somebody has taken it over.
    due_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="assigned_incidents"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    # What the reporter reads about how it ended.
    closing_words = models.TextField(blank=True)

    objects = IncidentQuerySet.as_manager()

    # Set by IncidentQuerySet.for_queue only.
    repeats: int

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.UniqueConstraint(fields=["reporter", "nonce"], name="one_incident_per_press"),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="closed_incident_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=OPEN), name="incident_open"),
            models.Index(fields=["account"], name="incident_account"),
            models.Index(fields=["host"], name="incident_host"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, now: datetime) -> bool:
        """Nobody has taken it over, and the target time is past."""
        return self.taken_at is None and self.is_open and now > self.due_at

    def move(self, to: State, *, fence: int, **changes: Any) -> bool:
        """Go to another state if nobody moved this incident since `fence` was read. True for the one winner.

        Only by the moves that `desk.states.MOVES` lists; the row is fresh afterwards, won or not.
        """
        allowed = [old for old, targets in MOVES.items() if to in targets]
        rows = Incident.objects.filter(pk=self.pk, fence=fence, state__in=allowed)
        moved = rows.update(state=to, fence=F("fence") + 1, **changes)
        self.refresh_from_db()
        return moved == 1


class Note(models.Model):
    """What the desk writes down for itself about an incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=3000)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at:%Y-%m-%d}"


class HoldingReply(models.Model):
    """A sentence the company approved for whoever feels that something must be said at once."""

    language = models.CharField(_("language"), max_length=5, choices=Language)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Kind,
        blank=True,
        help_text=_("Empty: every kind but an attack. Under attack only replies for attacks are offered."),
    )
    text = models.TextField(_("text"), max_length=500)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("offered"), default=True)

    objects = HoldingReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("holding reply")
        verbose_name_plural = _("holding replies")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Question(models.Model):
    """A draft that somebody wants a second pair of eyes on. The answer is advice: she decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions")
    item = models.ForeignKey(Item, models.CASCADE, related_name="questions")
    language = models.CharField(max_length=5, choices=Language)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict, blank=True)
    better = models.TextField(_("better words"), blank=True)
    reason = models.TextField(_("why"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(verdict=""), name="answered_question_has_a_verdict"
            )
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(answered_at=None), name="question_open")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"

    @property
    def usable_words(self) -> str:
        """The words to go on with: the better ones, or her own."""
        return self.better or self.text


class Delivery(models.Model):
    """One message to the company's webhook. Its id is the message id: who receives it twice can tell."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="deliveries")
    # Exactly the bytes that are signed and sent.
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    # A claim moves it past the end of the call, so that a lost worker only delays it.
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(delivered_at=None, failed_at=None), name="delivery_due"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
