"""Which item a person may open: everything else does not exist for her."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from content.models import Item
from people.models import Employee


def get_visible_item(employee: Employee, pk: int) -> Item:
    """The item with its card, if it is meant for this person and its time has come; else Http404.

    Past items stay open, so that her old shares still lead somewhere.
    """
    items = Item.objects.visible_to(employee).published(timezone.now()).with_card(employee.language)
    item: Item | None = items.filter(pk=pk).first()
    if item is None:
        raise Http404
    return item
