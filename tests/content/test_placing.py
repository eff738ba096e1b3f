"""Placements always say the same as the item they stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import publishing
from content.models import Item, Placement
from content.placing import audiences_of, place
from people.models import Employee, Team
from tests.content.test_curating import form_of
from tests.factories import make_item, make_person

EDITS = st.one_of(
    st.tuples(st.just("teams"), st.sets(st.integers(0, 2))),
    st.tuples(st.just("locations"), st.sampled_from(["", "Leipzig", "leipzig, LEIPZIG ,Dublin", " , "])),
    st.tuples(st.just("only_language"), st.sampled_from(["", "en", "de"])),
    st.tuples(st.just("pinned"), st.booleans()),
    st.tuples(st.just("kind"), st.sampled_from(["story", "article", "announcement"])),
    st.tuples(st.just("expires_at"), st.sampled_from([None, timezone.now() + timedelta(days=3)])),
    st.tuples(st.just("withdraw"), st.none()),
    st.tuples(st.just("publish"), st.none()),
)


def apply(item: Item, teams: list[Team], name: str, value: Any) -> None:
    """One edit, by the verb that the desk uses for it."""
    if name == "withdraw":
        publishing.withdraw(item, reason="r", by=None)
    elif name == "publish":
        publishing.publish(item, by=None)
    elif name == "teams":
        item.teams.set([teams[n] for n in value])
        publishing.touch(item)
    else:
        setattr(item, name, value)
        item.save()
        publishing.touch(item)


def assert_in_step(item: Item) -> None:
    stored = Item.objects.get(pk=item.pk)
    rows = list(Placement.objects.filter(item=item))
    expected = set(audiences_of(stored)) if stored.state == "approved" else set()
    assert {row.audience for row in rows} == expected
    assert len(rows) == len(expected)
    for row in rows:
        facts = (bool(row.pinned), row.publish_at, row.expires_at, row.kind, row.channel_id, row.topic_id)
        assert facts == (
            stored.pinned,
            stored.publish_at,
            stored.expires_at,
            stored.kind,
            stored.channel_id,
            stored.topic_id,
        )


@pytest.mark.django_db
@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(edits=st.lists(EDITS, max_size=6))
def test_after_any_edits_the_placements_are_those_of_the_item(edits: list[tuple[str, Any]]) -> None:
    teams = [Team.objects.get_or_create(name=name)[0] for name in ("A", "B", "C")]
    item = make_item(languages=("en",), suggestions=())
    for name, value in edits:
        apply(item, teams, name, value)
        assert_in_step(item)


@pytest.mark.django_db
def test_a_list_of_teams_read_earlier_does_not_mislead(team: Team) -> None:
    item = make_item()
    stale = Item.objects.prefetch_related("teams").get(pk=item.pk)
    assert not stale.teams.all()
    Item.objects.get(pk=item.pk).teams.add(team)
    place(stale)
    assert_in_step(item)


@pytest.mark.django_db
def test_an_edit_in_the_desk_moves_the_item_from_one_feed_to_the_other(
    eli: Employee, team: Team, client_for: Callable[[Employee], Client]
) -> None:
    now = timezone.now()
    insider, outsider = make_person("Ina", team=team), make_person("Otto")
    item = make_item(languages=("en",))
    desk = client_for(eli)
    address = f"/desk/content/item/{item.pk}/change/"
    desk.post(address, form_of(item, teams=[team.pk], _continue=""))
    assert_in_step(item)
    assert list(Item.objects.feed_page(insider, now, size=5)) == [item]
    assert not Item.objects.feed_page(outsider, now, size=5)
    item.refresh_from_db()
    desk.post(address, form_of(item, teams=[], _continue=""))
    assert_in_step(item)
    assert list(Item.objects.feed_page(outsider, now, size=5)) == [item]
