"""Pictures on the desk: every upload is drawn anew."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from content.admin.deleting import KeepsPeoplePrivate
from content.forms import PictureForm
from content.models import Picture
from content.pictures import put


@admin.register(Picture)
class PictureAdmin(KeepsPeoplePrivate):
    form = PictureForm
    fields = ["shown", "upload", "alt_en", "alt_de", "source", "may_reupload"]
    readonly_fields = ["shown"]
    list_display = ["thumbnail", "__str__", "source", "may_reupload", "used"]
    list_display_links = ["thumbnail", "__str__"]
    list_filter = ["may_reupload"]
    search_fields = ["alt_en", "alt_de", "source"]
    list_per_page = 50

    class Media:
        css = {"all": ["css/curating.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        """Pictures with the number of items that show them."""
        pictures: QuerySet[Picture] = super().get_queryset(request)
        return pictures.annotate(item_count=Count("items"))

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        """Keep the uploaded picture under a new name; without one only the words change."""
        webp = form.cleaned_data.get("upload")
        if webp:
            put(obj, webp)
        else:
            super().save_model(request, obj, form, change)

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Picture) -> str:
        """A small view of the picture."""
        return format_html('<img class="thumbnail" src="{}" alt="{}">', obj.url, obj.alt("en"))

    @admin.display(description=_("picture"))
    def shown(self, obj: Picture) -> str:
        """The picture in the form, or a dash before there is one."""
        return format_html('<img class="shown" src="{}" alt="">', obj.url) if obj.pk else "–"

    @admin.display(description=_("used in"), ordering="item_count")
    def used(self, obj: Any) -> int:
        """How many items show it."""
        return int(obj.item_count)
