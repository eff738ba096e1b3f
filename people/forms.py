"""The forms of the profile and of an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Employee, Language, time_zones

if TYPE_CHECKING:
    _EmployeeForm = forms.ModelForm[Employee]
else:
    _EmployeeForm = forms.ModelForm

# Names of the zone database that people look for; the rest are old names and offsets.
_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


def time_zone_choices(*extra: str) -> list[tuple[str, str]]:
    """Time zones by region and city, UTC first, and those of `extra` even if unusual."""
    names = {name for name in time_zones() if name.startswith(_REGIONS)} | set(extra)
    return [(name, name.replace("_", " ")) for name in ["UTC", *sorted(names - {"UTC"})]]


class ProfileForm(_EmployeeForm):
    """What a person says about herself. Her location is not hers to say: it decides which items she may see."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All times on these pages are shown in it.")
    )

    class Meta:
        model = Employee
        fields = ["first_name", "last_name", "language", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = time_zone_choices(self.instance.time_zone)
        _name_parts(self)

    def save(self, commit: bool = True) -> Employee:
        """Whoever saves this form has said language and time zone: nothing is guessed any more."""
        self.instance.language_guessed = self.instance.zone_guessed = True
        return super().save(commit)


class AcceptForm(forms.Form):
    """What an invited person fills in. The time zone comes from the browser and may be missing."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("You may leave this empty: we then send you a code by e-mail whenever you sign in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        _name_parts(self)

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is weak or too near to name and address."""
        values = super().clean() or {}
        names = {name: values.get(name, "") for name in ("first_name", "last_name")}
        if values.get("password"):
            try:
                validate_password(values["password"], Employee(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password", error)
        return values


def _name_parts(form: forms.BaseForm) -> None:
    for name, autocomplete in (("first_name", "given-name"), ("last_name", "family-name")):
        form.fields[name].widget.attrs["autocomplete"] = autocomplete
