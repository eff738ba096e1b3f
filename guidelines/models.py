"""The rules everyone works under: versions that never change once published, and who acknowledged which.

Immutability is guarded in `save` and `delete` of every row of a version; bulk changes are not offered.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advocacy.lib import networks
from guidelines.querysets import (
    AcknowledgementQuerySet,
    FrozenQuerySet,
    GuidelineVersionQuerySet,
    PublishedForGood,
)
from people.models import Language, validate_time_zone


class Frozen(models.Model):
    """A row of a guideline: writable until its version is published, never afterwards."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            self._refuse_if_published()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            self._refuse_if_published()
            return super().delete(*args, **kwargs)

    def _refuse_if_published(self) -> None:
        # The version stays locked until this change is stored: it cannot be published in between.
        versions = GuidelineVersion.objects.select_for_update(of=("self",)).filter(self._of_version())
        if any(version.published_at for version in versions):
            raise PublishedForGood("A published guideline version never changes: make a new one.")

    def _of_version(self) -> Q:
        """Which version this row belongs to, in the database and as it would be saved."""
        raise NotImplementedError


class GuidelineVersion(Frozen):
    """One edition of the guideline in all its languages. Published versions are immutable."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    effective_at = models.DateTimeField(_("in force from"), default=timezone.now)
    grace_days = models.PositiveSmallIntegerField(
        _("grace period in days"),
        default=14,
        help_text=_("How long sharing goes on under the version before."),
    )

    objects = GuidelineVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("guideline version")
        verbose_name_plural = _("guideline versions")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    def _of_version(self) -> Q:
        return Q(pk=self.pk)

    @property
    def grace_ends_at(self) -> datetime:
        """Until when people may share under the version they acknowledged before."""
        return self.effective_at + timedelta(days=self.grace_days)

    def text_in(self, language: str) -> GuidelineText | None:
        """The introduction in this language, else in another one, else None."""
        return _in_language(list(self.texts.all()), language)


class GuidelineText(Frozen):
    version = models.ForeignKey(GuidelineVersion, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("introduction"), help_text=_("Markdown."))
    change_note = models.TextField(_("what changed"), blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_per_version_language")
        ]

    def __str__(self) -> str:
        return self.title

    def _of_version(self) -> Q:
        stored = Q(texts__pk=self.pk) if self.pk else Q()
        return Q(pk=self.version_id) | stored


class Rule(Frozen):
    class Kind(models.TextChoices):
        MAY = "may", _("You may")
        DONT = "dont", _("Please don’t")

    version = models.ForeignKey(GuidelineVersion, models.CASCADE, related_name="rules")
    # Stays the same from version to version: findings and links point at it.
    key = models.SlugField(_("key"), max_length=50)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_rule_per_version_key")]

    def __str__(self) -> str:
        return self.key

    def _of_version(self) -> Q:
        stored = Q(rules__pk=self.pk) if self.pk else Q()
        return Q(pk=self.version_id) | stored

    def text_in(self, language: str) -> RuleText | None:
        """The rule's words in this language, else in another one, else None."""
        return _in_language(list(self.texts.all()), language)


class RuleText(Frozen):
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    title = models.CharField(_("title"), max_length=150)
    sentence = models.TextField(_("rule"))
    good = models.TextField(_("a good example"), blank=True)
    bad = models.TextField(_("a bad example"), blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule text")
        verbose_name_plural = _("rule texts")
        constraints = [
            models.UniqueConstraint(fields=["rule", "language"], name="one_text_per_rule_language")
        ]

    def __str__(self) -> str:
        return self.title

    def _of_version(self) -> Q:
        stored = Q(rules__texts__pk=self.pk) if self.pk else Q()
        return Q(rules__pk=self.rule_id) | stored


class Acknowledgement(models.Model):
    """A person read a version and said so. Written by `guidelines.acknowledging` only."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="acknowledgements",
        verbose_name=_("employee"),
    )
    version = models.ForeignKey(
        GuidelineVersion, models.PROTECT, related_name="acknowledgements", verbose_name=_("version")
    )
    language = models.CharField(_("language"), max_length=5, choices=Language)
    at = models.DateTimeField(_("time"), default=timezone.now)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of the guideline")
        verbose_name_plural = _("confirmations of the guideline")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "version"], name="one_acknowledgement_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.version_id}"


T = TypeVar("T", GuidelineText, RuleText)


def _in_language(texts: list[T], language: str) -> T | None:
    return next((text for text in texts if text.language == language), texts[0] if texts else None)


class Term(models.Model):
    """A name that posts should not hold, or not lightly: something confidential, or another company.

    Saved one by one: `guidelines.terms` notices a change by `updated_at`.
    """

    class Purpose(models.TextChoices):
        CONFIDENTIAL = "confidential", _("confidential")
        COMPETITOR = "competitor", _("another company")

    class Kind(models.TextChoices):
        PHRASE = "phrase", _("word or phrase, in all its forms")
        WILDCARD = "wildcard", _("with * and ?")
        REGEX = "regex", _("regular expression")

    class Action(models.TextChoices):
        HINT = "hint", _("says so")
        CONFIRM = "confirm", _("asks for a reason")
        BLOCK = "block", _("stops the post")

    purpose = models.CharField(_("what it is"), max_length=12, choices=Purpose, default=Purpose.CONFIDENTIAL)
    kind = models.CharField(_("written as"), max_length=10, choices=Kind, default=Kind.PHRASE)
    pattern = models.CharField(_("term"), max_length=200)
    language = models.CharField(
        _("language of its forms"),
        max_length=5,
        choices=Language,
        blank=True,
        help_text=_("Empty: English and German."),
    )
    action = models.CharField(_("what happens"), max_length=10, choices=Action, default=Action.CONFIRM)
    # From this instant on the term is silent.
    until = models.DateTimeField(_("until"), null=True, blank=True)
    until_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    note = models.CharField(_("note for colleagues at the desk"), max_length=200, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["pattern", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "kind", "pattern"], name="one_term_per_pattern")
        ]

    def __str__(self) -> str:
        return self.pattern


class DisclosureWording(models.Model):
    """A sentence or hashtag, approved by the company, that says one works here."""

    text = models.CharField(_("wording"), max_length=100, unique=True)
    language = models.CharField(
        _("language"), max_length=5, choices=Language, blank=True, help_text=_("Empty: fits every language.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("disclosure wording")
        verbose_name_plural = _("disclosure wordings")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class DisclosureRule(models.Model):
    """For which posts one says that one works here. What is left empty fits everything; the narrowest rule decides."""

    class ItemKind(models.TextChoices):
        """The kinds of `content.models.Item`, which this app does not know."""

        ANNOUNCEMENT = "announcement", _("Announcement")
        STORY = "story", _("Story")
        EVENT = "event", _("Event")
        ARTICLE = "article", _("Industry article")

    location = models.CharField(
        _("location"),
        max_length=100,
        blank=True,
        help_text=_("As it stands in people’s profiles. Empty: everywhere."),
    )
    item_kind = models.CharField(
        _("kind of item"), max_length=12, choices=ItemKind, blank=True, help_text=_("Empty: every kind.")
    )
    network = models.CharField(
        _("network"),
        max_length=20,
        choices=networks.choices(),
        blank=True,
        help_text=_("Empty: every network."),
    )
    required = models.BooleanField(_("needed"), default=True)

    class Meta:
        verbose_name = _("disclosure rule")
        verbose_name_plural = _("disclosure rules")
        ordering = ["location", "item_kind", "network"]
        constraints = [
            models.UniqueConstraint(
                fields=["location", "item_kind", "network"], name="one_disclosure_rule_per_case"
            )
        ]

    def __str__(self) -> str:
        parts = (self.location, self.get_item_kind_display(), self.get_network_display())
        return " · ".join(str(part) for part in parts if part) or gettext("Everywhere")

    def fits(self, *, location: str, item_kind: str, network: str) -> bool:
        """Whether this rule speaks of such a post."""
        return (
            self.location.casefold() in ("", location.strip().casefold())
            and self.item_kind in ("", item_kind)
            and self.network in ("", network)
        )

    def rank(self) -> tuple[int, bool]:
        """How narrow the rule is. Of two equally narrow ones the one that asks for the disclosure wins."""
        return sum(map(bool, (self.location, self.item_kind, self.network))), self.required


class Override(models.Model):
    """Somebody went on past a finding and said why. It names the press of the button, never the person."""

    batch = models.UUIDField(db_index=True, editable=False)
    network = models.CharField(_("network"), max_length=20, choices=networks.choices())
    code = models.CharField(_("finding"), max_length=30)
    about = models.CharField(max_length=40, blank=True, editable=False)
    rule_key = models.CharField(_("rule"), max_length=50, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("reason given")
        verbose_name_plural = _("reasons given")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.code
