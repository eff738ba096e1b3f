"""The rules everyone works under: versions that never change once published, and who acknowledged which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.querysets import GuidelineVersionQuerySet
from people.models import Language


class GuidelineVersion(models.Model):
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


class GuidelineText(models.Model):
    version = models.ForeignKey(GuidelineVersion, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("introduction"), help_text=_("Markdown."))

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_per_version_language")
        ]

    def __str__(self) -> str:
        return self.title


class Rule(models.Model):
    class Kind(models.TextChoices):
        MAY = "may", _("You may")
        DONT = "dont", _("Please don’t")

    version = models.ForeignKey(GuidelineVersion, models.CASCADE, related_name="rules")
    # Stays the same from version to version: findings and links point at it.
    key = models.SlugField(_("key"), max_length=50)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_rule_per_version_key")]

    def __str__(self) -> str:
        return self.key


class RuleText(models.Model):
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    title = models.CharField(_("title"), max_length=150)
    sentence = models.TextField(_("rule"))
    good = models.TextField(_("a good example"), blank=True)
    bad = models.TextField(_("a bad example"), blank=True)

    class Meta:
        verbose_name = _("rule text")
        verbose_name_plural = _("rule texts")
        constraints = [
            models.UniqueConstraint(fields=["rule", "language"], name="one_text_per_rule_language")
        ]

    def __str__(self) -> str:
        return self.title


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
