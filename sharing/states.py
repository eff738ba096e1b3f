"""The life of a share: its states, the moves between them, and why a share waits.

Moves are data; `sharing.models.Share.move` makes them by compare-and-set and refuses any that is not listed here.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShareState(models.TextChoices):
    SCHEDULED = "scheduled", _("Planned")
    PUBLISHING = "publishing", _("Publishing")
    PUBLISHED = "published", _("Published")
    UNKNOWN = "unknown", _("Did it arrive?")
    NEEDS_YOU = "needs_you", _("Needs you")
    PARKED = "parked", _("Waiting")
    FAILED = "failed", _("Not posted")
    HANDED_OFF = "handed_off", _("Handed off")
    REMOVED = "removed", _("Removed")
    CANCELLED = "cancelled", _("Cancelled")


S = ShareState

MOVES: dict[ShareState, frozenset[ShareState]] = {
    S.SCHEDULED: frozenset({S.PUBLISHING, S.PARKED, S.CANCELLED}),
    # Back to scheduled only if it is proved that nothing was sent.
    S.PUBLISHING: frozenset({S.PUBLISHED, S.SCHEDULED, S.PARKED, S.FAILED, S.UNKNOWN}),
    # Never straight back to publishing: absence must be proved twice, or she says so.
    S.UNKNOWN: frozenset({S.PUBLISHED, S.SCHEDULED, S.NEEDS_YOU}),
    S.NEEDS_YOU: frozenset({S.PUBLISHED, S.SCHEDULED, S.HANDED_OFF, S.CANCELLED}),
    S.PARKED: frozenset({S.SCHEDULED, S.HANDED_OFF, S.CANCELLED}),
    S.FAILED: frozenset({S.SCHEDULED, S.HANDED_OFF, S.CANCELLED}),
    S.PUBLISHED: frozenset({S.REMOVED}),
    S.HANDED_OFF: frozenset({S.REMOVED, S.CANCELLED}),
    S.REMOVED: frozenset(),
    S.CANCELLED: frozenset(),
}

# One share in one of these states stands for the item on that account: a second one is not made beside it.
STANDING = (S.SCHEDULED, S.PUBLISHING, S.PUBLISHED, S.UNKNOWN, S.NEEDS_YOU, S.PARKED, S.HANDED_OFF)

# Shown first on "My shares": only the person can bring these on.
WAITING_FOR_HER = (S.NEEDS_YOU, S.PARKED, S.FAILED)


class ParkedBecause(models.TextChoices):
    RECONNECT = "reconnect", _("the account needs connecting again")
    TOO_LATE = "too_late", _("its time passed hours ago")
    FINDING = "finding", _("the text needs a look")
    WITHDRAWN = "withdrawn", _("the item was withdrawn")
    GUIDELINE = "guideline", _("the guideline has to be read first")


class Outcome(models.TextChoices):
    """How an attempt ended."""

    POSTED = "posted", _("posted")
    REJECTED = "rejected", _("refused by the network")
    RATE_LIMITED = "rate_limited", _("too many posts for now")
    UNREACHABLE = "unreachable", _("not reached, nothing was sent")
    NEEDS_RECONNECT = "needs_reconnect", _("the account needs connecting again")
    UNCLEAR = "unclear", _("no clear answer")
