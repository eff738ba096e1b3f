"""Her words before they go out: the disclosure put in, the checks asked, and her reasons remembered.

Used alike while she writes, when she presses the button, and at the moment of sending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from advocacy.lib.networks import Network
from content.models import Item
from guidelines import checks, disclosing, terms
from guidelines.checks import Finding, Level
from guidelines.disclosing import Policy
from guidelines.lexicon import Lexicon
from guidelines.models import Override
from people.models import Employee
from sharing.models import Account, Share

LONGEST_REASON = 300


@dataclass(frozen=True)
class Grounds:
    """What words are held against: the company's terms and disclosure rules as they are at `now`."""

    lexicon: Lexicon
    policy: Policy
    now: datetime


@dataclass(frozen=True)
class Place:
    """Whose words they are and where they go. `link` is the tracked one that is in them."""

    employee: Employee
    item: Item
    network: Network
    account: Account | None
    language: str
    link: str

    @property
    def limit(self) -> int:
        return self.account.max_length if self.account else self.network.max_length


@dataclass(frozen=True)
class Prepared:
    """A text ready to be posted. `added` is the wording that we put in, `disclosure` the one that is in it."""

    text: str
    disclosure: str
    added: str
    findings: list[Finding]


def grounds(now: datetime) -> Grounds:
    """Read anew each time: what was decided a moment ago counts."""
    return Grounds(terms.current(), disclosing.in_force(), now)


def prepare(text: str, place: Place, grounds: Grounds) -> Prepared:
    """Put the disclosure in where one is needed, and say what there is to say about the whole."""
    wordings = _wordings(place, grounds)
    disclosed = disclosing.disclose(text, wordings, network=place.network, limit=place.limit)
    findings = _review(disclosed.text, place, grounds, wordings)
    return Prepared(disclosed.text, disclosed.wording, disclosed.wording if disclosed.added else "", findings)


def standing(share: Share, now: datetime) -> list[Finding]:
    """What keeps this share from going out: what blocks, and what asks for a reason that she did not give.

    In her language, the gravest first.
    """
    place = place_of(share)
    with translation.override(share.employee.language):
        held_against = grounds(now)
        found = _review(share.text, place, held_against, _wordings(place, held_against))
    answered = set(
        Override.objects.filter(batch=share.batch_id, network=share.network).values_list("code", "about")
    )
    blocks = [finding for finding in found if finding.level == Level.BLOCK]
    return blocks + [finding for finding in checks.to_confirm(found) if finding.identity not in answered]


def place_of(share: Share) -> Place:
    """Where a share goes."""
    return Place(share.employee, share.item, share.spec, share.account, share.language, share.link.url)


def remember_reason(share: Share, findings: list[Finding], reason: str) -> None:
    """Keep why she went on past each finding that asked, without her name. An empty reason answers nothing."""
    if not reason.strip():
        return
    for finding in checks.to_confirm(findings):
        Override.objects.update_or_create(
            batch=share.batch_id,
            network=share.network,
            code=finding.code,
            about=finding.about,
            defaults={"rule_key": finding.rule_key, "reason": reason.strip()[:LONGEST_REASON]},
        )


def _wordings(place: Place, grounds: Grounds) -> tuple[str, ...]:
    return grounds.policy.needed(
        location=place.employee.location,
        item_kind=place.item.kind,
        network=place.network.key,
        language=place.language,
    )


def _review(text: str, place: Place, grounds: Grounds, wordings: tuple[str, ...]) -> list[Finding]:
    return checks.review(
        text,
        network=place.network,
        language=place.language,
        max_length=place.limit,
        link=place.link,
        site=settings.PUBLIC_URL,
        disclosures=wordings,
        lexicon=grounds.lexicon,
        now=grounds.now,
    )
