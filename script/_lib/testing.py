"""`script/test`: every check of the project, one after the other, all of them even when one fails.

script/test               what every change has to pass
script/test --all         with every corpus, matrix and real peer too
script/test NAME …        pytest alone, with these arguments
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from script._lib import data_folder, debian, environment
from script._lib.places import PYTHON, ROOT, VENV

# What tests start: the program, and Debian's package with it.
PROGRAMS = {"chromium": "chromium", "redis-server": "redis-server", "xgettext": "gettext"}
COMMANDS = [f"script/{name}" for name in ("setup", "serve", "demo", "manage", "test", "bench")]
OUTSIDE = "not browser and not processes"
# pytest's own last line, with and without its frame: "9 passed, 1 skipped in 7.00s".
ENDS = r"\d+ (passed|failed|skipped|errors?|warnings?|deselected|xfailed|xpassed)"
CLOSING = re.compile(rf"^(=+ )?({ENDS}(, )?)+ in [\d.]+s|^(=+ )?no tests ran in ")
# These never touch the database, so the second database tells nothing new about them.
WITHOUT_DATABASE = ("tests/lib", "tests/sandbox", "tests/scripts", "tests/test_pages_style.py")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Step:
    """One check; it passes when its command ends with 0."""

    name: str
    command: Sequence[str]


BROWSER_TESTS = "tests/browser"
MAIN_JOB = Step("the main job", [sys.executable, "script/demo", "--check"])


@dataclass(frozen=True)
class Result:
    """How a step went: `seconds` it took, and pytest's own last line when it was pytest."""

    step: Step
    code: int
    seconds: float
    closing: str


def main(arguments: Sequence[str]) -> int:
    """Run the checks; 0 when all passed. Raises Stop when something to test with is missing."""
    debian.need(PROGRAMS)
    environment.ensure("dev")
    everything = list(arguments) == ["--all"]
    with _environ() as environ:
        if arguments and not everything:
            return subprocess.run(_pytest(*arguments), cwd=ROOT, env=environ, check=False).returncode
        steps = [*checks(), *tests(everything=everything), MAIN_JOB]
        results = [_run(step, environ) for step in steps]
    _show(results)
    return int(any(result.code for result in results))


@contextlib.contextmanager
def _environ() -> Iterator[dict[str, str]]:
    """What the checks see: a data folder of their own that goes away, and the site under https as it is run."""
    with tempfile.TemporaryDirectory(prefix="advocacy-checks-") as folder:
        data_folder.prepare(Path(folder), demo=True)
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        ours = {
            "ADVOCACY_DATA": folder,
            "PUBLIC_URL": "https://advocacy.example",
            "XDG_RUNTIME_DIR": str(runtime),
            "VIRTUAL_ENV": str(VENV),
            "PYTHONUNBUFFERED": "1",
        }
        yield {**os.environ, **ours}


def checks() -> list[Step]:
    """Everything that reads the code without running it."""
    bin_ = VENV / "bin"
    templates = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("templates/**/*.html"))
    manage = [str(PYTHON), "manage.py"]
    return [
        Step("format", [str(bin_ / "ruff"), "format", "--check", ".", *COMMANDS]),
        Step("lint", [str(bin_ / "ruff"), "check", ".", *COMMANDS]),
        Step("templates", [str(bin_ / "djade"), "--check", "--target-version", "5.2", *templates]),
        Step("types", [str(bin_ / "mypy"), "."]),
        Step("import contracts", [str(bin_ / "lint-imports")]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"]),
        Step("translations", [str(PYTHON), "-m", "script._lib.translations"]),
    ]


def tests(*, everything: bool) -> list[Step]:
    """The tests by what they need. What starts processes or a browser runs alone: it measures time."""
    small = "" if everything else " and not corpus"
    on_postgres = [str(PYTHON), "-m", "tests.peers.postgres"]
    left_out = [f"--ignore={path}" for path in WITHOUT_DATABASE]
    return [
        Step("tests on SQLite", _pytest("-n", "2", "-m", OUTSIDE + small)),
        Step("tests on PostgreSQL", [*on_postgres, *_pytest("-n", "2", *left_out, "-m", OUTSIDE + small)]),
        Step("tests of processes", _pytest("-m", f"processes and not browser{small}")),
        Step("tests in a browser", _pytest(BROWSER_TESTS, "-m", f"browser{small}")),
        # Two owners of a browser cannot live in one process: the practice network's tests have one of their own.
        Step("practice network in a browser", _pytest(f"--ignore={BROWSER_TESTS}", "-m", f"browser{small}")),
    ]


def _pytest(*arguments: str) -> list[str]:
    colour = "yes" if sys.stdout.isatty() else "no"
    return [str(PYTHON), "-m", "pytest", "--quiet", f"--color={colour}", "--durations=5", *arguments]


def _run(step: Step, environ: Mapping[str, str]) -> Result:
    """Run a step, showing every line as it comes."""
    print(f"\n==> {step.name}", flush=True)
    began = time.monotonic()
    closing = ""
    with subprocess.Popen(
        step.command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            if CLOSING.match(COLOUR.sub("", line.rstrip())):
                closing = line.rstrip()
    return Result(step, process.returncode, time.monotonic() - began, closing)


def _show(results: Sequence[Result]) -> None:
    """The table, then what pytest itself said at the end of each run."""
    print("\n==> summary")
    for result in results:
        print(f"{'failed' if result.code else 'passed'}  {result.seconds:7.1f} s  {result.step.name}")
    failed = [result.step.name for result in results if result.code]
    total = sum(result.seconds for result in results)
    print(f"{'passed' if not failed else 'FAILED: ' + ', '.join(failed)} in {total / 60:.1f} minutes")
    for result in results:
        if result.closing:
            print(f"{result.step.name}:\n{result.closing}")
