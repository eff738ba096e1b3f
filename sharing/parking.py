"""Setting planned shares aside, and bringing them back. Nothing parked was ever sent, and its text is kept."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from content.models import Item
from people import notices
from people.models import Employee
from sharing.models import Account, Share
from sharing.querysets import ShareQuerySet
from sharing.states import ParkedBecause, ShareState


def park_account(account: Account) -> int:
    """Park every planned share of an account that cannot be posted to. Gives their number."""
    return _park(Share.objects.filter(account=account), ParkedBecause.RECONNECT)


def park_item(item: Item) -> None:
    """Park every planned share of a withdrawn item."""
    _park(Share.objects.filter(item=item), ParkedBecause.WITHDRAWN)


def unpark_account(account: Account) -> int:
    """The account is connected again: what waited for it goes out, but nothing whose time passed hours ago."""
    now = timezone.now()
    solved = Share.objects.filter(
        account=account, state=ShareState.PARKED, parked_because=ParkedBecause.RECONNECT
    )
    notices.solve(account.employee, f"reconnect:{account.pk}")
    return solved.update(state=ShareState.SCHEDULED, parked_because="", due_at=now, fence=F("fence") + 1)


def cancel_all(employee: Employee) -> None:
    """The person leaves: nothing of hers that is not being sent goes out any more."""
    ended = [ShareState.SCHEDULED, ShareState.PARKED, ShareState.FAILED, ShareState.NEEDS_YOU]
    Share.objects.of(employee).filter(state__in=ended).update(
        state=ShareState.CANCELLED, fence=F("fence") + 1
    )


def _park(shares: ShareQuerySet, because: ParkedBecause) -> int:
    return shares.filter(state=ShareState.SCHEDULED).update(
        state=ShareState.PARKED, parked_because=because, fence=F("fence") + 1
    )


def needs_reconnect(account: Account) -> None:
    """A network does not take the account's token any more: hold its shares and tell the person once."""
    Account.objects.filter(pk=account.pk, state=Account.State.CONNECTED).update(
        state=Account.State.NEEDS_RECONNECT
    )
    park_account(account)
    notices.add(
        account.employee,
        "sharing.reconnect",
        key=f"reconnect:{account.pk}",
        network=account.spec.name,
        handle=account.handle,
    )
