"""Every change of weight leaves a line. Names are registered here, so that none is invented on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import AuditEntry, Employee

LABELS: dict[str, str | Promise] = {
    "people.role.granted": _("Role granted"),
    "people.role.taken": _("Role taken"),
    "people.invitation.sent": _("Invitation sent"),
    "people.invitation.accepted": _("Invitation accepted"),
    "people.imported": _("People imported"),
    "people.settings.changed": _("Company settings changed"),
    "people.employee.changed": _("Employee changed"),
    "people.employee.disabled": _("Employee disabled"),
    "people.employee.enabled": _("Employee enabled"),
    "people.exported": _("People exported"),
    "guidelines.version.published": _("Guideline version published"),
    "guidelines.acknowledgements.viewed": _("Confirmations of the guideline looked at"),
    "guidelines.acknowledgements.exported": _("Confirmations of the guideline exported"),
    "guidelines.reminded": _("Reminded of the guideline"),
    "content.item.published": _("Item published"),
    "content.item.withdrawn": _("Item withdrawn"),
    "content.feed.imported": _("Feed imported"),
    "desk.incident.seen": _("Difficult comment seen"),
    "desk.incident.assigned": _("Difficult comment taken over"),
    "desk.incident.closed": _("Difficult comment settled"),
}


def record(name: str, *, by: Employee | None, on: models.Model | None = None, **data: object) -> AuditEntry:
    """Write one line into the audit trail. `data` must be JSON and hold no secret. KeyError for an unknown name."""
    from people.models import AuditEntry

    if name not in LABELS:
        raise KeyError(f"{name} is not in people.audit.LABELS")
    return AuditEntry.objects.create(
        name=name,
        by=by,
        on_type=on._meta.label_lower if on is not None else "",
        on_id=str(on.pk) if on is not None else "",
        data=data,
    )
