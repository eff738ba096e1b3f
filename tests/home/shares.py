"""Shares and clicks for the tests of this folder."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from content.models import Item
from guidelines.models import GuidelineVersion
from people.models import Employee
from reach.models import Click
from sharing.models import Account, Batch, Link, Server, Share
from sharing.states import ShareState


def account(person: Employee, **fields: object) -> Account:
    """A connected Mastodon account of this person."""
    values: dict[str, object] = {
        "network": "mastodon",
        "server": Server.objects.get_or_create(network="mastodon", host="social.example")[0],
        "remote_id": uuid.uuid4().hex,
        "handle": f"@{person.first_name.lower()}@social.example",
        **fields,
    }
    return Account.objects.create(employee=person, **values)


def share(person: Employee, item: Item, **fields: object) -> Share:
    """A share of this person on Mastodon with its link; published when nothing else is said."""
    now = timezone.now()
    state = fields.get("state", ShareState.PUBLISHED)
    values: dict[str, object] = {
        "network": "mastodon",
        "language": person.language,
        "text": "Words",
        "state": state,
        "publish_at": now,
        "guideline_version": GuidelineVersion.objects.order_by("-number")[0],
        "due_at": now if state in (ShareState.SCHEDULED, ShareState.UNKNOWN) else None,
        "lease_until": now + timedelta(minutes=2) if state == ShareState.PUBLISHING else None,
        **fields,
    }
    if state == ShareState.PUBLISHED:
        values = {"remote_id": "1", "remote_url": "https://social.example/@x/1", "published_at": now} | values
    batch = Batch.objects.create(employee=person, item=item, nonce=uuid.uuid4())
    made = Share.objects.create(batch=batch, employee=person, item=item, **values)
    Link.objects.create(code=uuid.uuid4().hex[:8], share=made, item=item, target="https://acme.example/")
    return made


def click(made: Share, kind: str) -> Click:
    """One click on the link of this share."""
    return Click.objects.create(link=made.link, kind=kind)
