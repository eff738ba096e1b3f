"""`script/bench checks`: how long the text checks take with a long list of terms."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Sequence

from script._lib.fresh import Stop
from script._lib.places import PYTHON, ROOT

BENCHES = {"checks": "script._lib.bench_checks"}


def main(arguments: Sequence[str]) -> int:
    """Run one measurement in the project's own Python; 1 when it misses its goal. Stop without the environment."""
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure what must stay quick.")
    parser.add_argument("what", choices=sorted(BENCHES))
    options = parser.parse_args(arguments)
    if not PYTHON.exists():
        raise Stop("There is nothing to run it with yet. Run script/setup first.")
    return subprocess.run([PYTHON, "-m", BENCHES[options.what]], cwd=ROOT, check=False).returncode
