"""What a person may do here: roles as Django groups, with the permissions each brings.

Everyone is an employee. The other roles are groups of the same name; only `grant` and `take` change them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import Employee


class Role(models.TextChoices):
    CURATOR = "curator", _("Curator")
    SOCIAL_MEDIA_MANAGER = "social media manager", _("Social media manager")
    ADMINISTRATOR = "administrator", _("Administrator")


_CURATION = [
    f"content.{verb}_{model}"
    for model in ("channel", "topic", "item", "itemtext", "suggestion", "picture")
    for verb in ("view", "add", "change", "delete")
]
_GUIDELINES = [
    f"guidelines.{verb}_{model}"
    for model in ("guidelineversion", "guidelinetext", "rule", "ruletext")
    for verb in ("view", "add", "change", "delete")
]
_WORDS = [
    *(
        f"guidelines.{verb}_{model}"
        for model in ("term", "disclosurerule", "disclosurewording")
        for verb in ("view", "add", "change", "delete")
    ),
    "guidelines.view_override",
]
_DESK = [f"desk.{verb}_holdingreply" for verb in ("view", "add", "change", "delete")]
_PEOPLE = [
    *(
        f"people.{verb}_{model}"
        for model in ("employee", "team", "membership")
        for verb in ("view", "add", "change")
    ),
    *(f"people.{verb}_invitation" for verb in ("view", "add", "delete")),
    "people.delete_team",
    "people.delete_membership",
    "people.view_companysettings",
    "people.change_companysettings",
    "people.view_auditentry",
    "people.view_outbox",
]
# HR's one list by person; whoever opens or exports it leaves a line in the audit trail.
_PROOF = ["guidelines.view_acknowledgement"]

PERMISSIONS: dict[Role, list[str]] = {
    Role.CURATOR: _CURATION,
    Role.SOCIAL_MEDIA_MANAGER: [*_CURATION, *_GUIDELINES, *_WORDS, *_DESK],
    Role.ADMINISTRATOR: [*_CURATION, *_GUIDELINES, *_WORDS, *_DESK, *_PEOPLE, *_PROOF],
}


def sync_groups() -> None:
    """Make the group of each role and give it exactly the permissions listed here. Run after every migration."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, names in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set([known[name] for name in names if name in known])


class LastAdministrator(Exception):
    """Somebody must be left who can let people in."""


class NotAllowed(Exception):
    """Nobody gives or takes a role above their own."""


def grant(person: Employee, role: Role, *, by: Employee | None) -> None:
    """Give a person a role. Her sessions go on; the audit trail keeps who gave it.

    `by` None is the command line. NotAllowed when `by` has no role as high as this one.
    """
    _change(person, role, by=by, added=True)


def take(person: Employee, role: Role, *, by: Employee | None) -> None:
    """Take a role from a person. LastAdministrator, NotAllowed as in `grant`."""
    _change(person, role, by=by, added=False)


def guard_last_administrator(person: Employee) -> None:
    """LastAdministrator when nobody else active is one. Call inside the transaction that changes it."""
    # The lock makes two administrators who remove each other wait for one another (PostgreSQL; SQLite has one writer).
    group = Group.objects.select_for_update().get(name=Role.ADMINISTRATOR.value)
    if is_last_administrator(person, group):
        raise LastAdministrator


def is_last_administrator(person: Employee, group: Group | None = None) -> bool:
    """Whether the company would be left without an administrator if this person stopped being one."""
    holders = (group or Group.objects.get(name=Role.ADMINISTRATOR.value)).user_set.filter(is_active=True)
    return set(holders.values_list("pk", flat=True)) == {person.pk}


def _rank(role: Role) -> int:
    return list(Role).index(role)


def _change(person: Employee, role: Role, *, by: Employee | None, added: bool) -> None:
    from people import audit

    if by is not None and _rank(role) > max(map(_rank, by.roles), default=-1):
        raise NotAllowed
    with transaction.atomic():
        group, _created = Group.objects.get_or_create(name=role.value)
        if role is Role.ADMINISTRATOR and not added:
            guard_last_administrator(person)
        if person.groups.filter(pk=group.pk).exists() == added:
            return
        (person.groups.add if added else person.groups.remove)(group)
        person.is_staff = person.groups.filter(name__in=Role.values).exists()
        person.save(update_fields=["is_staff"])
        person.__dict__.pop("roles", None)
        audit.record(
            "people.role.granted" if added else "people.role.taken", by=by, on=person, role=role.value
        )
