"""The form that names a server."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ServerForm(forms.Form):
    """Which server the account lives on: typed, or one of the company's suggestions pressed as a button."""

    server = forms.CharField(
        label=_("Your server"),
        max_length=500,
        required=False,
        help_text=_("The part after the second @ of your handle, or the address of your profile."),
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "none",
                "autocomplete": "on",
                "autocorrect": "off",
                "inputmode": "url",
                "spellcheck": "false",
                "placeholder": "social.example",
            }
        ),
    )
    suggested = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["server"] = cleaned.get("suggested") or cleaned.get("server")
        if not cleaned["server"] and "server" not in self.errors:
            self.add_error("server", _("Please name your server."))
        return cleaned
