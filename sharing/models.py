"""Putting an item on an account: accounts and their secrets, shares, attempts and tracked links."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advocacy.lib import networks, vault
from content.models import Item, Picture, Suggestion
from guidelines.models import GuidelineVersion
from sharing.querysets import AccountQuerySet, ShareQuerySet
from sharing.states import MOVES, STANDING, Outcome, ParkedBecause, ShareState


class Server(models.Model):
    """Our app as one server of a network knows it. The redirect address names the row: an answer cannot be mixed up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.CharField(max_length=20, choices=networks.choices())
    host = models.CharField(max_length=255)
    client_id = models.CharField(max_length=500)
    client_secret = models.BinaryField()
    # What the server says it can take: {"max_characters": 500, ...}; read anew once a day.
    limits = models.JSONField(default=dict)
    limits_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "host"], name="one_registration_per_server")
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def secret(self) -> vault.Secret:
        return vault.Secret(vault.unseal(bytes(self.client_secret), bound_to=self.bound_to))

    @property
    def bound_to(self) -> tuple[str, ...]:
        return ("server", str(self.pk), self.network, self.host)


class Account(models.Model):
    """A connected social account of a person. It stays hers; we hold a token until she disconnects."""

    class State(models.TextChoices):
        CONNECTED = "connected", _("connected")
        NEEDS_RECONNECT = "needs_reconnect", _("needs connecting again")
        DISCONNECTED = "disconnected", _("disconnected")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="accounts")
    network = models.CharField(max_length=20, choices=networks.choices())
    server = models.ForeignKey(Server, models.PROTECT, related_name="accounts")
    remote_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255)
    name = models.CharField(max_length=255, blank=True)
    profile_url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.CONNECTED)
    scopes = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField(null=True)
    connected_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    # Ticked by default only after she has used it once: a new account is never pre-ticked.
    last_chosen_at = models.DateTimeField(null=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "server", "remote_id"],
                condition=~Q(state="disconnected"),
                name="one_connection_per_remote_account",
            )
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def spec(self) -> networks.Network:
        return networks.NETWORKS[self.network]

    @property
    def max_length(self) -> int:
        """Characters that this account's server takes."""
        told = self.server.limits.get("max_characters")
        return int(told or self.spec.max_length)


class Credential(models.Model):
    """An account's secret, encrypted and bound to its row: it opens nowhere else. Never shown, logged or exported."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(Account, models.CASCADE, related_name="credential")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "sealed"

    @property
    def bound_to(self) -> tuple[str, ...]:
        account = self.account
        return ("credential", str(self.pk), str(account.employee_id), account.network, account.remote_id)

    def open(self) -> vault.Secret:
        return vault.Secret(vault.unseal(bytes(self.sealed), bound_to=self.bound_to))

    def seal(self, token: str) -> None:
        self.sealed = vault.seal(token, bound_to=self.bound_to)


class Consent(models.Model):
    """A consent asked for at a network and not yet answered: single use, ten minutes, bound to one session."""

    state_hash = models.CharField(max_length=64, unique=True)
    session_hash = models.CharField(max_length=64)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    server = models.ForeignKey(Server, models.CASCADE, related_name="+")
    verifier = models.BinaryField()
    # The item whose sheet she came from: she is led back there.
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.server_id} {self.created_at}"


class Batch(models.Model):
    """One press of the Share button."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="batches")
    item = models.ForeignKey(Item, models.PROTECT, related_name="batches")
    nonce = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "nonce"], name="one_batch_per_press")]

    def __str__(self) -> str:
        return str(self.pk)


class Share(models.Model):
    """A person's intent to put one item on one account, or to hand it off to a network's own window."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="shares")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shares")
    item = models.ForeignKey(Item, models.PROTECT, related_name="shares")
    network = models.CharField(max_length=20, choices=networks.choices())
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="shares")
    suggestion = models.ForeignKey(Suggestion, models.SET_NULL, null=True, related_name="shares")
    language = models.CharField(max_length=5)
    # Exactly what is posted, with the link in it.
    text = models.TextField()
    # The approved wording in it that says she works here; "" where it holds none.
    disclosure = models.CharField(max_length=100, blank=True, default="")
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, related_name="+")
    visibility = models.CharField(max_length=10, blank=True)
    guideline_version = models.ForeignKey(GuidelineVersion, models.PROTECT, related_name="+")

    state = models.CharField(max_length=12, choices=ShareState)
    parked_because = models.CharField(max_length=12, choices=ParkedBecause, blank=True)
    # The network's own sentence when it said no, or what we saw when it said nothing clear.
    detail = models.CharField(max_length=500, blank=True)
    publish_at = models.DateTimeField()
    # When the sweep looks at it next: later than publish_at after a back-off, the time of the next look while unknown.
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    # Counts claims: a worker whose lease was taken over cannot commit any more.
    fence = models.PositiveIntegerField(default=0)
    # How often the post was looked for and not found, while unknown.
    looks = models.PositiveSmallIntegerField(default=0)
    remote_id = models.CharField(max_length=255, blank=True)
    remote_url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True)
    # She said so: "It is there", or "I posted it" after a hand-off.
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "item", "account"],
                condition=Q(account__isnull=False, state__in=STANDING),
                name="one_standing_share_per_account",
            ),
            models.UniqueConstraint(
                fields=["employee", "item", "network"],
                condition=Q(account__isnull=True, state__in=STANDING),
                name="one_standing_hand_off_per_network",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(remote_id="") | Q(confirmed_at__isnull=False),
                name="published_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "unknown"]) | Q(due_at__isnull=False),
                name="waiting_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="publishing") | Q(lease_until__isnull=False), name="publishing_has_a_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state="parked") | ~Q(parked_because=""), name="parked_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["scheduled", "unknown"]), name="share_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="publishing"), name="share_leased"),
            models.Index(fields=["employee", "-created_at"], name="share_of_employee"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def spec(self) -> networks.Network:
        return networks.NETWORKS[self.network]

    @property
    def replaced(self) -> bool:
        """Whether another share of the same item stands in its place: this one failed, and she shared anew."""
        others = Share.objects.filter(employee=self.employee_id, item=self.item_id, account=self.account_id)
        return others.standing().filter(network=self.network).exclude(pk=self.pk).exists()

    def move(self, to: ShareState, **changes: Any) -> bool:
        """Go to another state if nobody moved this share since it was read. True for the one winner.

        ValueError for a move that `sharing.states.MOVES` does not list.
        """
        old = ShareState(self.state)
        if to not in MOVES[old]:
            raise ValueError(f"A share does not go from {old} to {to}.")
        found = Share.objects.filter(pk=self.pk, state=old, fence=self.fence).update(
            state=to, fence=F("fence") + 1, **changes
        )
        if found:
            self.refresh_from_db()
        return found == 1


class Link(models.Model):
    """The tracked short link of one share. It never changes, makes the post findable, and outlives the person."""

    code = models.CharField(max_length=12, unique=True)
    share = models.OneToOneField(Share, models.SET_NULL, null=True, related_name="link")
    item = models.ForeignKey(Item, models.PROTECT, related_name="links")
    target = models.URLField(max_length=1200)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code

    @property
    def url(self) -> str:
        return f"{settings.PUBLIC_URL}/r/{self.code}"


class Attempt(models.Model):
    """One try to post a share. The row is committed before the first byte leaves and finished afterwards."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    idempotency_key = models.CharField(max_length=100)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["share", "n"], name="one_attempt_per_number")]

    def __str__(self) -> str:
        return f"{self.share_id} #{self.n}"

    def finish(self, outcome: Outcome, *, now: datetime, status: int | None = None, detail: str = "") -> None:
        """Keep how it ended."""
        self.finished_at, self.outcome, self.status, self.detail = now, outcome, status, detail[:500]
        self.save(update_fields=["finished_at", "outcome", "status", "detail"])
