"""Filters of the item list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import Item, ItemText
from people.models import Language


class StageFilter(admin.SimpleListFilter):
    """Planned, live or past: where an approved item stands today."""

    title = gettext_lazy("time")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        stages = (Item.Stage.PLANNED, Item.Stage.LIVE, Item.Stage.PAST)
        return [(stage.value, str(stage.label)) for stage in stages]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Item]) -> QuerySet[Item]:
        now = timezone.now()
        items = Item.objects
        chosen = {"planned": items.planned, "live": items.live, "past": items.past}.get(self.value() or "")
        return queryset.filter(pk__in=chosen(now).order_by().values("pk")) if chosen else queryset


class TextLanguageFilter(admin.SimpleListFilter):
    """Which language an item has words in, or lacks."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            *((language.value, str(language.label)) for language in Language),
            ("no-en", _("English is missing")),
            ("no-de", _("German is missing")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Item]) -> QuerySet[Item]:
        value = self.value() or ""
        language = value.removeprefix("no-")
        if language not in Language.values:
            return queryset
        written = Exists(ItemText.objects.filter(item=OuterRef("pk"), language=language))
        return queryset.filter(~written if value.startswith("no-") else written)
