"""Celery's way into the guidelines app: one line each."""

from celery import shared_task

from guidelines import acknowledging


@shared_task
def forget_leavers() -> None:
    """Remove what people acknowledged who left long ago."""
    acknowledging.forget_leavers()
