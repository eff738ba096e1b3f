"""Acknowledging a version of the guideline, the proof of it for HR, and its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from advocacy.lib.tables import as_csv
from guidelines.models import Acknowledgement, GuidelineVersion
from guidelines.querysets import AcknowledgementQuerySet
from people import audit
from people.models import CompanySettings, Employee


def acknowledge(version: GuidelineVersion, *, language: str, by: Employee) -> Acknowledgement:
    """Keep that this person read this version in this language. Saying it twice keeps the first time."""
    row, _created = Acknowledgement.objects.get_or_create(
        employee=by, version=version, defaults={"language": language, "at": timezone.now()}
    )
    return row


def export(rows: AcknowledgementQuerySet, *, by: Employee) -> bytes:
    """The proof as a CSV file, times in UTC. Who took it, and how many lines, stands in the audit trail."""
    table = [
        (
            row.employee.get_full_name(),
            row.employee.email,
            ", ".join(team.name for team in row.employee.teams.all()),
            row.version.number,
            row.language,
            row.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            row.employee.left_at.strftime("%Y-%m-%d") if row.employee.left_at else "",
        )
        for row in rows.with_people()
    ]
    audit.record("guidelines.acknowledgements.exported", by=by, number=len(table))
    header = (
        _("name"),
        _("e-mail address"),
        _("teams"),
        _("version"),
        _("language"),
        _("time (UTC)"),
        _("left"),
    )
    return as_csv(header, table)


def forget_leavers(now: datetime | None = None) -> int:
    """Remove the rows of people who left longer ago than the company keeps them. Gives how many."""
    days = CompanySettings.objects.filter(pk=1).values_list("acknowledgement_days", flat=True).first()
    until = (now or timezone.now()) - timedelta(days=365 if days is None else days)
    return Acknowledgement.objects.of_leavers(until).delete()[0]
