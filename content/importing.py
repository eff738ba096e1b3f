"""Bringing a feed in as draft articles: fetch, parse, store, and pictures afterwards as far as they come."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advocacy.lib import http
from content import feeds, languages, pictures
from content.feeds import Entry, Feed, FeedRefused
from content.models import Channel, Item, ItemText
from people import audit, company
from people.models import Employee, Language

logger = logging.getLogger(__name__)

ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, */*;q=0.5"
)
FETCH_SECONDS: Final = 10.0
MAX_PICTURES: Final = 20
PICTURES_SECONDS: Final = 30.0
PICTURE_SECONDS: Final = 5.0


@dataclass(frozen=True)
class ImportResult:
    """How many entries became drafts, were known, or could not be used; and how many pictures came along."""

    new: int
    known: int
    skipped: int
    pictures: int = 0


def import_feed(source: str, *, channel: Channel, by: Employee | None = None) -> ImportResult:
    """Store the new entries of a feed as draft articles of this channel.

    `source` is an http(s) address, or a file on this machine for the command line. Raises FeedRefused with
    one sentence; then nothing was stored. An entry that is there already stays as the curators made it.
    """
    data, feed_url, base = _get(source)
    feed = feeds.parse(data, base)
    try:
        created = _store(feed, feed_url, channel=channel, by=by)
    except IntegrityError:
        # The same feed was brought in at the same moment; now its entries are known.
        created = _store(feed, feed_url, channel=channel, by=by)
    fetched = _add_pictures(created)
    return ImportResult(len(created), len(feed.entries) - len(created), feed.skipped, fetched)


def _get(source: str) -> tuple[bytes, str, str]:
    """The feed's bytes, the name it is known by here, and the address its relative links start from."""
    if "://" in source:
        answer = _fetch(source)
        return answer.body, source[:500], answer.url
    path = Path(source)
    try:
        with path.open("rb") as file:
            return file.read(feeds.MAX_BYTES + 1), f"file:{path.name}"[:500], ""
    except OSError:
        raise FeedRefused(_("The file %(name)s cannot be read.") % {"name": source}) from None


def _fetch(url: str) -> http.Answer:
    try:
        answer = http.fetch(url, accept=ACCEPT, max_bytes=feeds.MAX_BYTES, deadline=FETCH_SECONDS)
    except http.TooBig:
        raise FeedRefused(_("The feed is larger than 2 MB.")) from None
    except http.HttpError as error:
        raise FeedRefused(_("The feed cannot be fetched: %(why)s") % {"why": error.sentence}) from None
    if answer.status != 200:
        raise FeedRefused(
            _("The feed cannot be fetched: the server answers %(status)s.") % {"status": answer.status}
        )
    return answer


def _store(feed: Feed, feed_url: str, *, channel: Channel, by: Employee | None) -> list[tuple[Item, Entry]]:
    """Write the entries that are not there yet, all or none."""
    with transaction.atomic():
        known = set(Item.objects.filter(feed_url=feed_url).values_list("feed_guid", flat=True))
        fresh = {entry.guid: entry for entry in reversed(feed.entries) if entry.guid not in known}
        created = [(_item(entry, feed_url, channel=channel, by=by), entry) for entry in fresh.values()]
        Item.objects.bulk_create([item for item, _entry in created])
        ItemText.objects.bulk_create([_text(item, entry) for item, entry in created])
        if created:
            host = urlsplit(feed_url).hostname or feed_url
            audit.record("content.feed.imported", by=by, on=channel, host=host, new=len(created))
    return created


def _item(entry: Entry, feed_url: str, *, channel: Channel, by: Employee | None) -> Item:
    now = timezone.now()
    return Item(
        kind=Item.Kind.ARTICLE,
        state=Item.State.DRAFT,
        channel=channel,
        author=entry.author,
        site=_site(entry.link),
        feed_url=feed_url,
        feed_guid=entry.guid,
        publish_at=min(entry.published or now, now),
        created_by=by,
    )


def _text(item: Item, entry: Entry) -> ItemText:
    said = entry.language if entry.language in Language.values else ""
    language = said or languages.guess(f"{entry.title} {entry.summary}") or company.current().language
    return ItemText(item=item, language=language, title=entry.title, summary=entry.summary, url=entry.link)


def _site(link: str) -> str:
    return (urlsplit(link).hostname or "").removeprefix("www.")[:200]


def _add_pictures(created: Sequence[tuple[Item, Entry]]) -> int:
    """Fetch the pictures of new drafts, at most MAX_PICTURES in PICTURES_SECONDS. None is worth a failure."""
    until = time.monotonic() + PICTURES_SECONDS
    wanted = [(item, entry.picture_url) for item, entry in reversed(created) if entry.picture_url]
    count = 0
    for item, url in wanted[:MAX_PICTURES]:
        left = until - time.monotonic()
        if left <= 0:
            break
        count += _add_picture(item, url, deadline=min(PICTURE_SECONDS, left))
    return count


def _add_picture(item: Item, url: str, *, deadline: float) -> bool:
    """Whether the picture came and was kept."""
    try:
        answer = http.fetch(url, accept="image/*", max_bytes=pictures.MAX_BYTES, deadline=deadline)
        if answer.status != 200:
            return False
        picture = pictures.store(answer.body, source=item.site)
    except (http.HttpError, ValidationError, OSError) as error:
        logger.info("No picture for item %s: %s", item.pk, type(error).__name__)
        return False
    # Only where a curator has not chosen one in the meantime.
    Item.objects.filter(pk=item.pk, picture=None).update(picture=picture)
    return True
