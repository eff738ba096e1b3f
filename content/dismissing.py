"""“Not for me”: an item leaves one person's feed, and comes back when she changes her mind."""

from __future__ import annotations

from content.models import Dismissal, Item
from people.models import Employee


def dismiss(item: Item, reason: str, *, by: Employee) -> Dismissal:
    """Take the item out of her feed. Saying it again changes the reason; an unknown one counts as “other”."""
    known = reason if reason in Dismissal.Reason.values else Dismissal.Reason.OTHER
    dismissal, _created = Dismissal.objects.update_or_create(
        employee=by, item=item, defaults={"reason": known}
    )
    return dismissal


def undo(item: Item, *, by: Employee) -> None:
    """Put the item back into her feed. Nothing happens where it was not dismissed."""
    Dismissal.objects.filter(employee=by, item=item).delete()
