"""Celery's way into the desk app: one line each."""

from celery import shared_task

from desk import webhooks


@shared_task
def deliver() -> None:
    """Tell the company's webhook what is due."""
    webhooks.deliver_due()
