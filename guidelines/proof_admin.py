"""HR's list of who acknowledged what, the one list by person. Each look and each export is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from guidelines import acknowledging
from guidelines.models import Acknowledgement
from guidelines.querysets import AcknowledgementQuerySet
from people import audit, second_factor
from people.models import Employee

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Acknowledgement]
else:
    _Admin = admin.ModelAdmin


@admin.register(Acknowledgement)
class AcknowledgementAdmin(_Admin):
    """Only to read and to export."""

    list_display = ["employee", "teams", "version", "language", "at"]
    list_display_links = None
    list_filter = ["version", "language", "employee__teams", "employee__is_active"]
    search_fields = ["employee__first_name", "employee__last_name", "employee__email"]
    list_per_page = 100
    actions = None
    change_list_template = "guidelines/admin_proof.html"

    def get_queryset(self, request: HttpRequest) -> AcknowledgementQuerySet:
        return Acknowledgement.objects.with_people()

    def get_urls(self) -> list[URLPattern]:
        """The export beside Django's own addresses."""
        export = path(
            "export/",
            self.admin_site.admin_view(require_POST(self.export)),
            name="guidelines_acknowledgement_export",
        )
        return [export, *super().get_urls()]

    @admin.display(description=_("teams"))
    def teams(self, row: Acknowledgement) -> str:
        return ", ".join(team.name for team in row.employee.teams.all()) or "–"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; who looked, and by which filter, is written down."""
        second_factor.ask_again(request)
        if self.has_view_permission(request):
            by = cast(Employee, request.user)
            audit.record("guidelines.acknowledgements.viewed", by=by, filter=request.GET.urlencode()[:500])
        return super().changelist_view(request, extra_context)

    def export(self, request: HttpRequest) -> HttpResponse:
        """All rows as a CSV file."""
        second_factor.ask_again(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        table = acknowledging.export(Acknowledgement.objects.all(), by=cast(Employee, request.user))
        return HttpResponse(
            table,
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": 'attachment; filename="acknowledgements.csv"',
                "Cache-Control": "no-store",
            },
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Acknowledgement | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Acknowledgement | None = None) -> bool:
        return False
