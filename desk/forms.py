"""The forms of a difficult comment, of the desk and of a question."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from content import pictures
from desk import telling
from desk.states import Kind, Outcome, Verdict
from people.models import Employee

LONGEST = 3000


class WebAddressField(forms.URLField):
    """An address of the web: Django's own field takes ftp too."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class CommentForm(forms.Form):
    """A difficult comment: its kind and at least one of address, picture, words, or a share of one's own."""

    address = WebAddressField(
        label=_("Address"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("The address of the post. On a phone: Share, then “Copy link”."),
        error_messages={"invalid": _("This is not a web address. Paste one that begins with https://.")},
        widget=forms.URLInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        error_messages={"required": _("Choose what comes nearest. It decides how fast we are.")},
    )
    picture = forms.FileField(
        label=_("A picture of it"),
        required=False,
        help_text=_("A screenshot, up to 5 MB. It is proof if the comment is deleted."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    text = forms.CharField(
        label=_("Words"),
        max_length=LONGEST,
        required=False,
        help_text=_("Copy the comment, or tell it in your own words."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wants_call = forms.BooleanField(label=_("Please call me, I would like to talk about it."), required=False)
    nonce = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, has_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_share = has_share

    def clean_picture(self) -> bytes:
        """The picture drawn anew, empty where there is none. Its size is looked at before it is read."""
        upload = self.cleaned_data.get("picture")
        if upload is None:
            return b""
        if (upload.size or 0) > pictures.MAX_BYTES:
            raise ValidationError(_("The picture is larger than 5 MB."))
        return pictures.encode(upload.read())

    def clean_nonce(self) -> uuid.UUID:
        return self.cleaned_data.get("nonce") or uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        """There must be something to look at."""
        values = super().clean() or {}
        said = [values.get(name) for name in ("address", "picture", "text")]
        if not (any(said) or self.has_share or {"address", "picture", "text"} & self.errors.keys()):
            self.add_error("address", _("Give an address, a picture or a few words: one of them is enough."))
        return values


class FenceForm(forms.Form):
    """Which move of the incident the page knew of."""

    fence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AssignForm(FenceForm):
    person = forms.ModelChoiceField(label=_("Give it to"), queryset=Employee.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Employee.objects.filter(pk__in=[person.pk for person in telling.managers()])


class CloseForm(FenceForm):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it ended.")},
    )
    words = forms.CharField(
        label=_("What the colleague reads about it"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note for the desk"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class QuestionForm(forms.Form):
    """A draft as the share sheet sends it."""

    text = forms.CharField(
        label=_("Your words"),
        max_length=10_000,
        error_messages={
            "required": _("Write a few words first: then somebody can look at them."),
            "max_length": _("This is longer than any post can be. Shorten it a little."),
        },
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(
        choices=[("en", "en"), ("de", "de")], required=False, widget=forms.HiddenInput
    )


class AnswerForm(forms.Form):
    """Advice on a draft."""

    verdict = forms.ChoiceField(
        label=_("What do you say?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    better = forms.CharField(
        label=_("Better words"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    reason = forms.CharField(
        label=_("A sentence to it"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Better words need words, and a no needs its reason."""
        values = super().clean() or {}
        if values.get("verdict") == Verdict.BETTER and not values.get("better"):
            self.add_error("better", _("Write the better words."))
        if values.get("verdict") == Verdict.NO and not values.get("reason"):
            self.add_error("reason", _("Say why: a no without a reason helps nobody."))
        return values
