"""Telling the company's own webhook of an incident: queued with it, signed and sent by a sweep, tried again.

Signed as Standard Webhooks 1.0.0 asks (headers webhook-id, webhook-timestamp, webhook-signature). The message names
neither the reporter nor her words: it leads to the desk.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from advocacy.lib import http, mail
from desk.models import Delivery, Incident

DEADLINE: Final = 10.0  # seconds, for the whole call
LEASE: Final = timedelta(minutes=1)
# Waits after each try; after the last one it is given up. Together about a day.
WAITS: Final = tuple(timedelta(seconds=each) for each in (10, 60, 300, 1800, 7200, 21_600, 57_600))


def queue(incident: Incident) -> None:
    """Queue a message about a new incident, in the caller's transaction, where the company set a webhook."""
    if not settings.INCIDENT_WEBHOOK_URL:
        return
    message = {
        "type": "incident.reported",
        "timestamp": incident.created_at.isoformat(),
        "data": {
            "id": str(incident.pk),
            "kind": incident.kind,
            "take_over_until": incident.due_at.isoformat(),
            "url": mail.absolute(reverse("desk:incident", args=[incident.pk])),
        },
    }
    Delivery.objects.create(incident=incident, body=json.dumps(message))


def deliver_due(now: datetime | None = None, *, limit: int = 20) -> int:
    """Try what is due, at most `limit` messages. Gives how many arrived."""
    moment = now or timezone.now()
    due = list(Delivery.objects.due(moment)[:limit])
    return sum(_try(delivery, moment) for delivery in due)


def _try(delivery: Delivery, now: datetime) -> bool:
    claimed = Delivery.objects.filter(pk=delivery.pk, tries=delivery.tries, due_at=delivery.due_at).update(
        tries=F("tries") + 1, due_at=now + LEASE
    )
    if not claimed:
        return False
    trouble = _send(delivery, int(timezone.now().timestamp()))
    row = Delivery.objects.filter(pk=delivery.pk)
    if not trouble:
        row.update(delivered_at=timezone.now(), error="")
    elif delivery.tries < len(WAITS):
        row.update(due_at=now + WAITS[delivery.tries], error=trouble)
    else:
        row.update(failed_at=timezone.now(), error=trouble)
    return not trouble


def _send(delivery: Delivery, timestamp: int) -> str:
    """Send one message. Gives "" when it arrived, else one line for the desk."""
    body = delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": str(delivery.pk),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(
            settings.INCIDENT_WEBHOOK_SECRET, message_id=str(delivery.pk), timestamp=timestamp, body=body
        ),
    }
    try:
        answer = http.call(
            "POST",
            settings.INCIDENT_WEBHOOK_URL,
            headers=headers,
            content=body,
            deadline=DEADLINE,
            max_bytes=64_000,
        )
    except http.HttpError as error:
        return error.sentence[:300]
    return "" if 200 <= answer.status < 300 else f"The answer was {answer.status}."


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of webhook-signature: HMAC-SHA256 over "id.timestamp.body" under the secret, as base64 after "v1,"."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _key(secret: str) -> bytes:
    """The bytes of a secret: base64 after "whsec_", anything else as it stands."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode()
