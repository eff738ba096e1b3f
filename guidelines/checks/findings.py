"""What a check is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from advocacy.lib.networks import Network
from guidelines.lexicon import EMPTY, Lexicon


class Level(StrEnum):
    INFO = "info"
    WARN = "warn"
    CONFIRM = "confirm"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """One thing to know about a text. `code` never changes; `rule_key` names the rule behind it.

    `about` tells two findings of one code apart, such as two terms: an answer to one is no answer to the other.
    """

    level: Level
    code: str
    sentence: str
    rule_key: str = ""
    about: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        return self.code, self.about


@dataclass(frozen=True)
class Draft:
    """A text as it would be posted. `limit` is in the network's own way of counting; 0 means none.

    `link` is the address that we add to it, `site` the address that all our links begin with; "" where neither matters.
    `disclosures` are the approved sentences of which one must stand there; empty where none is needed.
    """

    text: str
    network: Network
    language: str
    limit: int
    link: str = ""
    site: str = ""
    disclosures: tuple[str, ...] = ()
    lexicon: Lexicon = EMPTY
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
