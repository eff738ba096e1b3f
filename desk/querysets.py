"""All reads of the desk app."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from desk.states import OPEN, Kind, State

if TYPE_CHECKING:
    from desk.models import Delivery, HoldingReply, Incident, Question  # noqa: F401
    from people.models import Employee


class IncidentQuerySet(models.QuerySet["Incident"]):
    def of(self, reporter: Employee) -> IncidentQuerySet:
        """What this person reported, newest first."""
        return self.filter(reporter=reporter).order_by("-created_at")

    def still_open(self) -> IncidentQuerySet:
        """What nobody has closed, the next target first."""
        return self.filter(state__in=OPEN).order_by("due_at", "pk")

    def closed(self) -> IncidentQuerySet:
        """What is over, newest first."""
        return self.filter(state=State.CLOSED).order_by("-closed_at", "pk")

    def for_queue(self) -> IncidentQuerySet:
        """All that a row of the queue shows, and `repeats`: how many others aim at the same account."""
        others = (
            self.model._default_manager.filter(account=OuterRef("account"))
            .exclude(account="")
            .exclude(pk=OuterRef("pk"))
            .order_by()
            .values("account")
            .annotate(n=Count("pk"))
            .values("n")
        )
        rows = self.select_related("reporter", "assigned_to", "item").prefetch_related("item__texts")
        # The model declares the name too, so that callers know it.
        return rows.annotate(repeats=Coalesce(Subquery(others), 0))  # type: ignore[no-redef]

    def beside(self, incident: Incident) -> IncidentQuerySet:
        """Other incidents at the same address, account, item or site: the nearest first, then the newest."""
        ways = {name: getattr(incident, name) for name in ("address", "account", "item_id", "host")}
        same = [Q(**{name: value}) for name, value in ways.items() if value]
        if not same:
            return self.none()
        near = Case(*(When(way, then=Value(n)) for n, way in enumerate(same)), default=Value(len(same)))
        others = self.exclude(pk=incident.pk).annotate(far=near).filter(far__lt=len(same))
        return others.order_by("far", "-created_at")


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, asker: Employee) -> QuestionQuerySet:
        """What this person asked, newest first."""
        return self.filter(asker=asker).order_by("-created_at")

    def unanswered(self) -> QuestionQuerySet:
        """Questions that wait, longest waiting first."""
        return self.filter(answered_at=None).order_by("created_at", "pk")


class HoldingReplyQuerySet(models.QuerySet["HoldingReply"]):
    def fitting(self, kind: str, language: str) -> list[HoldingReply]:
        """Replies for this kind of comment, those in this language first.

        A reply for every kind is never offered to somebody who is attacked: silence protects her better.
        """
        wanted = Q(kind=kind) if kind == Kind.HARASSMENT else Q(kind=kind) | Q(kind="")
        return sorted(self.filter(wanted, active=True), key=lambda reply: reply.language != language)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> DeliveryQuerySet:
        """Deliveries to be tried now, oldest first."""
        return self.filter(delivered_at=None, failed_at=None, due_at__lte=now).order_by("due_at", "pk")
