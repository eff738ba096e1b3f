"""The company's own settings, read on every page and therefore kept for a few seconds in each process."""

from __future__ import annotations

import time

from django.db import transaction

from people import audit
from people.models import CompanySettings, Employee

_KEEP_SECONDS = 5.0
_kept: tuple[float, CompanySettings] | None = None


def current() -> CompanySettings:
    """The settings in force, at most five seconds old. Makes the row on first use."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > _KEEP_SECONDS:
        row, _created = CompanySettings.objects.get_or_create(pk=1)
        _kept = (time.monotonic(), row)
    return _kept[1]


def placeholder() -> dict[str, str]:
    """The value of {company} in a suggestion. None until the name is set: whoever shares then writes it herself."""
    name = current().name
    return {"company": name} if name else {}


def rename(name: str, *, by: Employee | None) -> None:
    """Call the company `name`, and note it in the audit trail. Raises ValidationError for none or a long one."""
    row, _created = CompanySettings.objects.get_or_create(pk=1)
    before, row.name = row.name, name.strip()
    row.full_clean()
    if before == row.name:
        return
    with transaction.atomic():
        row.save(update_fields=["name"])
        audit.record("people.settings.changed", by=by, on=row, changes={"name": [before, row.name]})
        transaction.on_commit(forget)


def forget() -> None:
    """Read the row anew at the next call: after a change, and between tests."""
    global _kept
    _kept = None
