"""Terms, disclosure and reasons given, at the desk. Imported when the app is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from advocacy.templatetags.ui import icon
from guidelines import listing
from guidelines.checks.naming import end_in_words
from guidelines.models import DisclosureRule, DisclosureWording, GuidelineVersion, Override, RuleText, Term
from guidelines.term_forms import LinesForm, TermForm

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin

# Colour is never alone: each has an icon and a word too.
BADGES = {
    Term.Action.HINT: ("info", "eye"),
    Term.Action.CONFIRM: ("warn", "warn"),
    Term.Action.BLOCK: ("bad", "stop"),
}

FINDINGS = {
    "confidential": _("confidential name"),
    "competitor": _("another company"),
    "unchecked": _("pattern not checked in time"),
    "iban": _("bank account number"),
    "card": _("card number"),
    "email": _("e-mail address"),
    "phone": _("telephone number"),
}


def _badge(tone: str, icon_name: str, label: str) -> SafeString:
    return format_html('<span class="badge" data-tone="{}">{}{}</span>', tone, icon(icon_name), label)


@admin.register(Term)
class TermAdmin(_Admin):
    """Confidential names and other companies. Saved one by one, so that every change is noticed at once."""

    form = TermForm
    list_display = ["pattern", "purpose", "kind", "badge", "ends", "note"]
    list_filter = ["purpose", "action", "kind", "language"]
    search_fields = ["pattern", "note"]
    list_per_page = 100
    change_list_template = "guidelines/admin_terms.html"
    fieldsets = [
        (None, {"fields": ["purpose", "kind", "pattern", "language", "action"]}),
        (_("Embargo"), {"fields": [("until_date", "until_time", "until_zone")]}),
        (None, {"fields": ["note"]}),
    ]

    @admin.display(description=_("what happens"), ordering="action")
    def badge(self, obj: Term) -> SafeString:
        if obj.until and obj.until <= timezone.now():
            return _badge("", "check", gettext("over, may be named"))
        tone, icon_name = BADGES[Term.Action(obj.action)]
        return _badge(tone, icon_name, obj.get_action_display())

    @admin.display(description=_("until"), ordering="until")
    def ends(self, obj: Term) -> str:
        return end_in_words(obj.until, obj.until_zone) if obj.until else "–"

    def get_urls(self) -> list[URLPattern]:
        """The page for pasted lines beside Django's own."""
        paste = path("paste/", self.admin_site.admin_view(self.paste), name="guidelines_term_paste")
        return [paste, *super().get_urls()]

    def paste(self, request: HttpRequest) -> HttpResponse:
        """Many terms at once. If one line is wrong, nothing is stored and everything stays on the page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = LinesForm(request.POST or None)
        listed = listing.Listed()
        if request.method == "POST" and form.is_valid():
            listed = listing.list_lines(form.cleaned_data["lines"], form.instance)
            if not listed.refused:
                self._say(request, listed)
                return redirect("admin:guidelines_term_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Paste terms"),
            "opts": self.opts,
            "form": form,
            "refused": listed.refused,
            "media": self.media + form.media,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "guidelines/admin_paste.html", context, status=status)

    def _say(self, request: HttpRequest, listed: listing.Listed) -> None:
        said = ngettext("%(n)s term added.", "%(n)s terms added.", listed.added) % {"n": listed.added}
        known = ngettext("%(n)s was there already.", "%(n)s were there already.", listed.known)
        if listed.known:
            said = f"{said} {known % {'n': listed.known}}"
        self.message_user(request, said, messages.SUCCESS)


@admin.register(DisclosureWording)
class DisclosureWordingAdmin(_Admin):
    list_display = ["text", "language", "position"]
    list_filter = ["language"]


@admin.register(DisclosureRule)
class DisclosureRuleAdmin(_Admin):
    list_display = ["__str__", "location", "item_kind", "network", "badge"]
    list_filter = ["required", "item_kind"]

    @admin.display(description=_("disclosure"), ordering="required")
    def badge(self, obj: DisclosureRule) -> SafeString:
        if obj.required:
            return _badge("ok", "check", gettext("needed"))
        return _badge("", "close", gettext("not needed"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say it where rules stand without a wording to put in."""
        if not DisclosureWording.objects.exists():
            self.message_user(
                request, gettext("Add a wording first: without one, no rule adds anything."), messages.WARNING
            )
        return super().changelist_view(request, extra_context)


@admin.register(Override)
class OverrideAdmin(_Admin):
    """Why people went on past a finding. Only to read, and nobody's name is in it."""

    list_display = ["when", "finding", "rule", "network", "reason"]
    list_filter = ["code", "network"]
    search_fields = ["reason"]
    fields = ["when", "finding", "rule", "network", "reason"]
    readonly_fields = ["when", "finding", "rule", "network", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Override]:
        """Reasons with the rule's title as it stands in the version in force."""
        texts = RuleText.objects.filter(
            rule__key=OuterRef("rule_key"),
            rule__version=GuidelineVersion.objects.in_force(timezone.now()),
            language=get_language() or "en",
        )
        reasons: QuerySet[Override] = super().get_queryset(request)
        return reasons.annotate(rule_title=Subquery(texts.values("title")[:1]))

    @admin.display(description=_("day"), ordering="at")
    def when(self, obj: Override) -> str:
        """The day alone: the minute would lead to the post, and so to the person."""
        return formats.date_format(timezone.localtime(obj.at), "SHORT_DATE_FORMAT")

    @admin.display(description=_("rule"), ordering="rule_key")
    def rule(self, obj: Override) -> str:
        return str(obj.rule_title or obj.rule_key)  # type: ignore[attr-defined]

    @admin.display(description=_("finding"), ordering="code")
    def finding(self, obj: Override) -> str:
        return str(FINDINGS.get(obj.code, obj.code))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Override | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Override | None = None) -> bool:
        return False
