"""Employees and teams: who works here, in which role. People come by invitation or table, and leave; none vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from people import audit, importing, leaving, roles, second_factor
from people.forms import time_zone_choices
from people.models import Employee, Membership, Team
from people.roles import Role

if TYPE_CHECKING:
    _EmployeeAdmin = admin.ModelAdmin[Employee]
    _TeamAdmin = admin.ModelAdmin[Team]
    _Members = admin.TabularInline[Membership, Team]
    _Teams = admin.TabularInline[Membership, Employee]
    _EmployeeForm = forms.ModelForm[Employee]
else:
    _EmployeeAdmin = _TeamAdmin = admin.ModelAdmin
    _Members = _Teams = admin.TabularInline
    _EmployeeForm = forms.ModelForm


class EmployeeForm(_EmployeeForm):
    """One person, with her roles as a list to tick."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everybody is an employee. A role opens the desk."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    class Meta:
        model = Employee
        fields = ["email", "first_name", "last_name", "language", "time_zone", "location", "is_active"]
        help_texts = {
            "is_active": gettext_lazy(
                "Untick when somebody leaves: all sessions end, and nothing of this person is published any more."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].initial = [role.value for role in self.instance.roles]
        zone = cast(forms.ChoiceField, self.fields["time_zone"])
        zone.choices = time_zone_choices(self.instance.time_zone)

    def clean(self) -> dict[str, Any]:
        """Somebody must be left who can let people in."""
        values = super().clean() or {}
        stays = values.get("is_active") and Role.ADMINISTRATOR in values.get("roles", [])
        if not stays and roles.is_last_administrator(self.instance):
            raise forms.ValidationError(
                _("This is the last administrator. Make somebody else an administrator first.")
            )
        return values


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(role.value, role.label) for role in Role]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class TeamsOfEmployee(_Teams):
    model = Membership
    extra = 0
    autocomplete_fields = ["team"]


@admin.register(Employee)
class EmployeeAdmin(_EmployeeAdmin):
    """List, change, import and export of people."""

    form = EmployeeForm
    inlines = [TeamsOfEmployee]
    list_display = ["name", "email", "role_badges", "team_names", "location", "is_active"]
    list_display_links = ["name"]
    list_filter = ["is_active", RoleFilter, "teams", "location"]
    search_fields = ["email", "first_name", "last_name"]
    list_per_page = 50
    change_list_template = "admin/people/employee/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("import/", self.admin_site.admin_view(self.import_view), name="people_employee_import"),
            path(
                "export/",
                self.admin_site.admin_view(require_POST(self.export_view)),
                name="people_employee_export",
            ),
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Employee]:
        return super().get_queryset(request).prefetch_related("groups", "teams")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come by invitation, table or command."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Employee | None = None) -> bool:
        """People leave; they are not deleted here."""
        return False

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def name(self, person: Employee) -> str:
        return person.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def role_badges(self, person: Employee) -> str:
        held = {group.name for group in person.groups.all()}
        badges = ((role.label,) for role in Role if role.value in held)
        return format_html_join(" ", '<span class="badge" data-tone="info">{}</span>', badges) or "–"

    @admin.display(description=gettext_lazy("teams"))
    def team_names(self, person: Employee) -> str:
        return ", ".join(team.name for team in person.teams.all()) or "–"

    def save_model(self, request: HttpRequest, obj: Employee, form: Any, change: bool) -> None:
        """Words are saved here; role and leaving go the way of their own verbs."""
        by = cast(Employee, request.user)
        stays = obj.is_active
        before = Employee.objects.get(pk=obj.pk)
        obj.is_active = before.is_active
        obj.save()
        _note_changes(before, obj, by=by)
        _set_roles(obj, set(form.cleaned_data["roles"]), by=by)
        if stays != before.is_active:
            (leaving.enable if stays else leaving.disable)(obj, by=by)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """One person, after the administrator has proved herself lately."""
        second_factor.ask_again(request)
        return super().changeform_view(request, *args, **kwargs)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Bring people in from a CSV file, or say line by line why not."""
        second_factor.ask_again(request)
        if not request.user.has_perm("people.add_employee"):
            raise PermissionDenied
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        outcome = None
        if request.method == "POST" and form.is_valid():
            outcome = form.bring_in(by=cast(Employee, request.user))
            if outcome and not outcome.errors:
                messages.success(request, _said(outcome))
                return HttpResponseRedirect(reverse("admin:people_employee_changelist"))
        refused = bool(form.errors or outcome)
        page = {
            **self.admin_site.each_context(request),
            "title": _("Import people"),
            "opts": self.opts,
            "form": form,
            "outcome": outcome,
            "columns": importing.COLUMNS,
        }
        return TemplateResponse(
            request, "admin/people/employee/import.html", page, status=422 if refused else 200
        )

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """All people as a CSV file; the audit trail keeps who took it."""
        second_factor.ask_again(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        table = importing.export_people(Employee.objects.all(), by=cast(Employee, request.user))
        return HttpResponse(
            table,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="people.csv"', "Cache-Control": "no-store"},
        )


class ImportForm(forms.Form):
    """A CSV file, and whether new people are told."""

    file = forms.FileField(label=gettext_lazy("CSV file"))
    send_invitations = forms.BooleanField(
        label=gettext_lazy("Send invitations"),
        required=False,
        help_text=gettext_lazy("New people get a mail that tells them how to sign in."),
    )

    def bring_in(self, *, by: Employee) -> importing.Outcome | None:
        """Import the file; a file that cannot be read becomes an error of the field."""
        try:
            return importing.import_people(
                self.cleaned_data["file"].read(importing.MAX_BYTES + 1),
                send_invitations=self.cleaned_data["send_invitations"],
                by=by,
            )
        except importing.NotATable as error:
            self.add_error("file", str(error))
            return None


def _said(outcome: importing.Outcome) -> str:
    people = ngettext("%(number)s new person.", "%(number)s new people.", outcome.new) % {
        "number": outcome.new
    }
    rest = _("%(updated)s updated, %(unchanged)s unchanged.") % {
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
    }
    return f"{people} {rest}"


def _note_changes(before: Employee, after: Employee, *, by: Employee) -> None:
    words = ("email", "first_name", "last_name", "language", "time_zone", "location")
    changes = {
        name: [getattr(before, name), getattr(after, name)]
        for name in words
        if getattr(before, name) != getattr(after, name)
    }
    if changes:
        audit.record("people.employee.changed", by=by, on=after, changes=changes)


def _set_roles(person: Employee, wanted: set[str], *, by: Employee) -> None:
    for role in Role:
        if role.value in wanted and role not in person.roles:
            roles.grant(person, role, by=by)
        elif role.value not in wanted and role in person.roles:
            roles.take(person, role, by=by)


class MembersOfTeam(_Members):
    model = Membership
    extra = 0
    autocomplete_fields = ["employee"]


@admin.register(Team)
class TeamAdmin(_TeamAdmin):
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    inlines = [MembersOfTeam]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A team is not part of itself."""
        match = request.resolver_match
        if db_field.name == "parent" and match is not None and "object_id" in match.kwargs:
            kwargs["queryset"] = Team.objects.exclude(pk=match.kwargs["object_id"])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
