"""A tree of processes that lives and ends together.

Each child ends with its parent, also when that is killed; one that dies is started again, later each time; stopping
goes in order. One thread does it all: the kernel ties a child to the thread that started it.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from script._lib.places import ROOT

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LONGEST_WAIT = 30.0
HEALTHY_AFTER = 60.0
LOOK = 0.1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(parent: int) -> None:
    """Have the kernel send SIGTERM to this process when its parent ends (Linux, prctl(2)); end now if it has."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


@dataclass
class Child:
    """One process to keep running. `grace` is how many seconds it may take to stop; `log` is a file or the terminal."""

    name: str
    command: Sequence[str]
    grace: float
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = 0.0
    next_start: float = 0.0

    def start(self, environ: Mapping[str, str]) -> None:
        """Start it in a group of its own: Ctrl-C in the terminal reaches us alone, and we stop the others in order."""
        tie = functools.partial(end_with_parent, os.getpid())
        output = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=tie,
            )
        finally:
            if output:
                output.close()
        self.started = time.monotonic()

    def has_died(self) -> bool:
        """Whether it was running and is not any more."""
        return self.process is not None and self.process.poll() is not None

    def note_death(self) -> None:
        """Say that it died, end what it left behind, and decide when it is started again."""
        assert self.process is not None
        self.deaths = 1 if time.monotonic() - self.started > HEALTHY_AFTER else self.deaths + 1
        wait = min(2.0 ** (self.deaths - 1), LONGEST_WAIT)
        print(f"{self.name} {_how(self.process.returncode)}. It starts again in {wait:.0f} s.", flush=True)
        self.signal_group(signal.SIGKILL)
        self.next_start = time.monotonic() + wait
        self.process = None

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and all it started. Nobody there is fine."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def stop(self, *, now: bool) -> None:
        """End it: gently within its grace, or at once."""
        if self.process is None:
            return
        if not now and self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace)
        self.signal_group(signal.SIGKILL)
        self.process.wait()


def _how(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


@dataclass
class Tree:
    """Processes in the order they start; they stop in the opposite order."""

    children: list[Child]
    environ: Mapping[str, str]
    stopping: bool = False
    asked: int = field(default=0, repr=False)

    def __enter__(self) -> Tree:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for child in self.children:
            child.start(self.environ)
        return self

    def __exit__(self, *error: object) -> None:
        for child in reversed(self.children):
            child.stop(now=self.asked > 1)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """A flag only: the loop sees it within a tenth of a second. Asking twice means at once."""
        self.stopping = True
        self.asked += 1
        if self.asked > 1:
            for child in self.children:
                child.signal_group(signal.SIGKILL)

    def tend(self) -> None:
        """Look once: start again what died."""
        for child in self.children:
            if child.has_died():
                child.note_death()
            elif child.process is None and time.monotonic() >= child.next_start:
                child.start(self.environ)

    def keep_running(self) -> None:
        """Tend the children until somebody asks to stop."""
        while not self.stopping:
            self.tend()
            time.sleep(LOOK)

    def wait_for(self, signs: Mapping[str, Callable[[], bool]], seconds: float) -> list[str]:
        """Tend until every sign was seen, or time is up, or stopping is asked for; gives the names not seen."""
        missing = dict(signs)
        end = time.monotonic() + seconds
        while missing and not self.stopping and time.monotonic() < end:
            self.tend()
            missing = {name: sign for name, sign in missing.items() if not sign()}
            time.sleep(LOOK)
        return list(missing)
