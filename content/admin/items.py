"""Items on the desk: written, seen as employees see them, published and withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms.widgets import Script, URLInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from advocacy.templatetags.ui import icon
from content import counting, preflight, publishing
from content.admin.deleting import KeepsPeoplePrivate
from content.admin.filters import StageFilter, TextLanguageFilter
from content.forms import (
    PUBLISH,
    ItemForm,
    SuggestionForm,
    SuggestionFormSet,
    TextFormSet,
    WithdrawForm,
)
from content.models import Channel, Item, ItemText, Picture, Suggestion
from content.pictures import put
from people.models import Language

if TYPE_CHECKING:
    Stacked = admin.StackedInline[ItemText, Item]
    Tabular = admin.TabularInline[Suggestion, Item]
else:
    Stacked, Tabular = admin.StackedInline, admin.TabularInline

# An address without a scheme is one of https; a plain field, without the stock one's second copy of the address.
HTTPS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.URLField: {"assume_scheme": "https", "widget": URLInput(attrs={"class": "vURLField"})}
}

# Colour is never alone: each stage has an icon and a word too.
BADGES: dict[Item.Stage, tuple[str, str]] = {
    Item.Stage.PROPOSED: ("", "plus"),
    Item.Stage.DRAFT: ("", "edit"),
    Item.Stage.IN_REVIEW: ("warn", "eye"),
    Item.Stage.PLANNED: ("info", "clock"),
    Item.Stage.LIVE: ("ok", "check"),
    Item.Stage.PAST: ("", "calendar"),
    Item.Stage.WITHDRAWN: ("bad", "stop"),
}


def badge(item: Item) -> SafeString:
    """Where an item stands, as icon and word."""
    stage = item.stage(timezone.now())
    tone, icon_name = BADGES[stage]
    return format_html('<span class="badge" data-tone="{}">{}{}</span>', tone, icon(icon_name), stage.label)


class TextInline(Stacked):
    model = ItemText
    formset = TextFormSet
    fields = ["language", "title", "summary", "url", "body"]
    formfield_overrides = HTTPS
    max_num = len(Language)

    def get_extra(self, request: HttpRequest, obj: Item | None = None, **kwargs: Any) -> int:
        """One empty form for each language that has no text yet."""
        return len(Language) - (obj.texts.count() if obj else 0)


class SuggestionInline(Tabular):
    model = Suggestion
    form = SuggestionForm
    formset = SuggestionFormSet
    fields = ["text", "language", "network", "length"]
    readonly_fields = ["length"]

    def get_extra(self, request: HttpRequest, obj: Item | None = None, **kwargs: Any) -> int:
        """Three empty rows for a new item, one for another."""
        return 1 if obj else 3

    @admin.display(description=_("length"))
    def length(self, obj: Suggestion) -> SafeString:
        """How long the stored words are, by the rule of their network; the page keeps it up to date while typing."""
        return format_html('<output class="length">{}</output>', _length_in_words(obj))


def _length_in_words(suggestion: Suggestion) -> str:
    rest = counting.left(suggestion.text, suggestion.network)
    if rest is not None:
        return gettext("%(n)s left") % {"n": rest}
    said = gettext("%(n)s characters") % {"n": counting.length(suggestion.text, suggestion.network)}
    names = counting.too_long_for(suggestion.text)
    if not names:
        return said
    return said + ", " + gettext("too long for %(names)s") % {"names": ", ".join(names)}


@admin.register(Item)
class ItemAdmin(KeepsPeoplePrivate):
    form = ItemForm
    inlines = [TextInline, SuggestionInline]
    actions = ["publish_selected", "withdraw_selected"]
    list_display = ["title", "badge", "kind", "channel", "audience", "languages", "appears"]
    list_filter = [StageFilter, "state", "kind", "channel", TextLanguageFilter]
    search_fields = ["texts__title"]
    list_per_page = 50
    readonly_fields = ["picture_now"]
    formfield_overrides = HTTPS
    fieldsets = [
        (
            _("What"),
            {"fields": [("kind", "channel", "topic"), "destination", ("author", "site")]},
        ),
        (
            _("Picture"),
            {"fields": ["picture_now", "remove_picture", "new_picture", ("new_alt_en", "new_alt_de")]},
        ),
        (
            _("Who and when"),
            {
                "fields": [
                    "teams",
                    ("locations", "only_language"),
                    ("publish_at", "expires_at"),
                    "pinned",
                ]
            },
        ),
        (
            _("Event"),
            {"fields": [("starts_at", "ends_at"), ("zone", "place"), "online_url"], "classes": ["collapse"]},
        ),
        (_("Public page"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]

    class Media:
        css = {"all": ["css/card.css", "css/curating.css"]}
        js = [Script("js/admin-item.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        """Items with the words of the curator's language; the list needs teams and texts too."""
        items: QuerySet[Item] = Item.objects.with_card(get_language() or "en")
        match = request.resolver_match
        if match and match.url_name == "content_item_changelist":
            return items.prefetch_related("teams", "texts")
        return items

    def get_fieldsets(self, request: HttpRequest, obj: Item | None = None) -> Any:
        """Without a picture there is none to show and none to remove."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and obj.picture is not None:
            return fieldsets
        about_the_old_one = {"picture_now", "remove_picture"}
        return [
            (
                name,
                {**options, "fields": [each for each in options["fields"] if each not in about_the_old_one]},
            )
            for name, options in fieldsets
        ]

    @admin.display(description=_("picture"))
    def picture_now(self, obj: Item) -> SafeString:
        """The picture with its descriptions, and the way to change them."""
        if obj.picture is None:
            return SafeString("–")
        address = reverse("admin:content_picture_change", args=[obj.picture.pk])
        alts = {Language.EN: obj.picture.alt_en, Language.DE: obj.picture.alt_de}
        told = [(language.label, words or gettext("no description yet")) for language, words in alts.items()]
        return format_html(
            '<img class="shown" src="{}" alt="">{}<a href="{}">{}</a>',
            obj.picture.url,
            format_html_join("", "<p>{}: {}</p>", told),
            address,
            gettext("Change its description"),
        )

    @admin.display(description=_("title"), ordering="card_title")
    def title(self, obj: Item) -> str:
        return str(obj)

    @admin.display(description=_("state"), ordering="state")
    def badge(self, obj: Item) -> SafeString:
        return badge(obj)

    @admin.display(description=_("audience"))
    def audience(self, obj: Item) -> str:
        """Whom it is meant for, in words."""
        names = [team.name for team in obj.teams.all()] + ([obj.locations] if obj.locations else [])
        return ", ".join(names) or gettext("Everyone")

    @admin.display(description=_("languages"))
    def languages(self, obj: Item) -> str:
        return " ".join(sorted(text.language.upper() for text in obj.texts.all()))

    @admin.display(description=_("in the feed from"), ordering="publish_at")
    def appears(self, obj: Item) -> str:
        return date_format(timezone.localtime(obj.publish_at), "SHORT_DATETIME_FORMAT")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Channels and topics are kept on their own pages: no pencils and crosses beside the choice."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field

    def save_model(self, request: HttpRequest, obj: Item, form: Any, change: bool) -> None:
        """Keep a new picture, and who began the item."""
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        if webp := form.cleaned_data.get("new_picture"):
            words = {"alt_en": form.cleaned_data["new_alt_en"], "alt_de": form.cleaned_data["new_alt_de"]}
            obj.picture = put(Picture(**words), webp)
        elif form.cleaned_data.get("remove_picture"):
            obj.picture = None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Publish where that was pressed; otherwise count the change and place the item anew."""
        super().save_related(request, form, formsets, change)
        for sentence in dict.fromkeys(remark for formset in formsets for remark in formset.remarks):
            self.message_user(request, sentence, messages.WARNING)
        if PUBLISH in request.POST:
            publishing.publish(form.instance, by=request.user)  # type: ignore[arg-type]
        else:
            publishing.touch(form.instance)

    def response_add(
        self, request: HttpRequest, obj: Item, post_url_continue: str | None = None
    ) -> HttpResponse:
        if PUBLISH in request.POST:
            return self._published(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        if PUBLISH in request.POST:
            return self._published(request, obj)
        return super().response_change(request, obj)

    def _published(self, request: HttpRequest, item: Item) -> HttpResponse:
        live = item.is_live(timezone.now())
        sentence = gettext("“%(title)s” is live.") if live else gettext("“%(title)s” is approved.")
        self.message_user(request, sentence % {"title": _title_of(item)}, messages.SUCCESS)
        return self.response_post_save_change(request, item)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form with what the decision needs beside it: state, what is missing, what could be better."""
        item: Item | None = context.get("original")
        if item is not None:
            now = timezone.now()
            context |= {
                "badge": badge(item),
                "missing": publishing.missing(item),
                "hints": preflight.hints(item, now),
                "reasons_against": preflight.reasons_against(item),
                "stage": item.stage(now),
            }
        context["channel_missing"] = item is None and not Channel.objects.exists()
        context["problems"] = [
            error for inline in context["inline_admin_formsets"] for error in inline.formset.non_form_errors()
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=_("Publish the chosen items"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        """Publish each item that is ready, and say of the others what they lack."""
        done, refused = 0, []
        for item in queryset:
            try:
                publishing.publish(item, by=request.user)  # type: ignore[arg-type]
                done += 1
            except ValidationError as error:
                refused.append((str(item), " ".join(error.messages)))
        if done:
            said = ngettext("%(n)s item published.", "%(n)s items published.", done) % {"n": done}
            self.message_user(request, said, messages.SUCCESS)
        if refused:
            rows = format_html_join("", "<li>{}: {}</li>", refused)
            self.message_user(
                request, format_html("{}<ul>{}</ul>", gettext("Not published yet:"), rows), messages.ERROR
            )

    @admin.action(description=_("Withdraw the chosen items"), permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Item]) -> HttpResponse | None:
        """Ask for the reason first."""
        asked = "reason" in request.POST
        return self._withdraw(request, list(queryset), asked=asked, action="withdraw_selected")

    def get_urls(self) -> list[URLPattern]:
        """The pages of one item beside Django's own."""
        own = [
            path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="content_item_preview"),
            path(
                "<int:pk>/withdraw/", self.admin_site.admin_view(self.withdraw), name="content_item_withdraw"
            ),
        ]
        return [*own, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The item as employees see it, in each language."""
        versions = [
            {"language": code, "name": name, "item": self._get(request, pk, code)}
            for code, name in Language.choices
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("As employees see it"),
            "opts": self.opts,
            "versions": versions,
            "media": self.media,
            "badge": badge(versions[0]["item"]),  # type: ignore[arg-type]
        }
        return TemplateResponse(request, "admin/content/item/preview.html", context)

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one item back, with a reason."""
        item = self._get(request, pk, get_language() or "en")
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        answer = self._withdraw(request, [item], asked=request.method == "POST")
        return answer or redirect("admin:content_item_change", item.pk)

    def _get(self, request: HttpRequest, pk: int, language: str) -> Item:
        item = Item.objects.with_card(language).filter(pk=pk).first()
        if item is None or not self.has_view_permission(request, item):
            raise Http404
        return item

    def _withdraw(
        self, request: HttpRequest, items: list[Item], *, asked: bool, action: str = ""
    ) -> HttpResponse | None:
        """The page that asks for the reason, or None when it was given and the items are withdrawn."""
        form = WithdrawForm(request.POST if asked else None)
        if asked and form.is_valid():
            for item in items:
                publishing.withdraw(item, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
            said = ngettext("%(n)s item withdrawn.", "%(n)s items withdrawn.", len(items))
            self.message_user(request, said % {"n": len(items)}, messages.SUCCESS)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Withdraw"),
            "opts": self.opts,
            "items": items,
            "form": form,
            "media": self.media + form.media,
            "action": action,
            "back": reverse("admin:content_item_changelist"),
        }
        return TemplateResponse(request, "admin/content/item/withdraw.html", context)


def _title_of(item: Item) -> str:
    """The title as it now is; the form's item may still hold the one it was opened with."""
    text = ItemText.objects.filter(item=item).first()
    return text.title if text else str(item)
