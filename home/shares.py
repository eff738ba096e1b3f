"""A person's own shares as her pages tell them: in groups, with state, next step and clicks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import formats, timezone

from home import wording
from home.querysets import with_result
from home.wording import Words
from people.models import Employee
from sharing.models import Share
from sharing.states import WAITING_FOR_HER, ShareState

SIZE = 20
COMING = (ShareState.SCHEDULED, ShareState.PUBLISHING, ShareState.UNKNOWN)
# More than this many open ones are not shown at once; nobody has them.
_MOST_OPEN = 200


@dataclass(frozen=True)
class Told:
    """One share in words."""

    share: Share
    words: Words
    title: str
    people: int
    own: int
    repeats: int
    left_out: int

    @property
    def sentence(self) -> str:
        return str(self.words.sentence) % {
            "network": self.share.spec.name,
            "account": self.share.account.handle if self.share.account else self.share.spec.name,
            "at": _moment(self._at()),
            "detail": self.share.detail.strip(),
        }

    @property
    def counts(self) -> bool:
        """It stands on a network as far as anybody knows, so its clicks are shown."""
        return (
            self.share.state == ShareState.PUBLISHED or self.words is wording.TABLE[S.HANDED_OFF, "counted"]
        )

    @property
    def short(self) -> str:
        return str(self.words.short)

    @property
    def needs_her(self) -> bool:
        return self.share.state in WAITING_FOR_HER

    @property
    def still_up_though_withdrawn(self) -> bool:
        return self.counts and self.share.item.state == "withdrawn"

    def _at(self) -> datetime:
        share = self.share
        if share.state == ShareState.SCHEDULED:
            return max(share.due_at or share.publish_at, share.publish_at)
        return share.published_at or share.confirmed_at or share.created_at


S = ShareState


def _moment(at: datetime) -> str:
    """A day and a time in the reader's zone, without the year."""
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'MONTH_DAY_FORMAT')}, {formats.time_format(local, 'H:i')}"


def tell(share: Share) -> Told:
    """A share of `with_result` in words."""
    aspect = wording.aspect_of(
        share.state,
        parked_because=share.parked_because,
        outcome=share.last_outcome,  # type: ignore[attr-defined]
        detail=share.detail,
        certain=share.confirmed_at is not None or (share.state == S.HANDED_OFF and share.people > 0),  # type: ignore[attr-defined]
    )
    counts = {name: getattr(share, name) for name in ("title", "people", "own", "repeats", "left_out")}
    return Told(share, wording.words_for(share.state, aspect), **counts)


@dataclass(frozen=True)
class Cursor:
    """The last share of a page."""

    created_at: datetime
    pk: UUID


@dataclass(frozen=True)
class Page:
    waiting: list[Told]
    coming: list[Told]
    earlier: list[Told]
    next: Cursor | None


def page_of(employee: Employee, *, after: Cursor | None = None) -> Page:
    """What needs her and what is coming up, all of it on the first page; then the rest, newest first."""
    shares = with_result(Share.objects.of(employee), employee.language)
    open_states = [*WAITING_FOR_HER, *COMING]
    rows = (
        [] if after else list(shares.filter(state__in=open_states).order_by("publish_at", "pk")[:_MOST_OPEN])
    )
    earlier = shares.exclude(state__in=open_states).order_by("-created_at", "-pk")
    if after is not None:
        older = Q(created_at__lt=after.created_at) | Q(created_at=after.created_at, pk__lt=after.pk)
        earlier = earlier.filter(older)
    found = list(earlier[: SIZE + 1])
    more = Cursor(found[SIZE - 1].created_at, found[SIZE - 1].pk) if len(found) > SIZE else None
    return Page(
        [tell(row) for row in rows if row.state in WAITING_FOR_HER],
        [tell(row) for row in rows if row.state in COMING],
        [tell(row) for row in found[:SIZE]],
        more,
    )


def told_by_item(employee: Employee, item_ids: list[int]) -> dict[int, list[Told]]:
    """Her shares of these items that are not cancelled or gone, told, by item: one query."""
    shares = Share.objects.of(employee).filter(item__in=item_ids)
    shown = shares.exclude(state__in=[S.CANCELLED, S.REMOVED]).order_by("created_at", "pk")
    found: dict[int, list[Told]] = {}
    for share in with_result(shown, employee.language):
        found.setdefault(share.item_id, []).append(tell(share))
    return found
