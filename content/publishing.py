"""Publishing, changing and withdrawing items."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from content import hooks
from content.models import Item, ItemText
from content.placing import place
from people import audit
from people.models import Employee


def missing(item: Item, texts: Iterable[ItemText] | None = None) -> list[str]:
    """What an item still needs before it can be published, as sentences; empty when it is ready.

    `texts` are those of a form that is not saved yet; without them the stored ones are looked at.
    """
    texts = list(item.texts.all() if texts is None else texts)
    sentences = []
    if not texts:
        sentences.append(_("It has no text yet. Add a title in at least one language."))
    if item.destination == Item.Destination.OUTSIDE and any(not text.url for text in texts):
        sentences.append(_("It links to a page on the web, but an address is missing."))
    if item.destination == Item.Destination.OWN_PAGE and any(not text.body.strip() for text in texts):
        sentences.append(_("It has a public page of its own, but the text of that page is missing."))
    if item.kind == Item.Kind.EVENT and item.starts_at is None:
        sentences.append(_("It is an event without a date. Say when it begins."))
    return sentences


def publish(item: Item, *, by: Employee | None) -> None:
    """Approve an item: it is in the feed from its time on. ValidationError says what is missing."""
    if sentences := missing(item):
        raise ValidationError(sentences)
    with transaction.atomic():
        item.state = Item.State.APPROVED
        item.withdrawn_at, item.withdrawn_reason = None, ""
        item.save()
        touch(item)
        audit.record("content.item.published", by=by, on=item)


def touch(item: Item) -> None:
    """Take note of a change that was just saved: count it, and bring the placements in step."""
    with transaction.atomic():
        Item.objects.filter(pk=item.pk).update(version=F("version") + 1)
        item.refresh_from_db(fields=["version"])
        place(item)


def withdraw(item: Item, *, reason: str, by: Employee | None) -> None:
    """Take an item back: it leaves the feed, planned shares of it stop, its short links say so."""
    with transaction.atomic():
        item.state = Item.State.WITHDRAWN
        item.withdrawn_at, item.withdrawn_reason = timezone.now(), reason
        item.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
        touch(item)
        for hook in hooks.WITHDRAWN.values():
            hook(item)
        audit.record("content.item.withdrawn", by=by, on=item, reason=reason)
