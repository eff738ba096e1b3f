"""What is only read: the audit trail, and the state of the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import audit
from people.models import AuditEntry, Outbox
from people.querysets import OutboxQuerySet

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


class _ReadOnly(_Admin):
    """Nothing is added, changed or deleted here, whatever the role."""

    actions = None
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class WhatFilter(admin.SimpleListFilter):
    title = gettext_lazy("what")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(audit.LABELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(_ReadOnly):
    list_display = ["at", "what", "by", "thing", "details"]
    list_filter = [WhatFilter]
    list_select_related = ["by"]
    fields = readonly_fields = ("at", "what", "by", "thing", "details")
    date_hierarchy = "at"

    @admin.display(description=gettext_lazy("what"), ordering="name")
    def what(self, entry: AuditEntry) -> str:
        return str(audit.LABELS.get(entry.name, entry.name))

    @admin.display(description=gettext_lazy("on"))
    def thing(self, entry: AuditEntry) -> str:
        return f"{entry.on_type} {entry.on_id}".strip() or "–"

    @admin.display(description=gettext_lazy("details"))
    def details(self, entry: AuditEntry) -> str:
        plain = {name: value for name, value in entry.data.items() if name != "changes"}
        said = [f"{name}: {value}" for name, value in plain.items()]
        said += [
            f"{name}: {old or '–'} → {new or '–'}"
            for name, (old, new) in entry.data.get("changes", {}).items()
        ]
        return "; ".join(said) or "–"


class StateFilter(admin.SimpleListFilter):
    """Mails by what became of them."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("waiting")),
            ("sent", _("sent")),
            ("unclear", _("unclear")),
            ("failed", _("failed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        assert isinstance(queryset, OutboxQuerySet)
        return queryset.in_state(self.value() or "", timezone.now())


@admin.register(Outbox)
class OutboxAdmin(_ReadOnly):
    """To whom and in what state: neither subject nor text, which could tell what somebody did."""

    list_display = ["to", "state", "due_at", "tries", "error"]
    list_display_links = None
    list_filter = [StateFilter]
    search_fields = ["to"]

    @admin.display(description=gettext_lazy("state"))
    def state(self, mail: Outbox) -> str:
        words = {
            "sent": ("ok", _("sent")),
            "failed": ("bad", _("failed: nothing was sent")),
            "unclear": ("warn", _("unclear: may have been sent, is not sent again")),
            "sending": ("info", _("being sent")),
            "waiting": ("info", _("waiting")),
        }
        tone, word = words[mail.state(timezone.now())]
        return format_html('<span class="badge" data-tone="{}">{}</span>', tone, word)

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no page of one mail."""
        raise Http404

    history_view = change_view
