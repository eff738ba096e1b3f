"""`python -m sandbox --port N --state FILE`: the practice network as a process of its own."""

import argparse
import ctypes
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from sandbox.counting import Limits
from sandbox.server import LOOPBACK, Server, build
from sandbox.state import StateUnreadable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> int:
    """Serve until SIGTERM, Ctrl-C or the parent's end; return 1 with one sentence when it cannot start."""
    options = _read_options()
    parent = os.getppid()
    _end_with_parent()
    signal.signal(signal.SIGTERM, _stop)
    try:
        sandbox = build(
            options.state,
            limits=Limits(max_characters=options.max_characters),
            ignore_idempotency_key=options.ignore_idempotency_key,
        )
        server = Server(sandbox, options.port)
    except (StateUnreadable, OSError) as error:
        sys.stderr.write(f"The practice network cannot start on {LOOPBACK}:{options.port}: {error}\n")
        return 1
    if os.getppid() != parent:
        return 0  # the parent ended before we asked to be told
    _say_ready(server.server_port, options.ready_fd)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 lets the system choose")
    parser.add_argument("--state", type=Path, help="JSON file that keeps tokens and posts over a restart")
    parser.add_argument("--ready-fd", type=int, help="file descriptor that gets the address when ready")
    parser.add_argument("--max-characters", type=int, default=Limits().max_characters)
    parser.add_argument("--ignore-idempotency-key", action="store_true", help="behave like GoToSocial")
    return parser.parse_args()


def _say_ready(port: int, ready_fd: int | None) -> None:
    address = f"http://{LOOPBACK}:{port}/"
    sys.stdout.write(f"Practice network ready at {address}\n")
    sys.stdout.flush()
    if ready_fd is not None:
        with os.fdopen(ready_fd, "w") as stream:
            stream.write(f"{address}\n")


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
