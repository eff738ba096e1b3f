"""Switches that make the practice network answer badly, as real servers do, for a number of requests."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# What a fault does, and its `seconds` when none are given.
KINDS: dict[str, float] = {
    "429": 300,  # too many requests, with the moment of reset so many seconds away
    "5xx_before": 0,  # a server error, nothing stored
    "5xx_after": 0,  # stored, then a server error
    "hang": 60,  # stored, then silence for so long, then a dropped connection
    "hang_before": 60,  # silence, nothing stored
    "reset_before": 0,  # the connection is reset, nothing stored
    "reset_after": 0,  # stored, then the connection is reset
    "revoked": 0,  # the token (or the code) of this request is revoked for good
    "slow_media": 5,  # the upload answers 202 and is ready so much later
    "accept_late": 40,  # a gateway timeout at once, stored so much later
}
ANY = "any"


class BadFault(Exception):
    """The fault asked for does not exist; the text says why."""


@dataclass
class Fault:
    """One switch: on which requests, what happens, how many more times, seconds, status of the 5xx kinds."""

    on: str
    do: str
    times: int = 1
    seconds: float = 0
    status: int = 503

    @property
    def stores(self) -> bool:
        """Whether the request is carried out before the bad answer."""
        return self.do in ("5xx_after", "hang", "reset_after")


class Faults:
    """The switches that are on. They live in memory only: a restarted server is a healthy one."""

    def __init__(self, names: frozenset[str]) -> None:
        """Take the names of the requests that faults can be put on."""
        self._names = names | {ANY}
        self._waiting: list[Fault] = []

    def add(self, wanted: Mapping[str, Any]) -> None:
        """Add a fault; raise `BadFault` when it makes no sense."""
        on, do = str(wanted.get("on", "")), str(wanted.get("do", ""))
        if on not in self._names:
            raise BadFault(f"on must be one of {', '.join(sorted(self._names))}")
        if do not in KINDS or (do == "slow_media" and on != "media"):
            raise BadFault(f"do must be one of {', '.join(KINDS)} (slow_media only on media)")
        try:
            times, status = int(wanted.get("times", 1)), int(wanted.get("status", 503))
            seconds = float(wanted.get("seconds", KINDS[do]))
        except (TypeError, ValueError):
            raise BadFault("times, seconds and status must be numbers") from None
        if times < 1 or not 0 <= seconds <= 86_400 or status not in (500, 502, 503, 504):
            raise BadFault("times from 1, seconds from 0 to 86400, status 500, 502, 503 or 504")
        self._waiting.append(Fault(on, do, times, seconds, status))

    def take(self, name: str) -> Fault | None:
        """Return the first fault that fits this request and count it down."""
        for fault in self._waiting:
            if fault.on in (name, ANY):
                fault.times -= 1
                self._waiting = [one for one in self._waiting if one.times > 0]
                return fault
        return None

    def clear(self) -> None:
        """Switch all of them off."""
        self._waiting.clear()

    def as_rows(self) -> list[dict[str, Any]]:
        """Return the faults that are still on."""
        return [asdict(fault) for fault in self._waiting]
