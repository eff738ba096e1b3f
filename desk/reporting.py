"""Reporting a difficult comment, and asking before posting: rows and everybody who is told, in one transaction."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from content.models import Item
from desk import addresses, telling, webhooks
from desk.models import Incident, Question
from desk.states import target
from people.models import Employee
from sharing.models import Share

MOST_AN_HOUR: Final = 20


class TooMany(Exception):
    """MOST_AN_HOUR were sent within the last hour."""


@dataclass(frozen=True)
class Report:
    """What the person says. `picture` is WebP as `content.pictures.encode` makes it, or empty."""

    kind: str
    address: str = ""
    text: str = ""
    picture: bytes = b""
    share: Share | None = None
    wants_call: bool = False


def report(said: Report, *, nonce: uuid.UUID, by: Employee) -> Incident:
    """Keep a difficult comment and tell the desk, once per `nonce`. TooMany beyond MOST_AN_HOUR."""
    now = timezone.now()
    with transaction.atomic():
        # The lock makes two presses at once wait for one another (PostgreSQL; SQLite has one writer).
        Employee.objects.select_for_update().get(pk=by.pk)
        if known := Incident.objects.of(by).filter(nonce=nonce).first():
            return known
        _refuse_too_many(Incident.objects.of(by).filter(created_at__gt=_an_hour_before(now)).count())
        incident = _row(said, nonce=nonce, by=by, now=now)
        telling.that_it_waits(incident)
        webhooks.queue(incident)
    return incident


def _row(said: Report, *, nonce: uuid.UUID, by: Employee, now: datetime) -> Incident:
    share = said.share
    address = said.address or (share.remote_url if share else "")
    aimed = addresses.aim(address)
    incident = Incident(
        reporter=by,
        nonce=nonce,
        kind=said.kind,
        share=share,
        item=share.item if share else None,
        network=share.network if share else "",
        address=address,
        host=aimed.host,
        account=aimed.account,
        text=said.text,
        wants_call=said.wants_call,
        created_at=now,
        due_at=now + target(said.kind),
    )
    if said.picture:
        incident.picture.save(f"{secrets.token_hex(16)}.webp", ContentFile(said.picture), save=False)
    incident.save()
    return incident


def ask(item: Item, text: str, *, language: str, by: Employee) -> Question:
    """Send a draft to the desk. The same draft asked twice is one open question. TooMany as in `report`."""
    now = timezone.now()
    with transaction.atomic():
        Employee.objects.select_for_update().get(pk=by.pk)
        hers = Question.objects.of(by)
        if known := hers.unanswered().filter(item=item, language=language, text=text).first():
            return known
        _refuse_too_many(hers.filter(created_at__gt=_an_hour_before(now)).count())
        question = Question.objects.create(asker=by, item=item, language=language, text=text, created_at=now)
        telling.that_somebody_asks(question)
    return question


def _an_hour_before(now: datetime) -> datetime:
    return now - timedelta(hours=1)


def _refuse_too_many(sent: int) -> None:
    if sent >= MOST_AN_HOUR:
        raise TooMany
