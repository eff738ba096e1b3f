"""Publishing a version of the guideline: complete in every language first, unchangeable afterwards."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.models import GuidelineVersion
from people import audit
from people.models import Employee, Language


def missing(version: GuidelineVersion) -> list[str]:
    """What a version still needs before it can be published, as sentences; empty when it is ready."""
    rules = list(version.rules.prefetch_related("texts"))
    sentences = []
    if not rules:
        sentences.append(_("It has no rule yet. Add at least one."))
    texts = {text.language for text in version.texts.all()}
    for language in Language:
        if language not in texts:
            sentences.append(_("The introduction is missing in %(language)s.") % {"language": language.label})
        without = [rule.key for rule in rules if language not in {text.language for text in rule.texts.all()}]
        if without:
            values = {"rules": ", ".join(without), "language": language.label}
            sentences.append(_("These rules have no text in %(language)s: %(rules)s.") % values)
    return sentences


def publish(version: GuidelineVersion, *, by: Employee | None) -> None:
    """Publish a version: it is in force from its day on and never changes. Publishing it again does nothing.

    ValidationError says in sentences what is missing.
    """
    with transaction.atomic():
        stored = GuidelineVersion.objects.select_for_update().get(pk=version.pk)
        if stored.published_at is not None:
            version.published_at = stored.published_at
            return
        if sentences := missing(version):
            raise ValidationError(sentences)
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
        audit.record("guidelines.version.published", by=by, on=version, number=version.number)
