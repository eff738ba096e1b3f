"""Where a page ended, as a short word in the address of the next one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from content.querysets import Cursor as ItemCursor
from home.shares import Cursor as ShareCursor

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_item(cursor: ItemCursor) -> str:
    return f"{cursor.pinned}.{_micros(cursor.publish_at)}.{cursor.item_id}"


def read_item(word: str) -> ItemCursor | None:
    """The cursor in a word, or None: an address that somebody cut short shows the first page."""
    try:
        pinned, micros, pk = (int(part) for part in word.split("."))
        return ItemCursor(pinned, _moment(micros), pk) if 0 <= pk < 2**63 and pinned in (0, 1) else None
    except (ValueError, OverflowError):
        return None


def write_share(cursor: ShareCursor) -> str:
    return f"{_micros(cursor.created_at)}.{cursor.pk.hex}"


def read_share(word: str) -> ShareCursor | None:
    """The cursor in a word, or None."""
    micros, _dot, pk = word.partition(".")
    try:
        return ShareCursor(_moment(int(micros)), UUID(pk))
    except (ValueError, OverflowError):
        return None


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
