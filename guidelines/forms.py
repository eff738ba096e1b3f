"""The forms of the guidelines app."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Language


class AcknowledgeForm(forms.Form):
    """“I have read it.” Names the version that was on the page, and where she came from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=Language, widget=forms.HiddenInput)
    # The item whose share sheet sent her here, or "start" for the first steps: she is led back there.
    item = forms.IntegerField(required=False, widget=forms.HiddenInput)
    back = forms.ChoiceField(choices=[("start", "start")], required=False, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read the guideline and will keep to it when I share something through Advocacy."),
        error_messages={"required": _("Tick the box when you have read it.")},
    )
