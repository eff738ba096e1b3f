"""Publishing a version of the guideline: complete in every language first, unchangeable afterwards."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.models import GuidelineVersion, Rule
from people import audit
from people.models import Employee, Language


def missing(version: GuidelineVersion) -> list[str]:
    """What a version still needs before it can be published, as sentences; empty when it is ready."""
    rules = list(version.rules.prefetch_related("texts"))
    sentences = []
    if not rules:
        sentences.append(_("It has no rule yet. Add at least one."))
    texts = {text.language for text in version.texts.all() if text.title.strip() and text.body.strip()}
    for language in Language:
        if language not in texts:
            sentences.append(_("The introduction is missing in %(language)s.") % {"language": language.label})
        without = [rule.key for rule in rules if language not in _spoken(rule)]
        if without:
            values = {"rules": ", ".join(without), "language": language.label}
            sentences.append(_("These rules have no text in %(language)s: %(rules)s.") % values)
    return sentences


def _spoken(rule: Rule) -> set[str]:
    """The languages in which a rule has its title and its sentence."""
    return {text.language for text in rule.texts.all() if text.title.strip() and text.sentence.strip()}


def publish(version: GuidelineVersion, *, by: Employee | None) -> bool:
    """Publish a version: it is in force from its day on and never changes. A later one begins now at the earliest.

    False when it was published already: of two at once one wins. ValidationError says in sentences what is missing.
    """
    with transaction.atomic():
        stored = GuidelineVersion.objects.select_for_update().get(pk=version.pk)
        if stored.published_at is not None:
            version.published_at = stored.published_at
            return False
        if sentences := missing(version):
            raise ValidationError(sentences)
        version.published_at = timezone.now()
        if GuidelineVersion.objects.published().exclude(pk=version.pk).exists():
            # A day that went by while the draft lay about would eat up the grace period.
            version.effective_at = max(stored.effective_at, version.published_at)
        version.save(update_fields=["published_at", "effective_at"])
        audit.record("guidelines.version.published", by=by, on=version, number=version.number)
    return True
