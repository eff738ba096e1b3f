"""People at the desk: for administrators only, and never what one person shared, clicked or read."""

from people.admin import company, employees, invitations, records

__all__ = ["company", "employees", "invitations", "records"]
