"""Who works here: employees, teams, invitations, company settings, the audit trail, notices and the outbox."""

from __future__ import annotations

import functools
import zoneinfo
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from people.querysets import CLAIM_ENDS_AFTER, InvitationQuerySet, NoticeQuerySet, OutboxQuerySet
from people.roles import Role


class Language(models.TextChoices):
    EN = "en", _("English")
    DE = "de", _("German")


@functools.lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """The names of the zone database, without those that mean "wherever this server stands"."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "posixrules", "Factory"})


def validate_time_zone(name: str) -> None:
    """Refuse a name that the zone database does not know."""
    if name not in time_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it like Europe/Berlin."), params={"name": name}
        )


class EmployeeManager(BaseUserManager["Employee"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Employee:
        """A new employee; without a password she signs in by an e-mailed code.

        A language or time zone given here is taken as meant: the browser's guess does not overwrite it.
        """
        fields.setdefault("language_guessed", "language" in fields)
        fields.setdefault("zone_guessed", "time_zone" in fields)
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Employee:
        return self.get(email__iexact=username)


class Employee(AbstractBaseUser, PermissionsMixin):
    """Someone who works here. Only an invitation, an import or a command makes one: there is no open sign-up."""

    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    # False until somebody said it or the browser's guess was taken, once.
    language_guessed = models.BooleanField(default=False, editable=False)
    zone_guessed = models.BooleanField(default=False, editable=False)
    location = models.CharField(_("location"), max_length=100, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    # True for every role above employee: Django's admin asks for it. people.roles keeps it in step.
    is_staff = models.BooleanField(_("may open the desk"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    # Set by people.leaving: from then on the time runs after which proof of what was read is removed.
    left_at = models.DateTimeField(_("left"), null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = EmployeeManager()

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["last_name", "first_name", "email"]
        constraints = [
            # allauth looks people up by the lower-cased address.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_lower_case")
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.first_name or self.email.split("@")[0]

    @property
    def initials(self) -> str:
        return (
            "".join(name[0] for name in (self.first_name, self.last_name) if name).upper()
            or self.email[0].upper()
        )

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds. One query, and none for somebody without a role above employee."""
        if not self.is_staff:
            return frozenset()
        return frozenset(
            Role(name) for name in self.groups.values_list("name", flat=True) if name in Role.values
        )


class Team(models.Model):
    """A fixed group of people; teams form a tree."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    members = models.ManyToManyField(
        Employee, through="Membership", related_name="teams", verbose_name=_("members")
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    class TeamRole(models.TextChoices):
        MEMBER = "member", _("member")
        LEAD = "lead", _("lead")

    employee = models.ForeignKey(
        Employee, models.CASCADE, related_name="memberships", verbose_name=_("employee")
    )
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", verbose_name=_("team"))
    role = models.CharField(_("role"), max_length=10, choices=TeamRole, default=TeamRole.MEMBER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["employee", "team"], name="one_membership_per_team")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.team}"


class Invitation(models.Model):
    """A link that makes its receiver an employee. Only the hash of its token is kept."""

    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    location = models.CharField(_("location"), max_length=100, blank=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("teams"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Employee, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.email


hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write a colour like #0c5c66."))


class CompanySettings(models.Model):
    """What the company decided, one row. Read it by `people.company.current()`."""

    # Empty until somebody says it: pages and mails then do without.
    name = models.CharField(_("company name"), max_length=100, default="")
    logo = models.ImageField(_("logo"), upload_to="company/", blank=True)
    colour = models.CharField(_("brand colour"), max_length=7, default="#0c5c66", validators=[hex_colour])
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Berlin", validators=[validate_time_zone]
    )
    language = models.CharField(_("first language"), max_length=5, choices=Language, default=Language.EN)
    contact_name = models.CharField(
        _("person to ask"), max_length=100, blank=True, help_text=_("Named wherever somebody may need help.")
    )
    contact_email = models.EmailField(_("address of the person to ask"), blank=True)
    suggested_servers = models.CharField(
        _("suggested Mastodon servers"),
        max_length=300,
        blank=True,
        help_text=_(
            "Host names, separated by commas. Shown beside the field where people name their server."
        ),
    )
    hashtag = models.CharField(_("company hashtag"), max_length=50, blank=True, help_text=_("Without the #."))
    publishing_paused = models.BooleanField(
        _("publishing paused"),
        default=False,
        help_text=_("Nothing is posted while this is on; nothing is lost."),
    )
    acknowledgement_days = models.PositiveSmallIntegerField(
        _("days to keep confirmations of people who left"),
        default=365,
        help_text=_("After that, the record that they read the guideline is removed."),
    )

    class Meta:
        verbose_name = _("company settings")
        verbose_name_plural = _("company settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_company_settings")]

    def __str__(self) -> str:
        return self.name or str(self._meta.verbose_name)


class AuditEntry(models.Model):
    """A change of weight: who did what to what, when. Written by `people.audit.record` only."""

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    name = models.CharField(_("what"), max_length=100)
    by = models.ForeignKey(
        Employee, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    on_type = models.CharField(_("kind of thing"), max_length=50, blank=True)
    on_id = models.CharField(_("thing"), max_length=50, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["on_type", "on_id"], name="audit_on")]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """Something a person should know, kept as a code and values; the sentence is made when it is shown."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="notices")
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict, blank=True)
    # At most one open notice per person and key: the same trouble is told once.
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "key"], condition=models.Q(solved_at=None), name="one_open_notice_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Outbox(models.Model):
    """A mail to be sent once. Written in the transaction that decides it, sent by a sweep."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    # The same key is never queued twice.
    key = models.CharField(max_length=150, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    # Set before the mail server is called: a crash in between loses one mail rather than sending it twice.
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # Set when the last try proved that nothing was sent. Claimed, but neither sent nor failed: nobody can know.
    failed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="outbox_due")]
        ordering = ["-due_at", "-pk"]

    def __str__(self) -> str:
        # Not the subject: administrators see this, and a subject can tell what somebody did.
        return f"#{self.pk}"

    def state(self, now: datetime) -> str:
        """What became of the mail: "waiting", "sending", "sent", "failed" (nothing was sent) or "unclear"."""
        if self.sent_at or self.failed_at:
            return "sent" if self.sent_at else "failed"
        if self.claimed_at is None:
            return "waiting"
        return "unclear" if self.error or self.claimed_at <= now - CLAIM_ENDS_AFTER else "sending"
