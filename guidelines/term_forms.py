"""Forms of the desk for terms: one term, and many pasted lines."""

from __future__ import annotations

import zoneinfo
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines import listing
from guidelines.models import Term
from people import company
from people.models import validate_time_zone

if TYPE_CHECKING:
    TermModelForm = forms.ModelForm[Term]
else:
    TermModelForm = forms.ModelForm


class EmbargoForm(TermModelForm):
    """A term with the end of its embargo as date, time and zone, and nothing else asked yet."""

    # The browser's own fields: the admin's would speak of the server's time, which matters nothing here.
    until_date = forms.DateField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From then on it may be named. Empty: it never ends."),
    )
    until_time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    until_zone = forms.CharField(label=gettext_lazy("time zone"), required=False, max_length=64)

    class Meta:
        model = Term
        fields = ["purpose", "action", "language", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.instance.until_zone or company.current().time_zone
        self.initial.setdefault("until_zone", zone)
        if self.instance.until:
            there = timezone.localtime(self.instance.until, zoneinfo.ZoneInfo(zone))
            self.initial.update(until_date=there.date(), until_time=there.time())

    def clean_until_zone(self) -> str:
        zone = str(self.cleaned_data["until_zone"]).strip() or company.current().time_zone
        validate_time_zone(zone)
        return zone

    def clean(self) -> dict[str, Any] | None:
        """The three parts make one instant, kept in UTC with its zone."""
        cleaned = super().clean() or self.cleaned_data
        day, clock, zone = (cleaned.get(f"until_{part}") for part in ("date", "time", "zone"))
        if clock and not day and "until_date" not in self.errors:
            self.add_error("until_date", _("A time needs its date."))
        self.instance.until, self.instance.until_zone = None, ""
        if day and zone:
            try:
                self.instance.until = listing.end_of_embargo(day, clock or time(), zone)
                self.instance.until_zone = zone
            except (ValidationError, OverflowError) as error:
                self.add_error("until_time", error if isinstance(error, ValidationError) else str(error))
        return cleaned


class TermForm(EmbargoForm):
    """One term; what could not be looked for safely is refused."""

    class Meta(EmbargoForm.Meta):
        fields = ["purpose", "kind", "pattern", *EmbargoForm.Meta.fields[1:]]

    def clean_pattern(self) -> str:
        pattern = str(self.cleaned_data["pattern"])
        if "kind" in self.cleaned_data:
            listing.check_pattern(self.cleaned_data["kind"], pattern)
        return pattern


class LinesForm(EmbargoForm):
    """Many terms at once, one a line, all treated alike."""

    lines = forms.CharField(
        label=gettext_lazy("Terms"), max_length=500_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("One a line. * stands for any letters within a word, ? for one."),
    )  # fmt: skip
    field_order = ["lines"]

    def clean_lines(self) -> list[str]:
        lines = str(self.cleaned_data["lines"]).splitlines()
        if len(lines) > listing.MOST_LINES:
            raise ValidationError(_("At most %(n)s lines at once.") % {"n": listing.MOST_LINES})
        return lines
