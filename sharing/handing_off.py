"""Sharing through a network's own window: our link and her words go along, we need no token and see no post."""

from __future__ import annotations

from django.utils import timezone

from advocacy.lib.networks import Network
from people import notices
from people.models import Employee
from sharing.models import Share
from sharing.states import ShareState


def hand_off(share: Share, *, by: Employee) -> bool:
    """Give up posting a share for her and open the network's own window instead."""
    if share.employee_id != by.pk:
        raise PermissionError("A share belongs to the person who made it.")
    if share.state not in (ShareState.FAILED, ShareState.PARKED, ShareState.NEEDS_YOU) or share.replaced:
        return False
    moved = share.move(ShareState.HANDED_OFF, due_at=None, parked_because="")
    if moved:
        notices.solve(by, f"share:{share.pk}")
    return moved


def posted(share: Share, *, by: Employee) -> bool:
    """“I posted it”: from now on it counts as a share. Saying it twice changes nothing."""
    if share.employee_id != by.pk:
        raise PermissionError("A share belongs to the person who made it.")
    return bool(
        Share.objects.filter(pk=share.pk, state=ShareState.HANDED_OFF, confirmed_at=None).update(
            confirmed_at=timezone.now()
        )
    )


def not_posted(share: Share, *, by: Employee) -> bool:
    """“I did not post it”: the hand-off is taken back, she may start anew."""
    if share.employee_id != by.pk:
        raise PermissionError("A share belongs to the person who made it.")
    return share.state == ShareState.HANDED_OFF and share.move(ShareState.CANCELLED)


def window_address(share: Share, *, title: str, server: str = "") -> str:
    """The address of the network's own window for this share; "" when there is none or the server is not known."""
    network: Network = share.spec
    if not network.dialog or (network.asks_server and not server):
        return ""
    link = share.link.url
    return network.hand_off_address(
        text=words_without_link(share.text, link), link=link, title=title, server=server
    )


def words_without_link(text: str, link: str) -> str:
    """Her words alone: the window's address carries the link beside them."""
    return text.replace(link, "").strip()
