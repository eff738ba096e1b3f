"""What is wrong with a text before it is posted: pure functions, used while writing and right before sending.

A finding says in a sentence what to change. `block` stops the post, `confirm` asks for a reason, the others may pass.
Nothing here reads the database: the company's terms come as a compiled lexicon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from advocacy.lib.networks import NETWORKS, Network
from guidelines.checks import disclosed, links, naming, personal, wording
from guidelines.checks.findings import Draft, Finding, Level
from guidelines.checks.wording import has_prompt
from guidelines.lexicon import EMPTY, Lexicon

__all__ = ["Draft", "Finding", "Level", "blocks", "has_prompt", "review", "review_suggestion", "to_confirm"]

Check = Callable[[Draft], list[Finding]]

# What a curator's words must pass too: her suggestion is no finished post, so its length and prompts are her own.
OF_SUGGESTIONS: list[Check] = [naming.terms, personal.data, wording.all_capitals]
CHECKS: list[Check] = [
    wording.empty,
    wording.too_long,
    wording.unfilled_placeholder,
    wording.leftover_prompt,
    links.foreign,
    disclosed.missing,
    *OF_SUGGESTIONS,
]


def review(
    text: str,
    *,
    network: Network,
    language: str,
    max_length: int | None = None,
    link: str = "",
    site: str = "",
    disclosures: tuple[str, ...] = (),
    lexicon: Lexicon = EMPTY,
    now: datetime | None = None,
) -> list[Finding]:
    """Everything there is to say about this text on this network, in the order of the checks.

    `max_length` is what the account's own server takes; without it the network's usual length counts. The other
    values are those of `Draft`.
    """
    limit = network.max_length if max_length is None else max_length
    draft = Draft(text, network, language, limit, link, site, disclosures, lexicon, now or datetime.now(UTC))
    return [finding for check in CHECKS for finding in check(draft)]


def review_suggestion(text: str, *, language: str, lexicon: Lexicon, now: datetime) -> list[Finding]:
    """What there is to say about a curator's words, which go out at `now` at the earliest."""
    draft = Draft(text, NETWORKS["copy"], language, 0, lexicon=lexicon, now=now)
    return [finding for check in OF_SUGGESTIONS for finding in check(draft)]


def blocks(findings: Iterable[Finding]) -> bool:
    """True when one of them stops the post."""
    return any(finding.level == Level.BLOCK for finding in findings)


def to_confirm(findings: Iterable[Finding]) -> list[Finding]:
    """Those that pass only with a reason."""
    return [finding for finding in findings if finding.level == Level.CONFIRM]
