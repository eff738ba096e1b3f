"""What runs first, in any Python 3: what is missing is said in one sentence in place of a traceback."""

from __future__ import annotations

import errno
import importlib
import os
import sys

OLDEST = (3, 11)
FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Stop(Exception):
    """The command cannot go on. The text is the sentence that the person reads."""


def run(module: str) -> None:
    """Run `main(arguments)` of a module and end the process with what it returns; 1 and one sentence on Stop."""
    try:
        check_python(sys.version_info[:2], sys.executable)
        code = importlib.import_module(module).main(sys.argv[1:])
    except Stop as stop:
        code = _refuse(str(stop))
    except OSError as error:
        code = _refuse(explain(error))
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def check_python(version: tuple[int, ...], path: str) -> None:
    """Raise Stop when this Python is too old."""
    if version < OLDEST:
        wanted, found = ".".join(map(str, OLDEST)), ".".join(map(str, version))
        raise Stop(
            f"Advocacy needs Python {wanted} or newer, and {path} is Python {found}. "
            f"Install a newer one and run it by name: python{wanted} script/…"
        )


def explain(error: OSError) -> str:
    """A sentence for a full disk or a place that may not be written; any other error is raised again."""
    place = error.filename or "the disk"
    if error.errno in FULL:
        return f"The disk is full: {place} could not be written. Free some space and run this again."
    if error.errno in FORBIDDEN:
        return f"{place} may not be written by {_who()}. Change its owner, or choose another place (ADVOCACY_DATA)."
    raise error


def _who() -> str:
    return os.environ.get("USER") or f"user {os.getuid()}"


def _refuse(sentence: str) -> int:
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    return 1
