"""Which part of a page is wanted: all of it, or what htmx puts into the dialog."""

from __future__ import annotations

from people.access import AuthedRequest

# The element that htmx fills, and the part of the template that goes into it.
PARTS = {"sheet": "dialog", "sheet-inner": "inner", "result": "result"}


def part_for(request: AuthedRequest, template: str) -> str:
    """The template's name, with the part that the asking element takes."""
    part = PARTS.get(request.htmx.target or "") if request.htmx else None
    return f"{template}#{part}" if part else template
