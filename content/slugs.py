"""Addresses made from titles, in plain letters."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.text import slugify

MAX_LENGTH = 60

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"})


def slug_of(title: str) -> str:
    """The title as a slug of at most MAX_LENGTH characters; random letters where it has no Latin ones."""
    words = slugify(title.translate(_SPELT_OUT))[:MAX_LENGTH].strip("-")
    return words or secrets.token_hex(4)


def free_slug(model: type[models.Model], title: str) -> str:
    """A slug for this title that no row of the model has yet."""
    base = slug_of(title)
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
