"""Placeholders in suggested posts, such as {first_name}: which there are, and putting in their values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLACEHOLDERS = ("link", "first_name", "last_name", "company", "title")

_IN_BRACES = re.compile(r"\{([^{}]*)\}")


def unknown_placeholders(text: str) -> list[str]:
    """The names in braces that we do not know, in the order of the text."""
    return [name for name in _IN_BRACES.findall(text) if name not in PLACEHOLDERS]


def validate_placeholders(text: str) -> None:
    """Refuse a text with a placeholder that we cannot fill."""
    if unknown := unknown_placeholders(text):
        raise ValidationError(
            _("We do not know %(name)s. You can use: %(known)s."),
            code="unknown_placeholder",
            params={
                "name": ", ".join(f"{{{name}}}" for name in unknown),
                "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
            },
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder that has a value replaced; the others stay as they are."""
    return _IN_BRACES.sub(lambda match: values.get(match[1], match[0]), text)
