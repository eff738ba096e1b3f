"""`python -m script._lib.translations`: every string of code and templates is translated, and none is left over.

Django's own makemessages extracts into a copy of the project, so that nothing in the tree changes. English is the
language of the strings themselves and needs no catalogue.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import polib

from script._lib.places import PYTHON, ROOT

LANGUAGES = ("de",)
# Not part of what people see: the practice network has its own words in sandbox/words.py.
LEFT_OUT = shutil.ignore_patterns(
    ".*",
    "data",
    "build",
    "node_modules",
    "tests",
    "script",
    "docs",
    "sandbox",
    "__pycache__",
    "*.mo",
    "pictures",
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")

Key: TypeAlias = tuple[str, str, str]


def main() -> int:
    """Print what is wrong, one line each; 0 when nothing is."""
    wanted = {_key(entry): entry for entry in extract()}
    wrong = [
        f"{language}: {sentence}"
        for language in LANGUAGES
        for sentence in compare(wanted, ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    ]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(wanted)} strings, {len(wrong)} of them wrong in {', '.join(LANGUAGES)}.")
    return int(bool(wrong) or not wanted)


def extract() -> polib.POFile:
    """Every string of the project, as makemessages finds them."""
    with tempfile.TemporaryDirectory(prefix="advocacy-strings-") as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        (copy / "locale").mkdir(exist_ok=True)
        command = [
            str(PYTHON),
            "manage.py",
            "makemessages",
            "--keep-pot",
            "--no-wrap",
            "--locale",
            LANGUAGES[0],
        ]
        subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL)
        return polib.pofile(str(copy / "locale" / "django.pot"))


def compare(wanted: dict[Key, polib.POEntry], file: Path) -> Iterator[str]:
    """What is missing, unfinished, left over or has other placeholders than the original."""
    catalogue = polib.pofile(str(file)) if file.exists() else polib.POFile()
    found = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    for key, original in wanted.items():
        entry = found.get(key)
        if entry is None:
            yield f"not in the catalogue: {original.msgid!r} ({_place(original)})"
        elif entry.fuzzy:
            yield f"marked fuzzy: {entry.msgid!r}"
        elif not entry.translated():
            yield f"not translated: {entry.msgid!r}"
        elif not _same_placeholders(entry):
            yield f"other placeholders than the original: {entry.msgid!r}"
    for key in found.keys() - wanted.keys():
        yield f"left over, used nowhere: {key[1]!r}"
    for entry in catalogue.obsolete_entries():
        yield f"left over, marked obsolete: {entry.msgid!r}"


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def _place(entry: polib.POEntry) -> str:
    return ":".join(entry.occurrences[0]) if entry.occurrences else "nowhere"


def _same_placeholders(entry: polib.POEntry) -> bool:
    """Whether a translation uses what the original uses; a singular may write its number as a word."""
    if not entry.msgid_plural:
        return set(PLACEHOLDER.findall(entry.msgid)) == set(PLACEHOLDER.findall(entry.msgstr))
    allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    used = [set(PLACEHOLDER.findall(text)) for text in entry.msgstr_plural.values()]
    return all(one <= allowed for one in used) and used[-1] == set(PLACEHOLDER.findall(entry.msgid_plural))


if __name__ == "__main__":
    sys.exit(main())
