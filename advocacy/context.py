"""What every page knows: the company's name, colour and person to ask, and in the demo its logins."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from people import company as company_settings
from people.roles import Role

DEMO_PASSWORD = "demo demo demo"  # noqa: S105 (printed on the sign-in page of the demo, nowhere else)


def company(request: HttpRequest) -> dict[str, object]:
    """The company settings, at most a few seconds old and without a query of their own most of the time.

    `demo_logins` is a function, so that only the sign-in page of the demo reads the cast.
    """
    return {"company": company_settings.current(), "demo_logins": _demo_logins() if settings.DEMO else None}


def _demo_logins() -> Callable[[], list[tuple[str, str]]]:
    def logins() -> list[tuple[str, str]]:
        """E-mail address and role of one person for each role, an employee first."""
        from home.demo.company import PEOPLE

        first = {role: next(p.email for p in PEOPLE if p.role == role) for role in Role.values}
        employee = next(p.email for p in PEOPLE if p.role is None and p.team_role == "member")
        return [(employee, gettext("Employee"))] + [
            (email, str(Role(role).label)) for role, email in first.items()
        ]

    return logins
