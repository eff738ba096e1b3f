"""Celery's way into the people app: one line each."""

from celery import shared_task

from people import mailing


@shared_task
def send_outbox() -> None:
    """Send the mails that are due."""
    mailing.send_due()
