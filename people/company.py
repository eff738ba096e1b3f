"""The company's own settings, read on every page and therefore kept for a few seconds in each process."""

from __future__ import annotations

import time

from people.models import CompanySettings

_KEEP_SECONDS = 5.0
_kept: tuple[float, CompanySettings] | None = None


def current() -> CompanySettings:
    """The settings in force, at most five seconds old. Makes the row on first use."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > _KEEP_SECONDS:
        row, _created = CompanySettings.objects.get_or_create(pk=1)
        _kept = (time.monotonic(), row)
    return _kept[1]


def forget() -> None:
    """Read the row anew at the next call: after a change, and between tests."""
    global _kept
    _kept = None
