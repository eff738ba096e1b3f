"""Versions of the guideline at the desk: a draft is one page with all its rules, a published version is only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from advocacy.lib import markdown
from guidelines import drafting, publishing, reading
from guidelines.forms import MAX_BYTES, DraftForms, VersionForm, forms_from, forms_of
from guidelines.models import GuidelineVersion
from guidelines.querysets import GuidelineVersionQuerySet, PublishedForGood
from people.access import AuthedRequest
from people.models import Language

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


@admin.register(GuidelineVersion)
class GuidelineVersionAdmin(_Admin):
    """The list of versions, the page of a draft, the page of a published version."""

    list_display = ["__str__", "state", "effective_at", "rules_in_it", "acknowledged_by"]
    list_filter = ["published_at"]
    actions = ["publish", "start_next"]

    def get_queryset(self, request: HttpRequest) -> GuidelineVersionQuerySet:
        return GuidelineVersion.objects.with_numbers()

    def get_urls(self) -> list[URLPattern]:
        """The live preview beside Django's own addresses."""
        preview = path(
            "preview/",
            self.admin_site.admin_view(require_POST(self.preview)),
            name="guidelines_guidelineversion_preview",
        )
        return [preview, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No bulk deletion: a draft asks on its own page."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing of a published version is ever deleted, whatever the role."""
        published = isinstance(obj, GuidelineVersion) and obj.published_at is not None
        return not published and super().has_delete_permission(request, obj)

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
            try:
                self._publish(request, version)
            except ValidationError as error:
                for sentence in error.messages:
                    self.message_user(request, sentence, messages.ERROR)

    @admin.action(description=gettext_lazy("Begin the next version from this one"), permissions=["add"])
    def start_next(self, request: AuthedRequest, versions: QuerySet[GuidelineVersion]) -> HttpResponse | None:
        if len(versions) != 1:
            self.message_user(request, _("Choose one version to begin from."), messages.WARNING)
            return None
        return redirect(self._address(drafting.start_next(versions[0])))

    def add_view(  # type: ignore[override]
        self, request: AuthedRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin the next version with all the words of the newest one; before the first, with the starter."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return redirect(self._address(drafting.start(by=request.user)))
        context = {
            "title": _("Begin a version"),
            "newest": GuidelineVersion.objects.published().order_by("-number").first(),
            "drafts": GuidelineVersion.objects.filter(published_at=None),
        }
        return self._show(request, "guidelines/admin_start.html", context)

    def change_view(  # type: ignore[override]
        self,
        request: AuthedRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A draft to write, or a published version to read."""
        version = self.get_object(request, unquote(object_id))
        if version is None:
            raise Http404
        if not self.has_change_permission(request, version):
            raise PermissionDenied
        if request.method == "POST":
            return self._receive(request, version)
        if version.published_at is not None:
            return self._read(request, version)
        return self._write(request, version, _stored(version))

    def preview(self, request: HttpRequest) -> HttpResponse:
        """Markdown as people will see it, as a piece of HTML."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        text = request.POST.get("text", "")
        return HttpResponse("" if len(text.encode()) > MAX_BYTES else markdown.render(text))

    def _receive(self, request: AuthedRequest, version: GuidelineVersion) -> HttpResponse:
        """What was sent: a rule moved, a look at the preview, or everything to be stored."""
        sent = forms_from(request.POST)
        doing = request.POST.get("do", "")
        if doing not in {"save", "publish"} and not version.published_at:
            return self._write(request, version, sent, unsaved=True)
        if not sent.is_valid() and not version.published_at:
            return self._write(request, version, sent, status=422)
        try:
            if version.published_at:
                raise PublishedForGood
            drafting.save(version, sent.words(), seen=sent.version.cleaned_data["seen"])
        except PublishedForGood:
            sent.problems.append(
                _(
                    "Version %(number)s was published meanwhile and never changes. Your words are still here: "
                    "copy what you need into the next version."
                )
                % {"number": version.number}
            )
            return self._write(request, version, sent, status=409)
        except drafting.ChangedMeanwhile:
            return self._tell_of_another(request, version, sent)
        return self._proceed(request, version, doing)

    def _tell_of_another(
        self, request: AuthedRequest, version: GuidelineVersion, sent: DraftForms
    ) -> HttpResponse:
        """Somebody else saved first: the words stay, and saving once more puts them in place of the others."""
        values = {**request.POST.dict(), "seen": drafting.fingerprint(version)}
        sent.version = VersionForm(values)
        sent.problems.append(
            _("Somebody else saved this draft meanwhile. Save again to put your words in place of theirs.")
        )
        return self._write(request, version, sent, status=409)

    def _proceed(self, request: AuthedRequest, version: GuidelineVersion, doing: str) -> HttpResponse:
        """After saving: back to the page, or on to publishing."""
        if doing == "save":
            self.message_user(request, _("Saved."), messages.SUCCESS)
            return redirect(self._address(version))
        try:
            self._publish(request, version)
        except ValidationError as error:
            fresh = GuidelineVersion.objects.get(pk=version.pk)
            kept = _stored(fresh)
            kept.problems = error.messages
            return self._write(request, fresh, kept, status=422)
        return redirect("admin:guidelines_guidelineversion_changelist")

    def _publish(self, request: AuthedRequest, version: GuidelineVersion) -> None:
        number = {"number": version.number}
        if publishing.publish(version, by=request.user):
            self.message_user(request, _("Version %(number)s is published.") % number, messages.SUCCESS)
        else:
            sentence = _("Version %(number)s was published already. Nothing was changed.")
            self.message_user(request, sentence % number, messages.WARNING)

    def _write(
        self,
        request: HttpRequest,
        version: GuidelineVersion,
        draft: DraftForms,
        *,
        status: int = 200,
        unsaved: bool = False,
    ) -> HttpResponse:
        bodies = [
            (language.value, language.label, draft.texts[language.value], _seen_as(draft, language.value))
            for language in Language
        ]
        context = {
            "title": _("Version %(number)s, a draft") % {"number": version.number},
            "original": version,
            "draft": draft,
            "bodies": bodies,
            "unsaved": unsaved,
        }
        return self._show(request, "guidelines/admin_draft.html", context, status=status)

    def _read(self, request: HttpRequest, version: GuidelineVersion) -> HttpResponse:
        language = request.GET.get("lang", "")
        language = language if language in Language.values else str(getattr(request.user, "language", ""))
        others = [(code, label) for code, label in Language.choices if code != language]
        context = {
            "title": _("Version %(number)s") % {"number": version.number},
            "original": version,
            "reading": reading.compose(version, language),
            "other_languages": others,
        }
        return self._show(request, "guidelines/admin_version.html", context)

    def _show(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        page = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, page, status=status)

    def _address(self, version: GuidelineVersion) -> str:
        return reverse("admin:guidelines_guidelineversion_change", args=[version.pk])


def _stored(version: GuidelineVersion) -> DraftForms:
    return forms_of(drafting.words_of(version), drafting.fingerprint(version))


def _seen_as(draft: DraftForms, language: str) -> str:
    """The introduction as people will see it; nothing of a text that is too long."""
    text = str(draft.texts[language]["body"].value() or "")
    return "" if len(text.encode()) > MAX_BYTES else markdown.render(text)
