"""Names that the company listed: confidential ones, some of them until a day, and competitors."""

from __future__ import annotations

import zoneinfo
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from guidelines.checks.findings import Draft, Finding, Level
from guidelines.lexicon import Hit, Term

LEVELS = {"hint": Level.WARN, "confirm": Level.CONFIRM, "block": Level.BLOCK}
# Found by a person in a second, so shown in full; an expression may take in a whole paragraph.
LONGEST_QUOTE = 60


def terms(draft: Draft) -> list[Finding]:
    return [
        _unchecked(hit.term) if hit.timed_out else _found(hit)
        for hit in draft.lexicon.find(draft.text, draft.now)
    ]


def _found(hit: Hit) -> Finding:
    term = hit.term
    values = {
        "what": hit.quote[:LONGEST_QUOTE],
        "until": end_in_words(term.until, term.zone) if term.until else "",
    }
    if term.competitor:
        sentence = _("You mention another company, “%(what)s”. You may go on.")
        if term.action != "hint":
            sentence = _("You mention another company, “%(what)s”.")
        return Finding(
            LEVELS[term.action], "competitor", sentence % values, "facts-with-sources", f"term:{term.key}"
        )
    if term.until is not None:
        sentence = _("“%(what)s” is confidential until %(until)s. Take it out, or wait until then.")
    else:
        sentence = _("“%(what)s” may be confidential. Take it out unless you know that it is public.")
    return Finding(LEVELS[term.action], "confidential", sentence % values, "confidential", f"term:{term.key}")


def _unchecked(term: Term) -> Finding:
    """A pattern took too long: that is no proof of a secret, and no proof of none either."""
    level = Level.CONFIRM if term.action == "block" else LEVELS[term.action]
    sentence = _("One of the company’s patterns could not be checked in time. Look closely yourself.")
    return Finding(level, "unchecked", sentence, "confidential", f"term:{term.key}")


def end_in_words(until: datetime, zone: str) -> str:
    """The end of an embargo, in the zone it was set in."""
    there = timezone.localtime(until, zoneinfo.ZoneInfo(zone or "UTC"))
    return f"{formats.date_format(there, 'DATETIME_FORMAT')} ({zone or 'UTC'})"
