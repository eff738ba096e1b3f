"""Posting what is due: at most one post per share, and no share without an end that the person can see.

The database is the truth and the clock. A sweep claims one share after the other by compare-and-set, an attempt row
is committed before the first byte leaves, no transaction is open during a call, and whatever is not proved unsent is
looked for before anything is sent again.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from advocacy.lib.vault import CannotUnseal
from content.models import Item
from guidelines.checks import Finding
from guidelines.models import GuidelineVersion
from people import notices
from people.models import CompanySettings, Employee
from sharing import networks, parking, reviewing
from sharing.models import Account, Attempt, Credential, Share
from sharing.networks.base import (
    Access,
    Image,
    NeedsReconnect,
    NetworkError,
    Outgoing,
    Posted,
    RateLimited,
    Rejected,
    Unclear,
    Unreachable,
)
from sharing.states import Outcome, ParkedBecause, ShareState

log = logging.getLogger(__name__)

UNDO = timedelta(seconds=10)
# Longer than any call may take: a worker that is still sending never loses its claim.
LEASE = timedelta(seconds=120)
# A share whose time passed longer ago than this asks before it goes out at three in the morning.
MAX_LATE = timedelta(hours=6)
PREPARE_AGAIN = timedelta(minutes=10)
FIRST_LOOK = timedelta(seconds=30)
# Absence counts only when it was seen twice, this far apart: some servers show a post late.
LOOK_AGAIN = timedelta(seconds=120)
ENOUGH_LOOKS = 2
LOOKING_ENDS = timedelta(hours=24)
LONGEST_WAIT = timedelta(hours=24)


def database_now() -> datetime:
    """The database's own clock: several workers may each have another one."""
    sql = (
        "SELECT now()" if connection.vendor == "postgresql" else "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        value = cursor.fetchone()[0]
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def sweep(limit: int = 100) -> int:
    """Post what is due, look for what is unknown, take back what a lost worker left. Gives the number of shares moved.

    Any number of sweeps may run at once: each share has one winner.
    """
    now = database_now()
    moved = sum(_recover(share, now) for share in Share.objects.lease_expired(now)[:limit])
    for share in Share.objects.due(now).select_related("account__server", "employee", "item")[:limit]:
        # Asked before each one: a pause must take effect while a long sweep is under way.
        if CompanySettings.objects.filter(publishing_paused=True).exists():
            break
        moved += publish(share) if share.state == ShareState.SCHEDULED else reconcile(share)
    return moved


def _recover(share: Share, now: datetime) -> bool:
    """A worker did not come back. Without an open attempt nothing was sent; with one it is unknown, never due again."""
    with transaction.atomic():
        open_attempt = share.attempts.filter(finished_at=None).first()
        if open_attempt is None:
            return share.move(ShareState.SCHEDULED, due_at=now, lease_until=None)
        if not share.move(ShareState.UNKNOWN, due_at=now + FIRST_LOOK, lease_until=None, looks=0):
            return False
        open_attempt.finish(Outcome.UNCLEAR, now=now, detail="The worker was lost while sending.")
    return True


def publish(share: Share) -> bool:
    """Post one due share. False when another worker was faster."""
    now = database_now()
    if not share.move(ShareState.PUBLISHING, lease_until=now + LEASE):
        return False
    because = _reason_to_hold(share, now)
    if because is not None:
        return _hold(share, because)
    if standing := reviewing.standing(share, now):
        return _hold_for(share, standing[0])
    try:
        access, outgoing = _access(share), _outgoing(share)
    except (CannotUnseal, Credential.DoesNotExist) as error:
        log.error("share %s: %s", share.pk, error)
        return _hold(share, ParkedBecause.RECONNECT)
    except Exception:
        # Nothing was sent yet, so it may wait; one broken share must not keep the others from going out.
        log.exception("share %s cannot be prepared.", share.pk)
        return share.move(ShareState.SCHEDULED, lease_until=None, due_at=now + PREPARE_AGAIN)
    attempt = Attempt.objects.create(
        share=share, n=share.attempts.count() + 1, idempotency_key=outgoing.idempotency_key, started_at=now
    )
    outcome = _call(lambda: networks.adapter(share.network).post(access, outgoing))
    return _settle(share, attempt, outcome)


def _reason_to_hold(share: Share, now: datetime) -> ParkedBecause | None:
    """Everything is checked again at the moment of sending: much may have changed since she pressed the button."""
    account = share.account
    if account is None or account.state != Account.State.CONNECTED or not share.employee.is_active:
        return ParkedBecause.RECONNECT
    if share.item.state != Item.State.APPROVED:
        return ParkedBecause.WITHDRAWN
    if now - share.publish_at > _patience(share):
        return ParkedBecause.TOO_LATE
    if GuidelineVersion.objects.sharing_under(share.employee, now) is None:
        return ParkedBecause.GUIDELINE
    return None


def _patience(share: Share) -> timedelta:
    """How late a share may go out unasked: longer when the network itself told us to wait."""
    last = share.attempts.last()
    return MAX_LATE + LONGEST_WAIT if last and last.outcome == Outcome.RATE_LIMITED else MAX_LATE


def _hold(share: Share, because: ParkedBecause) -> bool:
    moved = share.move(ShareState.PARKED, parked_because=because, lease_until=None)
    if moved and because == ParkedBecause.RECONNECT and share.account and share.employee.is_active:
        parking.needs_reconnect(share.account)
    return moved


def _hold_for(share: Share, finding: Finding) -> bool:
    """Hold a share because of its words, and tell her which."""
    with transaction.atomic():
        moved = _hold(share, ParkedBecause.FINDING)
        if moved:
            told = {"network": share.spec.name, "why": finding.sentence, "pk": str(share.pk)}
            notices.add(share.employee, "sharing.finding", key=f"share:{share.pk}", **told)
    return moved


def _access(share: Share) -> Access:
    """What a call on her behalf needs. Raises CannotUnseal or Credential.DoesNotExist."""
    account = share.account
    if account is None:
        raise CannotUnseal("The share has no account.")
    return Access(account.server.host, account.credential.open(), account.remote_id)


def _outgoing(share: Share) -> Outgoing:
    """The post to be made, with its picture read."""
    image = None
    if share.picture is not None:
        with share.picture.file.open("rb") as file:
            image = Image(file.read(), "image/webp", share.picture.alt(share.language))
    return Outgoing(
        text=share.text,
        link=share.link.url,
        language=share.language,
        visibility=share.visibility or "public",
        # The same for every attempt of this share: a server that knows the key posts it once.
        idempotency_key=str(share.pk),
        image=image,
    )


def _call(send: Callable[[], Posted]) -> Posted | NetworkError:
    """Make the call. Whatever we did not foresee may have happened after the first byte left: it is unclear."""
    try:
        return send()
    except NetworkError as error:
        return error
    except Exception as error:
        log.exception("An adapter failed in a way it does not know.")
        return Unclear(f"{type(error).__name__} in our own code.")


def _settle(share: Share, attempt: Attempt, outcome: Posted | NetworkError) -> bool:
    """Keep how the attempt ended and move the share where the outcome leads, in one transaction."""
    now = timezone.now()
    if isinstance(outcome, Posted):
        return _published(share, attempt, outcome, now)
    kind, state, changes = _after(outcome, share, attempt, now)
    with transaction.atomic():
        attempt.finish(kind, now=now, status=outcome.status, detail=outcome.sentence)
        moved = share.move(state, lease_until=None, detail=outcome.sentence[:500], **changes)
        if moved and isinstance(outcome, NeedsReconnect) and share.account:
            parking.needs_reconnect(share.account)
        if moved and isinstance(outcome, Rejected):
            notices.add(share.employee, "sharing.failed", key=f"share:{share.pk}", network=share.spec.name)
    return moved


def _published(share: Share, attempt: Attempt | None, posted: Posted, now: datetime) -> bool:
    with transaction.atomic():
        if attempt is not None:
            attempt.finish(Outcome.POSTED, now=now)
        moved = share.move(
            ShareState.PUBLISHED,
            lease_until=None,
            due_at=None,
            detail="",
            remote_id=posted.remote_id,
            remote_url=posted.url,
            published_at=now,
        )
        if share.account_id:
            Account.objects.filter(pk=share.account_id).update(last_used_at=now)
        notices.solve(share.employee, f"share:{share.pk}")
    return moved


def _after(
    error: NetworkError, share: Share, attempt: Attempt, now: datetime
) -> tuple[Outcome, ShareState, dict[str, object]]:
    """Where an error leads. Only what is proved unsent becomes due again."""
    match error:
        case RateLimited():
            wait = error.retry_at or now + back_off(attempt.n)
            due = min(max(wait, now + back_off(attempt.n)), now + LONGEST_WAIT)
            return Outcome.RATE_LIMITED, ShareState.SCHEDULED, {"due_at": due}
        case Unreachable():
            return Outcome.UNREACHABLE, ShareState.SCHEDULED, {"due_at": now + back_off(attempt.n)}
        case NeedsReconnect():
            return Outcome.NEEDS_RECONNECT, ShareState.PARKED, {"parked_because": ParkedBecause.RECONNECT}
        case Rejected():
            return Outcome.REJECTED, ShareState.FAILED, {"due_at": None}
        case _:
            return Outcome.UNCLEAR, ShareState.UNKNOWN, {"due_at": now + FIRST_LOOK, "looks": 0}


def back_off(n: int) -> timedelta:
    """How long to wait after the n-th attempt: 15 s doubling to 30 minutes, give or take a fifth."""
    seconds = min(15 * 2 ** (n - 1), 1800)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311


def reconcile(share: Share) -> bool:
    """Look whether an unknown share is there. Found: published. Absent twice: due again. Cannot look: ask her."""
    now = database_now()
    claimed = Share.objects.filter(pk=share.pk, state=ShareState.UNKNOWN, fence=share.fence).update(
        fence=F("fence") + 1, due_at=now + LOOK_AGAIN
    )
    if not claimed:
        return False
    share.refresh_from_db()
    try:
        found = networks.adapter(share.network).find(_access(share), share.link.url)
    except (NeedsReconnect, CannotUnseal, Credential.DoesNotExist):
        return _ask(share)
    except Exception as error:
        if not isinstance(error, NetworkError):
            log.exception("share %s cannot be looked for.", share.pk)
        return _ask(share) if now - share.publish_at > LOOKING_ENDS else True
    if found is not None:
        return _published(share, None, found, now)
    if share.looks + 1 >= ENOUGH_LOOKS:
        return share.move(ShareState.SCHEDULED, due_at=now, looks=0)
    Share.objects.filter(pk=share.pk, fence=share.fence).update(looks=F("looks") + 1)
    return True


def _ask(share: Share) -> bool:
    """We cannot prove it either way: the person decides."""
    moved = share.move(ShareState.NEEDS_YOU, due_at=None)
    if moved:
        notices.add(share.employee, "sharing.needs_you", key=f"share:{share.pk}", network=share.spec.name)
    return moved


def cancel(share: Share, *, by: Employee) -> bool:
    """Take back a share that is not being sent. False when it is too late for that."""
    if share.employee_id != by.pk:
        raise PermissionError("A share belongs to the person who made it.")
    may = share.state in (ShareState.SCHEDULED, ShareState.PARKED, ShareState.FAILED, ShareState.NEEDS_YOU)
    moved = may and share.move(ShareState.CANCELLED, due_at=None)
    if moved:
        notices.solve(by, f"share:{share.pk}")
    return moved


def retry(share: Share, *, by: Employee, text: str = "", disclosure: str = "") -> bool:
    """Try a failed or parked share again now, with other words when given; `disclosure` is the one in them."""
    if share.employee_id != by.pk:
        raise PermissionError("A share belongs to the person who made it.")
    if share.state not in (ShareState.FAILED, ShareState.PARKED) or share.replaced:
        return False
    now = timezone.now()
    moved = share.move(
        ShareState.SCHEDULED,
        parked_because="",
        detail="",
        publish_at=now,
        due_at=now,
        text=text or share.text,
        disclosure=disclosure if text else share.disclosure,
    )
    if moved:
        notices.solve(by, f"share:{share.pk}")
    return moved


def settle(share: Share, *, there: bool, by: Employee) -> bool:
    """Her answer to “Did it arrive?”: it is there, or it is not and is posted now."""
    if share.employee_id != by.pk:
        raise PermissionError("A share belongs to the person who made it.")
    if share.state != ShareState.NEEDS_YOU:
        return False
    now = timezone.now()
    if there:
        moved = share.move(ShareState.PUBLISHED, confirmed_at=now, published_at=now, due_at=None)
    else:
        moved = share.move(ShareState.SCHEDULED, publish_at=now, due_at=now)
    if moved:
        notices.solve(by, f"share:{share.pk}")
    return moved
