"""Celery's way into the sharing app: one line each."""

from celery import shared_task

from sharing import publishing


@shared_task
def sweep() -> None:
    """Publish what is due."""
    publishing.sweep()
