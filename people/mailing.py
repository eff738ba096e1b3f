"""The outbox: mails are queued in the transaction that decides them and sent once by a sweep."""

from __future__ import annotations


def send_due() -> None:
    """Send what is due."""
