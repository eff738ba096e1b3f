"""`script/test` itself: nothing is hidden by a failure, every test has a step, the translation gate bites."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import polib
import pytest

from script._lib import testing, translations
from script._lib.testing import Step


@pytest.mark.parametrize(
    "line",
    [
        "3 passed in 0.12s",
        "\x1b[32m\x1b[1m9 passed\x1b[0m, \x1b[33m1 skipped\x1b[0m in 7.00s (0:00:07)",
        "1 failed, 2939 passed, 8 skipped, 2 errors in 157.14s (0:02:37)",
        "=================== 3 passed, 1 warning in 0.12s ===================",
        "no tests ran in 0.01s",
    ],
)
def test_a_step_shows_its_lines_and_keeps_the_closing_line_of_pytest(
    line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said = testing._run(Step("x", [sys.executable, "-c", f"print('one'); print({line!r})"]), {})
    assert "==> x\none\n" in capfd.readouterr().out
    assert (said.code, said.closing) == (0, line)


def test_a_failed_step_is_told_by_its_exit_code(capfd: pytest.CaptureFixture[str]) -> None:
    broken = testing._run(Step("y", [sys.executable, "-c", "import sys; sys.exit('10 files in 2s')"]), {})
    assert "10 files" in capfd.readouterr().out
    assert (broken.code, broken.closing) == (1, "")


def test_the_summary_names_what_failed_and_ends_with_pytests_own_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    step = Step("types", [])
    tests = Step("tests on SQLite", [])
    closing = "==== 2 failed, 9 passed in 7.00s ===="
    testing._show([testing.Result(step, 1, 3.0, ""), testing.Result(tests, 1, 7.0, closing)])
    lines = capsys.readouterr().out.splitlines()
    assert "FAILED: types, tests on SQLite in 0.2 minutes" in lines
    assert lines[-1] == closing


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((), ["tests on SQLite", "tests on PostgreSQL"]),
        (("processes",), ["tests of processes"]),
        (("browser",), ["tests in a browser", "practice network in a browser"]),
        (("browser", "processes"), ["tests in a browser", "practice network in a browser"]),
    ],
)
def test_every_test_belongs_to_a_step(marks: tuple[str, ...], expected: list[str]) -> None:
    """The expressions of the steps, evaluated as pytest does; the two browser steps share out the folders."""
    names = {name: name in marks for name in ("browser", "processes")}
    steps = testing.tests(everything=True)
    assert [step.name for step in steps if eval(step.command[-1], {}, dict(names))] == expected
    paths = [set(step.command) & {"tests/browser", "--ignore=tests/browser"} for step in steps[-2:]]
    assert paths == [{"tests/browser"}, {"--ignore=tests/browser"}]


def test_without_all_the_corpora_are_left_out() -> None:
    assert all(step.command[-1].endswith("not corpus") for step in testing.tests(everything=False))
    assert not any("corpus" in step.command[-1] for step in testing.tests(everything=True))


def catalogue(folder: Path, **translated: str) -> Path:
    file = folder / "django.po"
    made = polib.POFile()
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for msgid, msgstr in translated.items():
        made.append(polib.POEntry(msgid=msgid.replace("_", " "), msgstr=msgstr))
    made.save(str(file))
    return file


def wrong(wanted: list[polib.POEntry], file: Path) -> list[str]:
    found = translations.compare({translations._key(entry): entry for entry in wanted}, file)
    return [re.split(":", line)[0] for line in found]


def test_a_complete_catalogue_passes(tmp_path: Path) -> None:
    file = catalogue(tmp_path, Share_now="Jetzt teilen")
    assert wrong([polib.POEntry(msgid="Share now")], file) == []


def test_missing_empty_and_left_over_strings_fail(tmp_path: Path) -> None:
    file = catalogue(tmp_path, Share_now="", Old="Alt")
    wanted = [polib.POEntry(msgid="Share now"), polib.POEntry(msgid="New", occurrences=[("a.html", "3")])]
    assert wrong(wanted, file) == ["not translated", "not in the catalogue", "left over, used nowhere"]
    assert wrong([polib.POEntry(msgid="New")], tmp_path / "not-there.po") == ["not in the catalogue"]


def test_fuzzy_and_obsolete_entries_fail(tmp_path: Path) -> None:
    file = catalogue(tmp_path, Share_now="Teilen", Old="Alt")
    made = polib.pofile(str(file))
    made[0].flags.append("fuzzy")
    made[1].obsolete = True
    made.save(str(file))
    assert wrong([polib.POEntry(msgid="Share now")], file) == ["marked fuzzy", "left over, marked obsolete"]


def test_placeholders_must_survive_translation(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    made = polib.POFile()
    made.append(polib.POEntry(msgid="Hello %(name)s", msgstr="Hallo %(nmae)s"))
    plural = {"msgid": "%(n)s share", "msgid_plural": "%(n)s shares"}
    made.append(polib.POEntry(**plural, msgstr_plural={0: "ein Beitrag", 1: "Beiträge"}))
    made.save(str(file))
    wanted = [polib.POEntry(msgid="Hello %(name)s"), polib.POEntry(**plural)]
    assert wrong(wanted, file) == ["other placeholders than the original"] * 2
