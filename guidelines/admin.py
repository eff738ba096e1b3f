"""The guideline at the desk: drafts are written here, published versions are only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guidelines import drafting, publishing
from guidelines.models import GuidelineText, GuidelineVersion, Rule, RuleText
from guidelines.querysets import GuidelineVersionQuerySet
from people.access import AuthedRequest
from people.models import Language

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
    _Stacked = admin.StackedInline[Any, Any]
    _Tabular = admin.TabularInline[Any, Any]
    _AnyInline = InlineModelAdmin[Any, Any]
else:
    _Admin, _Stacked, _Tabular = admin.ModelAdmin, admin.StackedInline, admin.TabularInline
    _AnyInline = InlineModelAdmin


def _published(obj: object) -> bool:
    """True for a published version and for everything that belongs to one."""
    if isinstance(obj, Rule):
        obj = obj.version
    return isinstance(obj, GuidelineVersion) and obj.published_at is not None


class _ReadOnlyOncePublished:
    """Nothing of a published version can be changed or deleted, whatever the role."""

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return not _published(obj) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return not _published(obj) and super().has_delete_permission(request, obj)  # type: ignore[misc]


class _Inline(_ReadOnlyOncePublished, _AnyInline):
    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:  # type: ignore[override]
        return not _published(obj) and super().has_add_permission(request, obj)


class _Page(_ReadOnlyOncePublished, _Admin):
    """A page without bulk deletion: each row asks on its own page."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class GuidelineTextInline(_Inline, _Stacked):
    model = GuidelineText
    min_num = max_num = len(Language)
    extra = 0


class RuleInline(_Inline, _Tabular):
    model = Rule
    extra = 0
    fields = ["position", "key", "kind"]
    show_change_link = True


class RuleTextInline(_Inline, _Stacked):
    model = RuleText
    min_num = max_num = len(Language)
    extra = 0


@admin.register(GuidelineVersion)
class GuidelineVersionAdmin(_Page):
    """Versions of the guideline. A draft has a button to publish it; a published one can begin the next."""

    list_display = ["__str__", "state", "effective_at", "rules_in_it", "acknowledged_by"]
    list_filter = ["published_at"]
    fields = ["number", "effective_at", "grace_days", "change_note", "published_at"]
    readonly_fields = ["published_at"]
    inlines = [GuidelineTextInline, RuleInline]
    actions = ["publish", "start_next"]
    change_form_template = "guidelines/admin_version.html"

    def get_queryset(self, request: HttpRequest) -> GuidelineVersionQuerySet:
        return GuidelineVersion.objects.with_numbers()

    @admin.display(description=gettext_lazy("state"))
    def state(self, version: GuidelineVersion) -> str:
        if version.published_at is None:
            return _("Draft")
        return _("Planned") if version.effective_at > timezone.now() else _("Published")

    @admin.display(description=gettext_lazy("rules"))
    def rules_in_it(self, version: GuidelineVersion) -> int:
        return int(version.rule_count)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("acknowledged by"))
    def acknowledged_by(self, version: GuidelineVersion) -> str:
        count = int(version.acknowledged_count)  # type: ignore[attr-defined]
        return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: AuthedRequest, versions: QuerySet[GuidelineVersion]) -> None:
        for version in versions:
            self._publish(request, version)

    @admin.action(description=gettext_lazy("Begin the next version from this one"), permissions=["add"])
    def start_next(self, request: AuthedRequest, versions: QuerySet[GuidelineVersion]) -> HttpResponse | None:
        if len(versions) != 1:
            self.message_user(request, _("Choose one version to begin from."), messages.WARNING)
            return None
        draft = drafting.start_next(versions[0])
        return redirect(reverse("admin:guidelines_guidelineversion_change", args=[draft.pk]))

    def response_change(self, request: HttpRequest, obj: GuidelineVersion) -> HttpResponse:
        if "_publish" not in request.POST:
            return super().response_change(request, obj)
        self._publish(request, obj)  # type: ignore[arg-type]
        return redirect(request.path)

    def _publish(self, request: AuthedRequest, version: GuidelineVersion) -> None:
        try:
            publishing.publish(version, by=request.user)
        except ValidationError as error:
            for sentence in error.messages:
                self.message_user(request, sentence, messages.ERROR)
        else:
            self.message_user(
                request, _("Version %(number)s is published.") % {"number": version.number}, messages.SUCCESS
            )


@admin.register(Rule)
class RuleAdmin(_Page):
    """One rule with its words in every language, reached from its version."""

    list_display = ["key", "version", "kind", "position"]
    list_filter = ["version", "kind"]
    list_select_related = ["version"]
    search_fields = ["key", "texts__title", "texts__sentence"]
    inlines = [RuleTextInline]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "version":
            kwargs["queryset"] = GuidelineVersion.objects.filter(published_at=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
