"""The rules everyone works under: versions that never change once published, and who acknowledged which.

Immutability is guarded in `save` and `delete` of every row of a version; bulk changes are not offered.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.querysets import FrozenQuerySet, GuidelineVersionQuerySet, PublishedForGood
from people.models import Language


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
    change_note = models.TextField(_("what changed"), blank=True)

    objects = GuidelineVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("guideline version")
        verbose_name_plural = _("guideline versions")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    def _of_version(self) -> Q:
        return Q(pk=self.pk)

    def text_in(self, language: str) -> GuidelineText | None:
        """The introduction in this language, else in another one, else None."""
        return _in_language(list(self.texts.all()), language)


class GuidelineText(Frozen):
    version = models.ForeignKey(GuidelineVersion, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("introduction"), help_text=_("Markdown."))

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

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acknowledgements")
    version = models.ForeignKey(GuidelineVersion, models.PROTECT, related_name="acknowledgements")
    language = models.CharField(max_length=5, choices=Language)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "version"], name="one_acknowledgement_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.version_id}"


T = TypeVar("T", GuidelineText, RuleText)


def _in_language(texts: list[T], language: str) -> T | None:
    return next((text for text in texts if text.language == language), texts[0] if texts else None)
