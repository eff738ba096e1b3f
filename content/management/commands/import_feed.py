"""Brings an RSS or Atom feed in as draft articles."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.feeds import FeedRefused
from content.importing import ImportResult, import_feed
from content.models import Channel


class Command(BaseCommand):
    """`manage.py import_feed URL|FILE --channel SLUG`"""

    help = "Bring the new entries of an RSS or Atom feed in as draft articles of a channel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="Address or file of the feed.")
        parser.add_argument("--channel", required=True, help="Short name of the channel.")

    def handle(self, *args: Any, source: str, channel: str, **options: Any) -> None:
        try:
            result = import_feed(source, channel=_channel(channel))
        except FeedRefused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(_sentence(result))


def _channel(slug: str) -> Channel:
    """The channel, or CommandError that names those there are."""
    channel = Channel.objects.filter(slug=slug).first()
    if channel is None:
        known = ", ".join(Channel.objects.values_list("slug", flat=True)) or "–"
        raise CommandError(
            _("There is no channel “%(slug)s”. There are: %(known)s.") % {"slug": slug, "known": known}
        )
    return channel


def _sentence(result: ImportResult) -> str:
    new = ngettext("%(n)s new draft", "%(n)s new drafts", result.new) % {"n": result.new}
    values = {"new": new, "known": result.known, "skipped": result.skipped, "pictures": result.pictures}
    return _("%(new)s, %(known)s known already, %(skipped)s left out, %(pictures)s with a picture.") % values
