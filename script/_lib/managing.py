"""`script/manage COMMAND …`: Django's management commands with the project's environment and data folder."""

from __future__ import annotations

import os
from collections.abc import Sequence

from script._lib import data_folder, preparing
from script._lib.places import PYTHON, ROOT


def main(arguments: Sequence[str]) -> int:
    """Become manage.py. Set-up is done first where it is missing; the data folder is ADVOCACY_DATA, or `data`."""
    folder = preparing.real_data()
    environ = preparing.environ_for(folder)
    preparing.prepare(folder, environ, demo=(folder / data_folder.DEMO_MARK).exists())
    command = [str(PYTHON), str(ROOT / "manage.py"), *arguments]
    os.execve(command[0], command, environ)  # noqa: S606
