"""All reads of the home app: what lies across the other apps, in as few queries as a page may cost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from content.models import Channel, ItemText, Suggestion
from content.querysets import ItemQuerySet
from guidelines.models import Acknowledgement, GuidelineVersion
from people.models import Employee, Language, Notice
from reach.models import Click
from sharing.models import Account, Attempt, Share
from sharing.querysets import ShareQuerySet
from sharing.states import WAITING_FOR_HER, ShareState

# A share that others may know of, for a queryset of shares: it is on a network; or it was handed off and she says
# that she posted it, or a person followed its link, which nobody but its readers knows.
COUNTED = Q(state=ShareState.PUBLISHED) | Q(state=ShareState.HANDED_OFF) & (
    Q(confirmed_at__isnull=False) | Exists(Click.objects.of_people().filter(link__share=OuterRef("pk")))
)

# The notice that keeps, solved, that she wants no more help with her first steps.
FIRST_STEPS = "home.first_steps"
# The same for the practice questions.
QUESTIONS = "home.questions"


class JsonRows(Subquery):
    """The rows of a queryset with one JSON value `row` each, in its order, as one list."""

    template = '(SELECT JSON_GROUP_ARRAY(JSON("row")) FROM (%(subquery)s) "rows")'
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = """(SELECT COALESCE(JSONB_AGG("row"), '[]'::JSONB) FROM (%(subquery)s) "rows")"""
        return super().as_sql(compiler, connection, template=template, **extra)


def _count(rows: QuerySet[Any], group: str, what: str = "pk") -> Combinable:
    """How many there are, as a subquery of its own: joins of several kinds would multiply each other."""
    counted = rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


@dataclass(frozen=True)
class KnownChannel:
    pk: int
    slug: str
    name: str


@dataclass(frozen=True)
class Reader:
    """What a page must know of its reader besides the items, read in one query."""

    employee: Employee
    channels: list[KnownChannel]
    notices: list[Notice]
    guideline_number: int | None
    guideline_effective_at: datetime | None
    guideline_grace_days: int | None
    read_number: int | None
    connected: bool
    shared: bool
    settled_in: bool
    questions_put_away: bool
    clicks: int
    shares_posted: int
    waiting: int

    @property
    def has_read(self) -> bool:
        """She acknowledged a version, the one in force or an earlier one."""
        return self.read_number is not None

    @property
    def must_read_anew(self) -> bool:
        """A newer version is in force than the one she acknowledged."""
        return self.has_read and (self.guideline_number or 0) > (self.read_number or 0)

    @property
    def grace_ends_at(self) -> datetime | None:
        """Until when the version she acknowledged before still counts; None once it does not."""
        if self.guideline_effective_at is None or self.guideline_grace_days is None:
            return None
        ends = self.guideline_effective_at + timedelta(days=self.guideline_grace_days)
        return ends if ends > timezone.now() else None

    @property
    def offers_questions(self) -> bool:
        """She shared something and has not put the practice questions away."""
        return self.shared and not self.questions_put_away

    @property
    def needs_first_steps(self) -> bool:
        """Nothing is connected and nothing was shared, and she has not put the card away."""
        return not (self.connected or self.shared or self.settled_in)


_FACTS = (
    "guideline_number", "guideline_effective_at", "guideline_grace_days", "read_number",
    "connected", "shared", "settled_in", "questions_put_away", "clicks", "shares_posted", "waiting",
)  # fmt: skip


def monday(now: datetime) -> datetime:
    """When this week began in the active time zone."""
    local = timezone.localtime(now)
    return (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


def read_reader(employee: Employee, now: datetime) -> Reader:
    """Channels, open notices, first-run facts and the figures of her week, one query for all of them."""
    language = "name_de" if employee.language == Language.DE else "name_en"
    week = monday(now)
    mine = Share.objects.filter(employee=OuterRef("pk"))
    row: Any = (
        Employee.objects.filter(pk=employee.pk)
        .values("pk")
        .annotate(
            channels=JsonRows(Channel.objects.values(row=JSONObject(pk="pk", slug="slug", name=language))),
            open_notices=JsonRows(
                Notice.objects.filter(employee=OuterRef("pk"), solved_at=None).values(
                    row=JSONObject(code="code", values="values", key="key")
                )[:5]
            ),
            guideline_number=_guideline(now, "number"),
            guideline_effective_at=_guideline(now, "effective_at"),
            guideline_grace_days=_guideline(now, "grace_days"),
            read_number=_read_number(now),
            connected=Exists(Account.objects.usable().filter(employee=OuterRef("pk"))),
            shared=Exists(mine.exclude(state=ShareState.CANCELLED)),
            settled_in=Exists(Notice.objects.filter(employee=OuterRef("pk"), key=FIRST_STEPS)),
            questions_put_away=Exists(Notice.objects.filter(employee=OuterRef("pk"), key=QUESTIONS)),
            clicks=_count(
                Click.objects.of_people().filter(link__share__employee=OuterRef("pk"), at__gte=week),
                "link__share__employee",
            ),
            shares_posted=_count(mine.filter(COUNTED, created_at__gte=week), "employee"),
            waiting=_count(mine.filter(state__in=WAITING_FOR_HER), "employee"),
        )
        .get()
    )
    return Reader(
        employee=employee,
        channels=[KnownChannel(**channel) for channel in row["channels"]],
        notices=[_notice(employee, values) for values in row["open_notices"]],
        **{name: row[name] for name in _FACTS},
    )


def _guideline(now: datetime, field: str) -> Subquery:
    in_force = GuidelineVersion.objects.published().filter(effective_at__lte=now).order_by("-number")
    return Subquery(in_force.values(field)[:1])


def _read_number(now: datetime) -> Subquery:
    known = Acknowledgement.objects.filter(employee=OuterRef("pk"), version__effective_at__lte=now)
    return Subquery(known.order_by("-version__number").values("version__number")[:1])


def _notice(employee: Employee, row: dict[str, Any]) -> Notice:
    # SQLite keeps JSON as text: inside another JSON value it comes back as a string.
    values = json.loads(row["values"]) if isinstance(row["values"], str) else row["values"]
    return Notice(employee=employee, code=row["code"], key=row["key"], values=values)


def with_words_and_uses(items: ItemQuerySet, employee: Employee) -> ItemQuerySet:
    """Items of `with_card` with their suggestions in the card's language as `words`, each with the number of
    colleagues that used it, and with `colleagues`, the number of those who shared the item."""
    others = Share.objects.exclude(employee=employee)
    uses = _count(
        others.filter(suggestion=OuterRef("pk")).exclude(state=ShareState.CANCELLED), "suggestion", "employee"
    )
    suggestions = (
        Suggestion.objects.filter(item=OuterRef("pk"), language=OuterRef("card_language"))
        .annotate(uses=uses)
        .values(row=JSONObject(pk="pk", text="text", network="network", uses="uses"))
    )
    return items.annotate(
        words=JsonRows(suggestions),
        colleagues=_count(others.filter(COUNTED, item=OuterRef("pk")), "item", "employee"),
    )


def with_result(shares: ShareQuerySet, language: str) -> ShareQuerySet:
    """Shares with their item's title in this language, how the last attempt ended, and clicks by kind."""
    titles = ItemText.objects.filter(item=OuterRef("item")).values("title")
    attempts = Attempt.objects.filter(share=OuterRef("pk")).order_by("-n")
    clicks = Click.objects.filter(link__share=OuterRef("pk"))
    return shares.select_related("account__server", "item").annotate(
        title=Coalesce(
            Subquery(titles.filter(language=language)[:1]), Subquery(titles.order_by("pk")[:1]), Value("")
        ),
        last_outcome=Coalesce(Subquery(attempts.values("outcome")[:1]), Value("")),
        people=_count(clicks.of_people(), "link__share"),
        own=_count(clicks.filter(kind=Click.Kind.OWN), "link__share"),
        repeats=_count(clicks.filter(kind=Click.Kind.REPEAT), "link__share"),
        left_out=_count(clicks.filter(kind__in=[Click.Kind.BOT, Click.Kind.PREVIEW]), "link__share"),
    )
