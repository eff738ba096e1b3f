"""`manage.py load_demo`: bring the demo company into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.demo.loading import NotTheDemo, load


class Command(BaseCommand):
    help = (
        "Load the demo company. Doing it twice changes nothing; a database with other people is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--server", default="", help="host:port of the practice network, offered when connecting"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load(server=options["server"])
        except NotTheDemo as error:
            raise CommandError(
                f"This database holds people who are not the demo's ({error}). Nothing was changed."
                " Use another data folder."
            ) from None
        self.stdout.write(f"The demo company has {loaded.people} people and {loaded.items} items.")
