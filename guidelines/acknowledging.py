"""Acknowledging a version of the guideline."""

from __future__ import annotations

from django.utils import timezone

from guidelines.models import Acknowledgement, GuidelineVersion
from people.models import Employee


def acknowledge(version: GuidelineVersion, *, language: str, by: Employee) -> Acknowledgement:
    """Keep that this person read this version in this language. Saying it twice keeps the first time."""
    row, _created = Acknowledgement.objects.get_or_create(
        employee=by, version=version, defaults={"language": language, "at": timezone.now()}
    )
    return row
