"""One page of the feed: her items, the words suggested for each, and what became of those she shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advocacy.lib.networks import NETWORKS, Network
from content import placeholders
from content.models import Item
from content.querysets import Cursor
from guidelines.checks import has_prompt
from home.querysets import KnownChannel, Reader, with_words_and_uses
from home.shares import Told, told_by_item
from people import company
from people.models import Employee
from sharing.composing import SAMPLE_LINK, with_link

SIZE = 20
# Fewer are not told: a small number may be one person.
FEWEST_TOLD = 5
# The networks a card names, if its words fit: those where people speak to their trade.
_MARKED = ("linkedin", "mastodon", "bluesky", "x")


@dataclass(frozen=True)
class Offer:
    """A suggested post as a card shows it: filled in but for the link."""

    pk: int
    text: str
    network: str
    uses: int

    @property
    def words(self) -> str:
        """The link at the end is left out: it is added anyway."""
        return self.text.removesuffix("{link}").rstrip().replace("{link}", "…")

    @property
    def has_prompt(self) -> bool:
        """It asks for words of her own in brackets: never the one offered first."""
        return has_prompt(self.text)

    @property
    def use(self) -> str:
        """Who has used these words, where that says nothing about one person."""
        if self.uses == 0:
            return _("used by nobody yet")
        if self.uses < FEWEST_TOLD:
            return ""
        return ngettext("used by %(n)s colleague", "used by %(n)s colleagues", self.uses) % {"n": self.uses}

    def fits(self, network: Network) -> bool:
        """The network takes it, link included."""
        length = network.count(with_link(self.text, SAMPLE_LINK))
        return self.network in ("", network.key) and (not network.max_length or length <= network.max_length)


@dataclass(frozen=True)
class Card:
    """An item of `with_words_and_uses` in one person's feed, and her shares of it."""

    item: Item
    employee: Employee
    told: list[Told]

    @property
    def open(self) -> bool:
        """She can share it and has not."""
        return self.item.shareable and not self.told

    @property
    def needs_her(self) -> bool:
        return any(told.needs_her for told in self.told)

    @property
    def under_way(self) -> bool:
        """Nothing of it stands on a network yet, as far as anybody knows."""
        return not any(told.counts for told in self.told)

    @cached_property
    def offers(self) -> list[Offer]:
        """The suggestions, the least used first, those that ask for own words last."""
        rows: list[dict[str, Any]] = self.item.words  # type: ignore[attr-defined]
        offers = [Offer(**row | {"text": self._filled(row["text"])}) for row in rows]
        return sorted(offers, key=lambda one: (one.has_prompt, one.uses))

    @property
    def suggested(self) -> Offer | None:
        """The one on the card: it can be posted as it is."""
        return next((one for one in self.offers if not one.has_prompt), None)

    @property
    def colleagues(self) -> int:
        """How many colleagues shared it; 0 also where they are too few to be told."""
        count: int = self.item.colleagues  # type: ignore[attr-defined]
        return count if count >= FEWEST_TOLD else 0

    @property
    def fits(self) -> list[Network]:
        """The networks of note that one of the suggestions fits."""
        marked = [NETWORKS[key] for key in _MARKED]
        return [network for network in marked if any(one.fits(network) for one in self.offers)]

    def _filled(self, text: str) -> str:
        values = {
            "first_name": self.employee.first_name,
            "last_name": self.employee.last_name,
            "title": self.item.card_title,
            **company.placeholder(),
        }
        return placeholders.fill(text, values)


@dataclass(frozen=True)
class Page:
    cards: list[Card]
    next: Cursor | None

    @property
    def open_count(self) -> int:
        return sum(card.open for card in self.cards)


def page_of(
    reader: Reader,
    now: datetime,
    *,
    after: Cursor | None = None,
    channel: KnownChannel | None = None,
    kind: str = "",
) -> Page:
    """Twenty items and her shares of them: two queries, whatever there is."""
    employee = reader.employee
    found = Item.objects.feed_page(
        employee, now, size=SIZE + 1, after=after, channel_id=channel.pk if channel else None, kind=kind
    )
    items = list(with_words_and_uses(found.with_card(employee.language), employee))
    more = len(items) > SIZE
    shown = items[:SIZE]
    told = told_by_item(employee, [item.pk for item in shown])
    last = shown[-1] if more else None
    return Page(
        [Card(item, employee, told.get(item.pk, [])) for item in shown],
        Cursor(int(last.pinned), last.publish_at, last.pk) if last else None,
    )


def greeting(employee: Employee, now: datetime) -> str:
    """Good morning in her own time zone."""
    hour = timezone.localtime(now, employee.zone).hour
    if 4 <= hour < 11:
        words = _("Good morning, %(name)s")
    elif 11 <= hour < 18:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": employee.get_short_name()}


def invitation(page: Page, *, filtered: bool) -> str:
    """One true number: what is to share on this page, and whether that is all."""
    count = page.open_count
    if not count and filtered:
        return _("Nothing new to share here.")
    if not count:
        return (
            _("Nothing new to share on this page.")
            if page.next
            else _("Nothing new to share. Enjoy the quiet.")
        )
    if page.next:
        sentence = ngettext(
            "%(n)s thing on this page to share.", "%(n)s things on this page to share.", count
        )
    else:
        sentence = ngettext("%(n)s thing to share.", "%(n)s things to share.", count)
    return f"{sentence % {'n': count}} {_('One takes about ten seconds.')}"
