"""Celery's way into the sharing app: one line each."""

from celery import shared_task

from sharing import connecting, publishing


@shared_task
def sweep() -> None:
    """Publish what is due."""
    publishing.sweep()


@shared_task
def refresh_limits() -> None:
    """Ask servers anew what they take, once a day each."""
    connecting.refresh_old_limits()
