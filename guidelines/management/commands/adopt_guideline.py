"""`manage.py adopt_guideline`: take over the starter guideline, and publish it when asked to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from guidelines.adopting import adopt_starter
from guidelines.publishing import publish


class Command(BaseCommand):
    help = "Take over the starter guideline as version 1. Doing it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--publish", action="store_true", help="put it in force at once")

    def handle(self, *args: Any, **options: Any) -> None:
        version = adopt_starter()
        if options["publish"]:
            publish(version, by=None)
        state = "published" if version.published_at else "a draft, to be changed at /desk/"
        self.stdout.write(f"Guideline version {version.number} is {state}.")
