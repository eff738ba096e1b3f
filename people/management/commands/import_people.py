"""Bring people in from a CSV file: everything, or nothing when a row has an error."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.importing import COLUMNS, NotATable, import_people


class Command(BaseCommand):
    help = f"Bring people in from a CSV file with the columns {', '.join(COLUMNS)} (teams separated by ;)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--send-invitations", action="store_true", help="Tell new people by mail how to sign in."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        try:
            outcome = import_people(content, send_invitations=options["send_invitations"], by=None)
        except NotATable as error:
            raise CommandError(str(error)) from error
        if outcome.errors:
            lines = "\n".join(f"Line {line}: {sentence}" for line, sentence in outcome.errors)
            raise CommandError(f"Nothing was stored.\n{lines}")
        self.stdout.write(f"{outcome.new} new, {outcome.updated} updated, {outcome.unchanged} unchanged.")
