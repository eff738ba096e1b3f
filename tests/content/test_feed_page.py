"""Who sees which item, and the order and paging of the feed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import Dismissal, Item
from content.querysets import Cursor
from people.models import Employee, Team
from tests.factories import make_item

pytestmark = pytest.mark.django_db


def page(person: Employee, **options: object) -> list[Item]:
    return list(Item.objects.feed_page(person, timezone.now(), **{"size": 20, **options}))  # type: ignore[arg-type]


def test_everyone_her_team_and_her_location_are_seen_and_nothing_else(ada: Employee, team: Team) -> None:
    other = Team.objects.create(name="Other")
    seen = [
        make_item("for everyone"),
        make_item("for her team", teams=(team,)),
        make_item("for her town", locations="leipzig, Dublin"),
        make_item("for both", teams=(team,), locations="Leipzig"),
    ]
    make_item("for another team", teams=(other,))
    make_item("for another town", locations="Dublin")
    make_item("for German readers", only_language="de")
    assert {item.pk for item in page(ada)} == {item.pk for item in seen}
    assert {item.pk for item in Item.objects.visible_to(ada)} == {item.pk for item in seen}


def test_drafts_planned_expired_withdrawn_and_dismissed_items_are_not_in_the_feed(ada: Employee) -> None:
    now = timezone.now()
    make_item(state=Item.State.DRAFT)
    make_item(state=Item.State.WITHDRAWN)
    make_item(publish_at=now + timedelta(minutes=1))
    make_item(publish_at=now - timedelta(days=2), expires_at=now - timedelta(minutes=1))
    Dismissal.objects.create(employee=ada, item=make_item("not for me"))
    live = make_item("live")
    assert [item.pk for item in page(ada)] == [live.pk]


def test_pages_follow_each_other_without_gap_or_repetition(ada: Employee, team: Team) -> None:
    same_time = timezone.now() - timedelta(days=1)
    items = [
        make_item(
            str(n),
            publish_at=same_time,
            pinned=n == 3,
            teams=(team,) if n % 2 else (),
            locations="Leipzig" if n % 3 else "",
        )
        for n in range(23)
    ]
    found: list[Item] = []
    cursor = None
    while batch := page(ada, size=5, after=cursor):
        found += batch
        last = batch[-1]
        cursor = Cursor(int(last.pinned), last.publish_at, last.pk)
    assert [item.pk for item in found] == [items[3].pk] + [
        item.pk for item in reversed(items) if not item.pinned
    ]
