"""All reads of the content app. Who sees an item is written here once, in `visible_to`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf

if TYPE_CHECKING:
    from content.models import Item  # noqa: F401 - named in a string
    from people.models import Employee


@dataclass(frozen=True)
class Cursor:
    """Where a page of the feed ended: the next one begins below this row."""

    pinned: int
    publish_at: datetime
    item_id: int


@dataclass(frozen=True)
class Balance:
    """How many live items speak of the company and how many of the industry."""

    company: int
    industry: int

    @property
    def company_percent(self) -> int:
        """The company's share in percent, 0 where nothing is live."""
        return round(100 * self.company / total) if (total := self.company + self.industry) else 0


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, and the words to ask for them."""

    def published(self, now: datetime) -> ItemQuerySet:
        """Approved items whose time has come, also past ones. Earlier only curators see an item: embargo."""
        return self.filter(state="approved", publish_at__lte=now)

    def live(self, now: datetime) -> ItemQuerySet:
        """Approved items whose time has come and not gone."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), state="approved", publish_at__lte=now)

    def planned(self, now: datetime) -> ItemQuerySet:
        """Approved items whose time has not come."""
        return self.filter(state="approved", publish_at__gt=now)

    def past(self, now: datetime) -> ItemQuerySet:
        """Approved items whose time has gone."""
        return self.filter(state="approved", publish_at__lte=now, expires_at__lte=now)

    def visible_to(self, employee: Employee) -> ItemQuerySet:
        """Items that are meant for this person, whatever their time."""
        from content.models import Placement
        from content.placing import audiences_of_reader

        audiences = audiences_of_reader(employee, _team_ids(employee))
        return self.filter(Exists(Placement.objects.filter(item=OuterRef("pk"), audience__in=audiences)))

    def with_card(self, language: str) -> ItemQuerySet:
        """All that a card shows, in the same query: channel, topic, picture, and the words in this language,
        else in the other one, as `card_title`, `card_summary`, `card_language` and `card_url`."""
        from people.models import Language

        other = Language.EN if language == Language.DE else Language.DE
        words = models.TextField()
        cards: ItemQuerySet = (
            self.select_related("channel", "topic", "picture")
            .alias(
                own=FilteredRelation("texts", condition=Q(texts__language=language)),
                other=FilteredRelation("texts", condition=Q(texts__language=other)),
            )
            # The model declares these names too, so that callers know them.
            .annotate(  # type: ignore[no-redef]
                card_title=Coalesce("own__title", "other__title", Value(""), output_field=words),
                card_summary=Coalesce("own__summary", "other__summary", Value(""), output_field=words),
                card_language=Case(
                    When(own__title=None, other__title__isnull=False, then=Value(str(other))),
                    default=Value(str(language)),
                    output_field=words,
                ),
                card_url=Coalesce(
                    NullIf(F("own__url"), Value(""), output_field=words),
                    NullIf(F("other__url"), Value(""), output_field=words),
                    Value(""),
                    output_field=words,
                ),
            )
        )
        return cards

    def balance(self, now: datetime) -> Balance:
        """The live items of these by the colour of their channel."""
        counts = dict(
            self.live(now).order_by().values_list("channel__kind").annotate(n=Count("pk", distinct=True))
        )
        return Balance(counts.get("company", 0), counts.get("industry", 0))

    def feed_page(
        self,
        employee: Employee,
        now: datetime,
        *,
        size: int,
        after: Cursor | None = None,
        channel_id: int | None = None,
        kind: str = "",
    ) -> ItemQuerySet:
        """The next `size` items of this person's feed: pinned ones first, then the newest.

        One limited index scan per audience and their union, never an offset or a join: the cost does not grow
        with the number of items. Items she dismissed are left out.
        """
        sql, params = _page_sql(employee, now, size=size, after=after, channel_id=channel_id, kind=kind)
        return self.filter(pk__in=RawSQL(sql, params)).order_by("-pinned", "-publish_at", "-pk")  # noqa: S611


def _team_ids(employee: Employee) -> list[int]:
    return list(employee.memberships.values_list("team_id", flat=True))


def _page_sql(
    employee: Employee, now: datetime, *, size: int, after: Cursor | None, channel_id: int | None, kind: str
) -> tuple[str, list[object]]:
    """The ids of one page as SQL. Every value is a parameter; only our own constants stand in the text."""
    wheres, values = (
        ["p.publish_at <= %s", "(p.expires_at IS NULL OR p.expires_at > %s)"],
        [_db(now), _db(now)],
    )
    wheres.append(
        "NOT EXISTS (SELECT 1 FROM content_dismissal d WHERE d.item_id = p.item_id AND d.employee_id = %s)"
    )
    values.append(employee.pk)
    if after is not None:
        wheres.append("(p.pinned, p.publish_at, p.item_id) < (%s, %s, %s)")
        values += [after.pinned, _db(after.publish_at), after.item_id]
    if channel_id is not None:
        wheres.append("p.channel_id = %s")
        values.append(channel_id)
    if kind:
        wheres.append("p.kind = %s")
        values.append(kind)
    order = "ORDER BY pinned DESC, publish_at DESC, item_id DESC LIMIT %s"
    legs, params = [], []
    for source, source_params in _audience_legs(employee):
        leg = f"SELECT p.item_id, p.pinned, p.publish_at FROM {source} AND {' AND '.join(wheres)} {order}"  # noqa: S608
        legs.append(f"SELECT * FROM ({leg}) AS leg")  # noqa: S608
        params += [*source_params, *values, size]
    union = " UNION ".join(legs)
    return f"SELECT item_id FROM ({union} {order}) AS page", [*params, size]  # noqa: S608


def _audience_legs(employee: Employee) -> list[tuple[str, list[object]]]:
    """One source of placements per group of audiences: everyone, her teams, her location."""
    from content.placing import audiences_of_reader

    legs: list[tuple[str, list[object]]] = [
        ("content_placement p WHERE p.audience = %s", [audience])
        for audience in audiences_of_reader(employee, [])
    ]
    for language in ("*", employee.language):
        team_key = "'team:' || m.team_id || %s"
        source = (
            "people_membership m JOIN content_placement p ON p.audience = "
            + team_key
            + " WHERE m.employee_id = %s"
        )
        legs.append((source, [f"|{language}", employee.pk]))
    return legs


def _db(moment: datetime) -> object:
    """A moment as the database driver wants it in raw SQL."""
    return connection.ops.adapt_datetimefield_value(moment)
