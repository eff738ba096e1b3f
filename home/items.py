"""One item as this person may see it: live, past, or withdrawn since."""

from __future__ import annotations

from content.access import get_visible_item
from content.models import Item
from content.placing import audiences_of, audiences_of_reader
from content.querysets import ItemQuerySet
from home.feed import Card
from home.querysets import with_words_and_uses
from home.shares import told_by_item
from people.models import Employee


def card_of(employee: Employee, pk: int) -> Card:
    """The item with its card, words and her shares of it; Http404 when it is not meant for her."""
    visible = get_visible_item(employee, pk)
    items: ItemQuerySet = Item.objects.filter(pk=visible.pk)
    item = with_words_and_uses(items.with_card(employee.language), employee).get()
    return Card(item, employee, told_by_item(employee, [item.pk]).get(item.pk, []))


def withdrawn_for(employee: Employee, pk: int) -> Item | None:
    """The item, if it was withdrawn and was meant for her or shared by her before."""
    items = Item.objects.filter(pk=pk, state=Item.State.WITHDRAWN)
    item: Item | None = items.with_card(employee.language).first()
    if item is None:
        return None
    teams = list(employee.memberships.values_list("team_id", flat=True))
    meant = set(audiences_of(item)) & set(audiences_of_reader(employee, teams))
    return item if meant or employee.shares.filter(item=item).exists() else None
