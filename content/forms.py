"""Forms of the desk: a picture, an item, its texts, its suggestions, and the reason for taking it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from advocacy.lib import networks
from advocacy.lib.networks import NETWORKS
from content import counting, publishing
from content.models import Item, Picture, Suggestion
from content.pictures import MAX_BYTES, encode
from content.placing import split_locations
from content.proofreading import ProofreadFormSet
from content.slugs import free_slug
from people import company
from people.models import Employee, Language, validate_time_zone

if TYPE_CHECKING:
    PictureModelForm = forms.ModelForm[Picture]
    ItemModelForm = forms.ModelForm[Item]
    SuggestionModelForm = forms.ModelForm[Suggestion]
else:
    PictureModelForm = ItemModelForm = SuggestionModelForm = forms.ModelForm

PUBLISH = "_publish"
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"
LIMITS = {key: network.max_length for key, network in NETWORKS.items() if network.max_length}


def https_by_default(db_field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The form field of a model field; an address without a scheme is one of https."""
    if isinstance(db_field, models.URLField):
        options["assume_scheme"] = "https"
    return db_field.formfield(**options)


class UploadField(forms.FileField):
    """A picture file; its clean value is the WebP that `content.pictures.encode` made of it."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is no picture, with the sentence of `encode`."""
        file = super().clean(data, initial)
        # One byte more than allowed is enough for `encode` to refuse a file of any size.
        return encode(file.read(MAX_BYTES + 1)) if isinstance(file, UploadedFile) else None


class PictureForm(PictureModelForm):
    """A picture with its descriptions. The file is asked for once and may be replaced."""

    upload = UploadField(
        label=gettext_lazy("File"), help_text=gettext_lazy("JPEG, PNG, WebP or GIF, at most 5 MB.")
    )

    class Meta:
        model = Picture
        fields = ["alt_en", "alt_de", "source", "may_reupload"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = self.instance.pk is None


class ItemForm(ItemModelForm):
    """An item with room for a new picture, and a box to take the old one out."""

    remove_picture = forms.BooleanField(
        label=gettext_lazy("Show the item without this picture"), required=False
    )
    new_picture = UploadField(
        label=gettext_lazy("New picture"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP or GIF, at most 5 MB. It takes the place of the one above."),
    )
    new_alt_en = forms.CharField(
        label=gettext_lazy("Its description in English"), required=False, max_length=500
    )
    new_alt_de = forms.CharField(
        label=gettext_lazy("Its description in German"), required=False, max_length=500
    )

    class Meta:
        model = Item
        exclude: list[str] = ["withdrawn_reason", "state", "picture"]
        formfield_callback = https_by_default
        widgets = {"teams": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "zone" in self.fields and not self.instance.pk:
            self.fields["zone"].initial = company.current().time_zone

    def clean_locations(self) -> str:
        """Places as people have them in their profile, so that they can match."""
        places = split_locations(self.cleaned_data["locations"])
        longest = Employee._meta.get_field("location").max_length
        if any(len(place) > (longest or 0) for place in places):
            raise ValidationError(_("One of these places is longer than any place can be."))
        return ", ".join(places)

    def clean_zone(self) -> str:
        """A zone that the database of zones knows, or none."""
        zone: str = self.cleaned_data["zone"].strip()
        if zone:
            validate_time_zone(zone)
        return zone

    def clean(self) -> dict[str, Any] | None:
        """Dates in the right order; a public page gets its address from the title."""
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if end and (begin is None or end < begin):
            self.add_error("ends_at", _("The event ends before it begins."))
        shown, gone = cleaned.get("publish_at"), cleaned.get("expires_at")
        if shown and gone and gone <= shown:
            self.add_error("expires_at", _("The item would leave the feed before it appears."))
        if cleaned.get("destination") == Item.Destination.OWN_PAGE and not cleaned.get("slug"):
            cleaned["slug"] = self.instance.slug or free_slug(Item, self._first_title())
        return cleaned

    def _first_title(self) -> str:
        """The title written further down on the same page."""
        titles = (self.data.get(f"texts-{number}-title", "").strip() for number in range(len(Language)))
        return next((title for title in titles if title), "")


class TextFormSet(ProofreadFormSet):
    """The texts of an item, one form for each language."""

    proofread = ("title", "summary", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance: Item | None = kwargs.get("instance")
        written = {text.language for text in instance.texts.all()} if instance and instance.pk else set()
        kwargs["initial"] = [{"language": code} for code in Language.values if code not in written]
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """Nothing is published, and nothing published is changed, so that it lacks what it needs."""
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        goes_out = PUBLISH in self.data or self.instance.state == Item.State.APPROVED
        if goes_out and (sentences := publishing.missing(self.instance, kept)):
            raise ValidationError(sentences)


class SuggestionForm(SuggestionModelForm):
    """A suggested post, with what the live counter of the page needs to know."""

    class Meta:
        model = Suggestion
        fields = ["text", "language", "network"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"text": _("Suggested words"), "language": _("Language"), "network": _("Network")}
        for name, label in names.items():
            self.fields[name].widget.attrs["aria-label"] = label
        network = self.fields["network"]
        network.help_text = ""
        network.choices = [("", _("every one it fits")), *networks.choices()]  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs |= {
            "rows": 3,
            "data-limits": json.dumps(LIMITS),
            "data-names": json.dumps({key: network.name for key, network in NETWORKS.items()}),
            "data-left": _("%(n)s left"),
            "data-long": _("%(n)s characters"),
            "data-not": _("too long for %(names)s"),
        }

    def clean(self) -> dict[str, Any] | None:
        """Not longer than its network takes, by that network's own count."""
        cleaned = super().clean() or self.cleaned_data
        network = cleaned.get("network") or ""
        rest = counting.left(cleaned.get("text", ""), network)
        if rest is not None and rest < 0:
            sentence = ngettext(
                "That is %(n)s character too long for %(network)s.",
                "That is %(n)s characters too long for %(network)s.",
                -rest,
            )
            self.add_error("text", sentence % {"n": -rest, "network": NETWORKS[network].name})
        return cleaned


class SuggestionFormSet(ProofreadFormSet):
    """Suggestions in a table: each box to delete one says so to those who do not see the table."""

    proofread = ("text",)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete this suggestion")


class WithdrawForm(forms.Form):
    """Why an item is taken back. People with a planned share of it read this."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("One sentence. Colleagues who planned to share it will read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
