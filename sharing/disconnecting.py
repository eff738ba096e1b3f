"""Disconnecting an account: the secret is destroyed here at once, then given back if the network listens."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from advocacy.lib import vault
from advocacy.lib.vault import Secret
from people import notices
from people.models import Employee
from sharing import networks, parking
from sharing.models import Account, Credential, Server
from sharing.networks.base import NetworkError
from sharing.registering import app_of


@dataclass(frozen=True)
class Taken:
    """A secret that is no longer kept, on its way back to its network."""

    server: Server
    token: Secret


@dataclass(frozen=True)
class Disconnected:
    """`parked` planned shares wait for the account; `given_back` is False when the network did not confirm."""

    parked: int
    given_back: bool


def disconnect(account: Account, *, by: Employee) -> Disconnected:
    """End a connection. Her planned shares wait, in case she connects again. PermissionError for somebody else's."""
    if account.employee_id != by.pk:
        raise PermissionError("An account belongs to the person who connected it.")
    with transaction.atomic():
        parked = parking.park_account(account)
        taken = destroy(account)
        notices.solve(by, f"reconnect:{account.pk}")
    return Disconnected(parked, give_back(taken) if taken else True)


def destroy(account: Account) -> Taken | None:
    """Delete the secret and call the account disconnected, in the caller's transaction.

    Gives what `give_back` needs afterwards, or None when there is nothing to give back.
    """
    credential = Credential.objects.filter(account=account).first()
    taken = None
    if credential is not None:
        with suppress(vault.CannotUnseal):
            taken = Taken(account.server, credential.open())
        credential.delete()
    Account.objects.filter(pk=account.pk).update(state=Account.State.DISCONNECTED)
    account.state = Account.State.DISCONNECTED
    return taken


def give_back(taken: Taken) -> bool:
    """Tell the network to end the token, outside of any transaction. False when it did not confirm."""
    try:
        networks.adapter(taken.server.network).revoke(app_of(taken.server), taken.token)
    except (NetworkError, vault.CannotUnseal):
        return False
    return True
