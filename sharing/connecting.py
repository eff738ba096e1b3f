"""Connecting an account: to the network's consent page and back, until a sealed token lies beside the account.

A consent is single use, lives ten minutes, and belongs to one person, one session and one server (RFC 9700). No network
call is made inside a transaction.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advocacy.lib import vault
from advocacy.lib.vault import Secret
from content.models import Item
from people.models import Employee
from sharing import networks, parking
from sharing.models import Account, Consent, Credential, Server
from sharing.networks.base import Access, Grant, NetworkError, Profile, Rejected
from sharing.registering import CannotConnect, app_of, forget, host_of, redirect_uri, server_for, why_not

LIFETIME = timedelta(minutes=10)
KEPT = timedelta(days=1)


class Cancelled(Exception):
    """She said no at the network. `item_id` is where she came from."""

    def __init__(self, item_id: int | None) -> None:
        super().__init__()
        self.item_id = item_id


@dataclass(frozen=True)
class Leaving:
    """The consent page to go to, and the server that shows it."""

    host: str
    address: str


@dataclass(frozen=True)
class Connected:
    """What became of it. `resumed` counts the planned shares that had waited for this account."""

    account: Account
    item_id: int | None
    resumed: int


def begin(
    employee: Employee, network: str, typed: str, *, session_key: str, item: Item | None = None
) -> Leaving:
    """The network's consent page for the server that was typed. Raises CannotConnect."""
    server = server_for(network, host_of(typed))
    state = secrets.token_urlsafe(32)
    try:
        address, verifier = networks.adapter(network).consent(
            app_of(server), redirect_uri=redirect_uri(server.pk), state=state
        )
    except NetworkError as error:
        raise CannotConnect(why_not(server.host, error)) from None
    Consent.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    Consent.objects.create(
        state_hash=_hash(state),
        session_hash=_hash(session_key),
        employee=employee,
        server=server,
        verifier=vault.seal(verifier, bound_to=("consent", _hash(state))),
        item=item,
    )
    return Leaving(server.host, address)


def finish(
    employee: Employee,
    server: Server,
    *,
    state: str,
    code: str = "",
    error: str = "",
    iss: str = "",
    session_key: str,
) -> Connected:
    """Take the network's answer: trade the code, see whose account it is, and keep the token sealed.

    Raises Cancelled and CannotConnect; either leaves everything as it was but for the consent, which is used up.
    """
    consent = _take(employee, server, state=state, session_key=session_key)
    if iss and iss.rstrip("/") != networks.adapter(server.network).issuer(server.host):
        raise CannotConnect(_("The answer came from another server than the one you were sent to."))
    if error == "access_denied":
        raise Cancelled(consent.item_id)
    if error == "invalid_scope":
        forget(server)
    if error or not code:
        told = {"host": server.host}
        raise CannotConnect(_("%(host)s did not agree to the connection. Please start again.") % told)
    grant, profile = _ask_network(server, consent, code)
    try:
        account, replaced, resumed = _keep(employee, server, grant, profile)
    except IntegrityError:
        raise CannotConnect(_("This account was connected a moment ago. Please look again.")) from None
    _tidy_up(server, replaced)
    return Connected(account, consent.item_id, resumed)


def refresh_old_limits(most: int = 20) -> int:
    """Ask servers that told their limits more than a day ago, or never. Gives the number of those that answered."""
    yesterday = timezone.now() - timedelta(days=1)
    old = Server.objects.filter(accounts__state=Account.State.CONNECTED).exclude(limits_at__gt=yesterday)
    return sum(refresh_limits(server) for server in old.distinct().order_by("limits_at", "pk")[:most])


def refresh_limits(server: Server) -> bool:
    """Ask the server anew what it takes. False when it did not tell: then the old limits stay."""
    try:
        told = networks.adapter(server.network).limits(server.host)
    except NetworkError:
        return False
    server.limits = {**server.limits, **asdict(told)}
    server.limits_at = timezone.now()
    server.save(update_fields=["limits", "limits_at"])
    return True


def _take(employee: Employee, server: Server, *, state: str, session_key: str) -> Consent:
    """The consent that was asked for, used up from now on. Whoever is not meant by it does not use it up."""
    now = timezone.now()
    found = Consent.objects.filter(
        state_hash=_hash(state),
        session_hash=_hash(session_key),
        employee=employee,
        server=server,
        created_at__gt=now - LIFETIME,
        used_at=None,
    )
    if found.update(used_at=now) != 1:
        raise CannotConnect(
            _("This link is used up, too old, or was made in another browser. Nothing was connected.")
        )
    return Consent.objects.get(state_hash=_hash(state))


def _ask_network(server: Server, consent: Consent, code: str) -> tuple[Grant, Profile]:
    """Trade the code and see whose account it is. Raises CannotConnect.

    A token that comes to nothing is not given back: Mastodon hands the same token out again for the same app and
    person, so that would end a connection that works.
    """
    adapter = networks.adapter(server.network)
    try:
        verifier = vault.unseal(bytes(consent.verifier), bound_to=("consent", consent.state_hash))
        grant = adapter.exchange(
            app_of(server), redirect_uri=redirect_uri(server.pk), code=code, verifier=verifier
        )
        profile = adapter.profile(Access(server.host, grant.token, ""))
    except Rejected as error:
        told = {"host": server.host, "sentence": error.sentence}
        if error.sentence:
            raise CannotConnect(_("%(host)s said: “%(sentence)s”. Please start again.") % told) from None
        raise CannotConnect(why_not(server.host, error)) from None
    except NetworkError as error:
        raise CannotConnect(why_not(server.host, error)) from None
    except vault.CannotUnseal:
        raise CannotConnect(_("Our own keys were changed in between. Please start again.")) from None
    if not {"write", "write:statuses"} & set(grant.scopes.split()):
        told = {"host": server.host}
        sentence = _(
            "%(host)s did not give Advocacy the right to post. Please start again and agree to all of it."
        )
        raise CannotConnect(sentence % told)
    return grant, profile


@transaction.atomic
def _keep(
    employee: Employee, server: Server, grant: Grant, profile: Profile
) -> tuple[Account, Secret | None, int]:
    """The account with its new secret, the secret it replaces, and how many shares go on. Raises CannotConnect."""
    account = _account_for(employee, server, profile)
    replaced = _old_secret(account)
    account.handle, account.name, account.profile_url = profile.handle, profile.name, profile.url
    account.scopes, account.expires_at = grant.scopes[:500], grant.expires_at
    if account.state == Account.State.DISCONNECTED:
        account.connected_at, account.last_chosen_at = timezone.now(), None
    account.state = Account.State.CONNECTED
    account.save()
    Credential.objects.filter(account=account).delete()
    credential = Credential(account=account)
    credential.seal(grant.token.reveal())
    credential.save(force_insert=True)
    resumed = parking.unpark_account(account)
    return account, None if replaced == grant.token else replaced, resumed


def _account_for(employee: Employee, server: Server, profile: Profile) -> Account:
    """Her row of this remote account, also one that she disconnected; else a new one. Raises CannotConnect."""
    rows = Account.objects.select_for_update().filter(
        network=server.network, server=server, remote_id=profile.remote_id
    )
    if rows.exclude(state=Account.State.DISCONNECTED).exclude(employee=employee).exists():
        told = {"handle": profile.handle}
        sentence = _("%(handle)s is already connected by somebody else here, so it cannot be yours as well.")
        raise CannotConnect(sentence % told)
    return rows.filter(employee=employee).first() or Account(
        employee=employee,
        network=server.network,
        server=server,
        remote_id=profile.remote_id,
        state=Account.State.DISCONNECTED,
    )


def _old_secret(account: Account) -> Secret | None:
    credential = Credential.objects.filter(account_id=account.pk).first()
    try:
        return credential.open() if credential else None
    except vault.CannotUnseal:
        return None


def _tidy_up(server: Server, replaced: Secret | None) -> None:
    """What may fail without harm: give an older token back, and read the server's limits for the first time."""
    if replaced is not None:
        with suppress(NetworkError):
            networks.adapter(server.network).revoke(app_of(server), replaced)
    if server.limits_at is None:
        refresh_limits(server)


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest()
