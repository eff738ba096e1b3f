"""`python -m script._lib.inside STEP…`: the steps of set-up that need Django, in one process.

Run by the virtual environment's Python; `script/setup` decides which steps are due.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import django
import polib
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from script._lib.places import ROOT
from script._lib.preparing import SAID_WHY


def main(steps: list[str]) -> int:
    """Run the steps; 0, or SAID_WHY after one sentence."""
    try:
        compile_messages()
        django.setup()
        for step in steps:
            STEPS[step]()
    except (ImproperlyConfigured, CommandError, DatabaseError, OSError) as error:
        sys.stderr.write(f"{_explain(error)}\n")
        return SAID_WHY
    return 0


def _explain(error: Exception) -> str:
    sentence = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "disk is full" in sentence or "No space left" in sentence or "disk I/O error" in sentence:
        return f"The disk is full: {sentence}. Free some space and run this again."
    return sentence


def compile_messages() -> None:
    """Write the .mo beside every .po that is newer: gettext's own tool is not needed for that."""
    for source in ROOT.glob("locale/**/LC_MESSAGES/*.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            half = made.with_suffix(".half")
            polib.pofile(str(source)).save_as_mofile(str(half))
            half.replace(made)


def bring_database_up_to_date() -> None:
    """Migrations and the table of the cache."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def collect_static_files() -> None:
    """Static files with their hashes in the names, compressed."""
    call_command("collectstatic", interactive=False, verbosity=0)


def load_demo() -> None:
    """The invented company, which knows this demo's practice network."""
    call_command("load_demo", server=os.environ["NETWORK_LOCAL_HOSTS"])


def count_people() -> None:
    """Print how many people there are."""
    from people.models import Employee

    print(Employee.objects.count())


STEPS: dict[str, Callable[[], None]] = {
    "messages": lambda: None,
    "database": bring_database_up_to_date,
    "static": collect_static_files,
    "demo": load_demo,
    "people": count_people,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
