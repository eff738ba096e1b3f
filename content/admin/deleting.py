"""What the desk says before it deletes something: never what one person shared or dismissed."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class KeepsPeoplePrivate(ModelAdmin):
    """Deletion that names only the things themselves, and one sentence where shares hold on to them."""

    def get_deleted_objects(
        self, objs: Collection[models.Model], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """As Django's, without the rows of people that hang on an item."""
        _all, _counts, perms_needed, protected = super().get_deleted_objects(objs, request)  # type: ignore[arg-type]
        names = [str(obj) for obj in objs]
        counts = {str(self.opts.verbose_name_plural): len(names)}
        # Channels hold their items by the same means, and say so in the same place.
        return names, counts, set(perms_needed), [self.kept_because()] if protected else []

    def kept_because(self) -> str:
        """The sentence for things that cannot be deleted."""
        return _("Colleagues have shared it, so it stays on record. Withdraw it instead.")
