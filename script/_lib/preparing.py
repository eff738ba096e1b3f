"""Everything between a fresh clone and a server that can start; each step only where something changed."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from script._lib import data_folder, environment
from script._lib.fresh import Stop
from script._lib.places import PYTHON, REAL_DATA, ROOT, VENV, requirements

# The exit code of inside.py after one sentence for the person. Python itself ends with 1 after a traceback.
SAID_WHY = 3


def main(arguments: Sequence[str]) -> int:
    """`script/setup`: make everything ready for real use, so that `script/serve` starts at once."""
    parser = argparse.ArgumentParser(prog="script/setup", description="Get everything ready to run.")
    parser.parse_args(arguments)
    folder = real_data()
    prepare(folder, environ_for(folder), demo=False)
    print(f"Ready. Data lies in {folder}. Start with script/serve.")
    return 0


def real_data() -> Path:
    """The data folder of real use: ADVOCACY_DATA, or `data` in the project."""
    return Path(os.environ.get("ADVOCACY_DATA") or REAL_DATA).absolute()


def environ_for(folder: Path, **values: str) -> dict[str, str]:
    """The environment of our processes: this one's, with defaults of ours beneath it."""
    defaults = {"DJANGO_SETTINGS_MODULE": "advocacy.settings", **values}
    ours = {"ADVOCACY_DATA": str(folder), "PYTHONUNBUFFERED": "1", "VIRTUAL_ENV": str(VENV)}
    return {**defaults, **os.environ, **ours}


def prepare(
    folder: Path, environ: dict[str, str], *, demo: bool, more: Mapping[str, str] | None = None
) -> None:
    """Have environment, data folder, messages, tables and static files.

    `more` names further steps of `inside.py`; the value is what each was made from. Raises Stop.
    """
    environment.ensure("base")
    data_folder.prepare(folder, demo=demo)
    done = _read_stamps(folder)
    wanted = {name: hash_of(files) for name, files in _sources().items()} | dict(more or {})
    todo = [name for name in wanted if _is_due(name, done.get(name) == wanted[name], folder, environ)]
    if todo:
        run_inside(todo, environ)
        (folder / "prepared.json").write_text(json.dumps({**done, **wanted}, indent=1))


def _sources() -> dict[str, list[Path]]:
    """What each step is made from: when it changes, the step is due again."""
    packages = requirements("base")
    static = [
        file for pattern in ("static/**/*", "*/static/**/*") for file in ROOT.glob(pattern) if file.is_file()
    ]
    return {
        "messages": sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po")),
        "database": [packages, *sorted(ROOT.glob("*/migrations/*.py"))],
        "static": [packages, *sorted(static)],
    }


def _is_due(step: str, unchanged: bool, folder: Path, environ: dict[str, str]) -> bool:
    if step == "messages":
        # These lie in the project, not in the data folder.
        return any(_is_newer(file, file.with_suffix(".mo")) for file in _sources()["messages"])
    if step == "database" and "DATABASE_URL" in environ:
        # What happened to a database elsewhere cannot be told from here; asking it costs two seconds.
        return True
    made = {"database": data_folder.DATABASE, "static": "static/staticfiles.json"}
    return not unchanged or not (folder / made.get(step, "")).exists()


def _is_newer(source: Path, made: Path) -> bool:
    return not made.exists() or source.stat().st_mtime > made.stat().st_mtime


def hash_of(files: Iterable[Path]) -> str:
    """One hash over names and contents."""
    sum_ = hashlib.sha256()
    for file in files:
        sum_.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return sum_.hexdigest()


def _read_stamps(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / "prepared.json").read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def run_inside(steps: Sequence[str], environ: dict[str, str]) -> None:
    """Run steps of inside.py in the virtual environment. Raises Stop with its sentence when one fails."""
    command = [str(PYTHON), "-m", "script._lib.inside", *steps]
    done = subprocess.run(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True, check=False)
    written = done.stderr.strip().splitlines()
    if done.returncode == SAID_WHY and written:
        raise Stop(written[-1])
    sys.stderr.write(done.stderr)
    if done.returncode:
        raise Stop("Set-up met something that it does not know; the lines above tell where.")
