"""From a suggestion to her own words to a share: what the sheet offers, and one press of its button."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from advocacy.lib import networks
from content import placeholders
from content.models import Item, ItemText, Picture, Suggestion
from guidelines.checks import has_prompt
from guidelines.models import GuidelineVersion
from people import company
from people.models import Employee
from sharing import publishing, reviewing
from sharing.models import Account, Batch, Link, Share
from sharing.reviewing import Grounds, Place
from sharing.states import ShareState

# As long as any real link of ours: so that counting does not change when the link is made.
LINK_CODE_LENGTH = 8
SAMPLE_LINK = "https://example.org/r/" + "x" * LINK_CODE_LENGTH
MOST_SHARES_AN_HOUR = 60


class TooManyShares(Exception):
    """She pressed Share more than sixty times within an hour."""


class GuidelineFirst(Exception):
    """She has not acknowledged a version that sharing may stand under."""


@dataclass(frozen=True)
class Variant:
    """One suggested post, in words that are ready for her."""

    suggestion: Suggestion
    text: str
    uses: int

    @property
    def has_prompt(self) -> bool:
        """It asks for words of her own in brackets: never the one offered first."""
        return has_prompt(self.text)


@dataclass
class Choice:
    """What she chose in the sheet."""

    accounts: list[Account] = field(default_factory=list)
    hand_off: str = ""
    text: str = ""
    language: str = "en"
    suggestion: Suggestion | None = None
    with_picture: bool = False
    visibility: str = "public"
    # Why she goes on past what the checks ask about.
    reason: str = ""


def text_in(item: Item, language: str) -> ItemText | None:
    """The item's words in this language, else in any other."""
    texts = {text.language: text for text in item.texts.all()}
    return texts.get(language) or next(iter(texts.values()), None)


def words_of(suggestion: Suggestion, *, employee: Employee, item: Item) -> str:
    """A suggestion with everything filled in but the link. A link at the very end is left out: it is added anyway."""
    text = text_in(item, suggestion.language)
    values = {
        "first_name": employee.first_name,
        "last_name": employee.last_name,
        "title": text.title if text else "",
        **company.placeholder(),
    }
    return placeholders.fill(suggestion.text, values).removesuffix("{link}").rstrip()


def variants(item: Item, *, employee: Employee, network: str = "") -> list[Variant]:
    """The suggestions that fit, her language first, the least used first, those that ask for own words last."""
    rows = Suggestion.objects.filter(item=item, network__in={"", network}).annotate(uses=Count("shares"))
    found = [Variant(row, words_of(row, employee=employee, item=item), row.uses) for row in rows]
    return sorted(
        found,
        key=lambda one: (
            one.suggestion.language != employee.language,
            one.has_prompt,
            one.uses,
            one.suggestion.position,
            one.suggestion.pk,
        ),
    )


def with_link(text: str, link: str) -> str:
    """The text as it is posted: the link where {link} stands, else in a paragraph of its own at the end."""
    if "{link}" in text:
        return text.replace("{link}", link)
    return f"{text.rstrip()}\n\n{link}"


def target_of(item: Item, language: str) -> str:
    """Where a short link leads: the item's page on the web, or its own public page."""
    if item.destination == Item.Destination.OWN_PAGE:
        return f"{settings.PUBLIC_URL}/s/{item.slug}"
    text = text_in(item, language)
    if text is None or not text.url:
        raise ValueError(f"Item {item.pk} has no address in {language}.")
    return text.url


def share(item: Item, choice: Choice, *, nonce: uuid.UUID, by: Employee) -> Batch:
    """One press of a button: a share per ticked account, or a hand-off, once, however often the form arrives.

    Gives the batch of this press, or, when all it wanted stood already, the batch of that. Raises GuidelineFirst and
    TooManyShares.
    """
    now = timezone.now()
    version = GuidelineVersion.objects.sharing_under(by, now)
    if version is None:
        raise GuidelineFirst
    with transaction.atomic():
        _lock(by)
        batch = _batch(item, nonce, by, now)
        grounds = reviewing.grounds(now)
        # A window's button posts nothing to the accounts that happen to be ticked.
        wanted: list[Account | None] = [None] if choice.hand_off else [*choice.accounts]
        stood = [_made_before(batch, choice, account) for account in wanted]
        for account, before in zip(wanted, stood, strict=True):
            if before is None:
                _make(batch, choice, account, version, grounds)
        if not choice.hand_off:
            _remember_choice(by, choice.accounts, now)
        return _with_something(batch, [one for one in stood if one is not None])


def _lock(person: Employee) -> None:
    """Two presses of one person wait for each other (on SQLite every write transaction does)."""
    Employee.objects.select_for_update().filter(pk=person.pk).first()


def _batch(item: Item, nonce: uuid.UUID, by: Employee, now: datetime) -> Batch:
    """The batch of this form. The form may arrive again, with another of its buttons too."""
    known = Batch.objects.filter(employee=by, nonce=nonce, item=item).first()
    if known is not None:
        return known
    an_hour_ago = now - timedelta(hours=1)
    if Batch.objects.filter(employee=by, created_at__gt=an_hour_ago).count() >= MOST_SHARES_AN_HOUR:
        raise TooManyShares
    return Batch.objects.create(employee=by, item=item, nonce=nonce)


def _made_before(batch: Batch, choice: Choice, account: Account | None) -> Share | None:
    """The share that stands for this item there, or that this very form made and she took back since."""
    network = account.network if account else choice.hand_off
    there = Share.objects.of(batch.employee).filter(item=batch.item, network=network, account=account)
    standing = there.standing().first()
    return standing or (there.filter(batch=batch).first() if account else None)


def _with_something(batch: Batch, stood_before: list[Share]) -> Batch:
    """The batch, or, when it made nothing, the batch of what stood before; an empty one is not kept."""
    if batch.shares.exists() or not stood_before:
        return batch
    batch.delete()
    return stood_before[0].batch


def _make(
    batch: Batch, choice: Choice, account: Account | None, version: GuidelineVersion, grounds: Grounds
) -> None:
    """Make one share with its link."""
    network, now = account.network if account else choice.hand_off, grounds.now
    code = secrets.token_urlsafe(6)
    link = Link(code=code, item=batch.item, target=target_of(batch.item, choice.language))
    prepared = reviewing.prepare(
        with_link(choice.text, link.url),
        Place(batch.employee, batch.item, networks.NETWORKS[network], account, choice.language, link.url),
        grounds,
    )
    link.share = Share.objects.create(
        batch=batch,
        employee=batch.employee,
        item=batch.item,
        network=network,
        account=account,
        suggestion=choice.suggestion,
        language=choice.language,
        text=prepared.text,
        disclosure=prepared.disclosure,
        picture=_picture(batch.item) if choice.with_picture and account else None,
        visibility=choice.visibility if account else "",
        guideline_version=version,
        state=ShareState.SCHEDULED if account else ShareState.HANDED_OFF,
        publish_at=now + publishing.UNDO if account else now,
        due_at=now + publishing.UNDO if account else None,
    )
    link.save()
    reviewing.remember_reason(link.share, prepared.findings, choice.reason)


def _picture(item: Item) -> Picture | None:
    return item.picture if item.picture and item.picture.may_reupload else None


def _remember_choice(person: Employee, chosen: list[Account], now: datetime) -> None:
    """The sheet opens next time with the accounts she chose this time."""
    if chosen:
        Account.objects.of(person).update(last_chosen_at=None)
        Account.objects.filter(pk__in=[account.pk for account in chosen]).update(last_chosen_at=now)


def undo(batch: Batch, *, by: Employee) -> int:
    """Take back what this press planned and nobody began to send. Gives the number of shares taken back."""
    return sum(publishing.cancel(one, by=by) for one in batch.shares.filter(state=ShareState.SCHEDULED))
