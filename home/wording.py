"""What happened to a share and what to do, in plain words: one table over all states, reasons and outcomes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharing.states import Outcome, ParkedBecause, ShareState

S = ShareState


@dataclass(frozen=True)
class Words:
    """How a share reads. Sentences take %(network)s, %(account)s, %(at)s (a time) and %(detail)s.

    `actions` name what its person can do: cancel, retry, edit, settle, hand_off, reconnect, read, window, posted.
    """

    badge: str | Promise
    icon: str
    tone: str
    sentence: str | Promise
    # The folded line of the feed: "On Mastodon, …".
    short: str | Promise
    actions: tuple[str, ...] = ()


_PLANNED, _WAITING = _("Planned"), _("Waiting for you")
_NEEDS_YOU = _("needs you")

# By state, and within it by what makes a difference there: why it is parked, how the last attempt ended.
TABLE: dict[tuple[ShareState, str], Words] = {
    (S.SCHEDULED, ""): Words(
        _PLANNED, "clock", "", _("Goes out on %(at)s, your time."), _("planned"), ("cancel",)
    ),
    (S.SCHEDULED, Outcome.RATE_LIMITED): Words(
        _PLANNED,
        "clock",
        "",
        _("%(network)s takes no more posts for the moment. We try again on %(at)s; you need do nothing."),
        _("planned"),
        ("cancel",),
    ),
    (S.SCHEDULED, Outcome.UNREACHABLE): Words(
        _PLANNED,
        "clock",
        "",
        _("%(network)s could not be reached. Nothing was sent. We try again on %(at)s."),
        _("planned"),
        ("cancel",),
    ),
    (S.SCHEDULED, Outcome.UNCLEAR): Words(
        _PLANNED,
        "clock",
        "",
        _("The first try broke off. We looked twice, it is not there, so we post it on %(at)s."),
        _("planned"),
        ("cancel",),
    ),
    (S.PUBLISHING, ""): Words(
        _("Publishing …"), "share", "info", _("This takes a few seconds."), _("publishing …")
    ),
    (S.PUBLISHED, ""): Words(_("Shared"), "check", "ok", _("Posted on %(at)s to %(account)s."), _("shared")),
    (S.PUBLISHED, "confirmed"): Words(
        _("Shared"), "check", "ok", _("You found it on %(network)s on %(at)s."), _("shared")
    ),
    (S.UNKNOWN, ""): Words(
        _("Did it arrive?"),
        "search",
        "info",
        _("%(network)s broke off while we were posting. We are looking whether it arrived before we do anything."),
        _("did it arrive?"),
    ),
    (S.NEEDS_YOU, ""): Words(
        _("Did it arrive?"),
        "comment",
        "warn",
        _("We posted to %(account)s and could not see whether it arrived. Please look at your profile: we never "
          "post twice on a guess."),
        _NEEDS_YOU,
        ("settle", "hand_off", "cancel"),
    ),
    (S.PARKED, ParkedBecause.RECONNECT): Words(
        _WAITING,
        "pause",
        "warn",
        _("Your connection to %(account)s ended. The text waits; connect again, or hand it off."),
        _NEEDS_YOU,
        ("reconnect", "hand_off", "cancel"),
    ),
    (S.PARKED, ParkedBecause.TOO_LATE): Words(
        _WAITING,
        "pause",
        "warn",
        _("Its time passed hours ago. We did not post it at an odd hour: do you still want it?"),
        _NEEDS_YOU,
        ("retry", "cancel"),
    ),
    (S.PARKED, ParkedBecause.FINDING): Words(
        _WAITING,
        "pause",
        "warn",
        _("The text needs a look before it can go out."),
        _NEEDS_YOU,
        ("edit", "cancel"),
    ),
    (S.PARKED, ParkedBecause.WITHDRAWN): Words(
        _("Withdrawn"),
        "pause",
        "warn",
        _("The item was withdrawn before your share went out. Nothing was sent."),
        _("withdrawn"),
        ("cancel",),
    ),
    (S.PARKED, ParkedBecause.GUIDELINE): Words(
        _WAITING,
        "pause",
        "warn",
        _("A new version of the guideline is in force. Read it, then your share can go out."),
        _NEEDS_YOU,
        ("read", "retry", "cancel"),
    ),
    (S.FAILED, ""): Words(
        _("Not posted"),
        "stop",
        "bad",
        _("%(network)s did not take your post. Your text is kept: change it, or hand it off."),
        _NEEDS_YOU,
        ("edit", "hand_off", "cancel"),
    ),
    (S.FAILED, "said"): Words(
        _("Not posted"),
        "stop",
        "bad",
        _("%(network)s said: “%(detail)s” Your text is kept: change it, or hand it off."),
        _NEEDS_YOU,
        ("edit", "hand_off", "cancel"),
    ),
    (S.HANDED_OFF, ""): Words(
        _("Opened"),
        "handoff",
        "",
        _("You opened %(network)s’s own window on %(at)s. Did you post it there?"),
        _("opened"),
        ("posted", "window"),
    ),
    (S.HANDED_OFF, "counted"): Words(
        _("Handed off"),
        "handoff",
        "ok",
        _("Through %(network)s’s own window on %(at)s. We count your link, we do not see the post."),
        _("shared"),
    ),
    (S.REMOVED, ""): Words(
        _("Removed"), "trash", "", _("The post is no longer on %(network)s."), _("removed")
    ),
    (S.CANCELLED, ""): Words(
        _("Cancelled"), "close", "", _("You took it back. Nothing was posted."), _("cancelled")
    ),
}  # fmt: skip


def aspect_of(
    state: str, *, parked_because: str = "", outcome: str = "", detail: str = "", certain: bool = False
) -> str:
    """What makes a difference within a state. `certain`: she said so herself, or a person clicked a hand-off."""
    match state:
        case S.PARKED:
            return parked_because
        case S.SCHEDULED:
            retried = {Outcome.RATE_LIMITED, Outcome.UNREACHABLE, Outcome.UNCLEAR}
            return outcome if outcome in retried else ""
        case S.FAILED:
            return "said" if detail.strip() else ""
        case S.PUBLISHED:
            return "confirmed" if certain else ""
        case S.HANDED_OFF:
            return "counted" if certain else ""
        case _:
            return ""


def words_for(state: str, aspect: str) -> Words:
    """How a share in this state reads. KeyError for a pair that cannot be."""
    return TABLE[ShareState(state), aspect]
