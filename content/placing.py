"""Who sees an item, as placement rows: written whenever an item changes, read by every feed."""

from __future__ import annotations

from django.db import transaction

from content.models import Item, Placement
from people.models import Employee

ANY_LANGUAGE = "*"


def audiences_of(item: Item) -> list[str]:
    """The audience keys of an item: teams and locations when any is named, else everyone."""
    language = item.only_language or ANY_LANGUAGE
    places = [f"place:{place.casefold()}" for place in split_locations(item.locations)]
    # Asked of the database each time: a list of teams read earlier may be out of date by now.
    team_ids = item.teams.order_by("pk").values_list("pk", flat=True)
    groups = [f"team:{pk}" for pk in team_ids] + places
    return list(dict.fromkeys(f"{group}|{language}" for group in (groups or ["all"])))


def split_locations(locations: str) -> list[str]:
    """The places of a comma separated list, without empty ones."""
    return [place.strip() for place in locations.split(",") if place.strip()]


def audiences_of_reader(employee: Employee, team_ids: list[int]) -> list[str]:
    """The audience keys that this person belongs to."""
    groups = ["all", *(f"team:{pk}" for pk in team_ids)]
    if employee.location:
        groups.append(f"place:{employee.location.strip().casefold()}")
    return [f"{group}|{language}" for group in groups for language in (ANY_LANGUAGE, employee.language)]


def place(item: Item) -> None:
    """Bring the placement rows of this item in step with it. Only approved items have any."""
    with transaction.atomic():
        # Two curators saving at once take turns here, else both would write the same rows.
        list(Item.objects.select_for_update().filter(pk=item.pk).order_by().values_list("pk"))
        Placement.objects.filter(item=item).delete()
        if item.state != Item.State.APPROVED:
            return
        Placement.objects.bulk_create(
            Placement(
                item=item,
                audience=audience,
                pinned=int(item.pinned),
                publish_at=item.publish_at,
                expires_at=item.expires_at,
                kind=item.kind,
                channel_id=item.channel_id,
                topic_id=item.topic_id,
            )
            for audience in audiences_of(item)
        )
