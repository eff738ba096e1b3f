"""Who works at the desk: social media managers and administrators. To everybody else it does not exist."""

from __future__ import annotations

from typing import Final

from people.access import role_required
from people.models import Employee
from people.roles import Role

ROLES: Final = frozenset({Role.SOCIAL_MEDIA_MANAGER, Role.ADMINISTRATOR})

for_managers = role_required(*ROLES)


def is_manager(person: Employee) -> bool:
    """Whether this person works at the desk."""
    return bool(person.roles & ROLES)
