"""The company's settings: one row that opens directly; each change leaves a line in the audit trail."""

from __future__ import annotations

import io
import secrets
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from people import audit, company
from people.forms import time_zone_choices
from people.models import CompanySettings, Employee

if TYPE_CHECKING:
    _CompanyAdmin = admin.ModelAdmin[CompanySettings]
    _CompanyForm = forms.ModelForm[CompanySettings]
    _Upload = UploadedFile[Any]
else:
    _CompanyAdmin = admin.ModelAdmin
    _CompanyForm = forms.ModelForm
    _Upload = UploadedFile

MAX_LOGO_BYTES: Final = 2 * 1024 * 1024
MAX_LOGO_PIXELS: Final = 20_000_000
LOGO_SIDE: Final = 512


def clean_logo(upload: _Upload) -> ContentFile[bytes]:
    """The picture drawn anew as PNG, at most 512 px a side: nothing of the file itself is kept, SVG is refused.

    Raises ValidationError with a sentence.
    """
    if (upload.size or 0) > MAX_LOGO_BYTES:
        raise forms.ValidationError(_("The picture is larger than 2 MB."))
    try:
        with Image.open(upload, formats=["PNG", "JPEG", "WEBP", "GIF"]) as picture:
            if picture.width * picture.height > MAX_LOGO_PIXELS:
                raise forms.ValidationError(_("The picture has more than 20 million pixels."))
            drawn = picture.convert("RGBA")
    except forms.ValidationError:
        raise
    except Exception as error:  # whatever a hostile file makes Pillow raise
        raise forms.ValidationError(_("Choose a picture: PNG, JPEG, WebP or GIF.")) from error
    drawn.thumbnail((LOGO_SIDE, LOGO_SIDE))
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG", optimize=True)
    return ContentFile(buffer.getvalue(), name=f"{secrets.token_hex(8)}.png")


class CompanySettingsForm(_CompanyForm):
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("For people whose own is not known yet.")
    )

    class Meta:
        model = CompanySettings
        exclude: list[str] = []
        widgets = {"logo": forms.FileInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = cast(forms.ChoiceField, self.fields["time_zone"])
        zone.choices = time_zone_choices(self.instance.time_zone)
        # The stock field looks at the file before we do, and knows many more formats.
        self.fields["logo"] = forms.FileField(
            label=gettext_lazy("Logo"),
            required=False,
            help_text=gettext_lazy("PNG, JPEG, WebP or GIF, at most 2 MB."),
        )

    def clean_logo(self) -> object:
        """A new logo is drawn anew; none chosen keeps the old one."""
        chosen = self.cleaned_data["logo"]
        return clean_logo(chosen) if isinstance(chosen, UploadedFile) else self.instance.logo


@admin.register(CompanySettings)
class CompanySettingsAdmin(_CompanyAdmin):
    form = CompanySettingsForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CompanySettings | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A list of one opens the one."""
        row = company.current()
        return HttpResponseRedirect(reverse("admin:people_companysettings_change", args=[row.pk]))

    def save_model(self, request: HttpRequest, obj: CompanySettings, form: Any, change: bool) -> None:
        """Save, note old and new of each field, and let every process read anew."""
        before = CompanySettings.objects.get(pk=obj.pk)
        obj.save()
        names = [field.name for field in obj._meta.fields]
        pairs = {name: [str(getattr(before, name)), str(getattr(obj, name))] for name in names}
        changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        if changes:
            by = cast(Employee, request.user)
            audit.record("people.settings.changed", by=by, on=obj, changes=changes)
        transaction.on_commit(company.forget)
