"""Celery's way into the reach app: one line each."""

from celery import shared_task
from django.utils import timezone

from reach import readers


@shared_task
def tidy() -> None:
    """Throw away what must not be kept."""
    readers.forget_old_days(timezone.now().date())
