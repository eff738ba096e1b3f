"""The first steps of a new person: how far she is, and putting the help away."""

from __future__ import annotations

from django.utils import timezone

from home.querysets import FIRST_STEPS
from people.models import Employee, Notice


def settle_in(*, by: Employee) -> None:
    """She wants no more help with her first steps, or needs none: the card does not come back."""
    if not Notice.objects.filter(employee=by, key=FIRST_STEPS).exists():
        Notice.objects.create(employee=by, code=FIRST_STEPS, key=FIRST_STEPS, solved_at=timezone.now())
