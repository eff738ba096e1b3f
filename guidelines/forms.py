"""The forms of the guidelines app: acknowledging, and a draft with its rules on one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from guidelines.drafting import RULE_FIELDS, TEXT_FIELDS, RuleWords, Words
from guidelines.models import Rule
from people.models import Language

MOST_RULES: Final = 40
MAX_BYTES: Final = 60 * 1024


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


class LongText(forms.CharField):
    """A text of at most MAX_BYTES in UTF-8; longer ones are refused with a sentence."""

    widget = forms.Textarea

    def __init__(self, label: Any, *, rows: int, **attrs: str) -> None:
        super().__init__(
            label=label, required=False, widget=forms.Textarea(attrs={"rows": str(rows), **attrs})
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(str(value).encode()) > MAX_BYTES:
            raise forms.ValidationError(
                _t("This text is longer than %(n)s KB. Shorten it, or link to a page that holds the rest.")
                % {"n": MAX_BYTES // 1024}
            )


def _title(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=150)


class VersionForm(forms.Form):
    """When a draft comes into force, and what its writer had before her."""

    effective_at = forms.DateTimeField(
        label=_("In force from"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In your time zone. A time that has passed means: as soon as it is published."),
    )
    grace_days = forms.IntegerField(
        label=_("Grace period in days"),
        min_value=0,
        max_value=365,
        help_text=_("How long people may share under the version they confirmed before."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)


class TextForm(forms.Form):
    """The introduction in one language."""

    title = _title(_("Title"))
    body = LongText(_("Introduction, in Markdown"), rows=12, **{"data-preview": ""})
    change_note = LongText(_("What changed"), rows=3)


class RuleForm(forms.Form):
    """One rule with its words in every language, in fields like `en_title`."""

    key = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Rule.Kind)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in Language.values:
            self.fields[f"{language}_title"] = _title(_("Title"))
            self.fields[f"{language}_sentence"] = LongText(_("The rule in a sentence or two"), rows=3)
            self.fields[f"{language}_good"] = LongText(_("Like this"), rows=2)
            self.fields[f"{language}_bad"] = LongText(_("Not like this"), rows=2)

    def by_language(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """For each language its code, its name and the rule's fields in it."""
        return [
            (language.value, language.label, [self[f"{language.value}_{name}"] for name in RULE_FIELDS])
            for language in Language
        ]

    def words(self) -> RuleWords:
        data = self.cleaned_data
        texts = {
            language: {name: data[f"{language}_{name}"] for name in RULE_FIELDS}
            for language in Language.values
        }
        return RuleWords(data["key"], data["kind"], texts)


@dataclass
class DraftForms:
    """All the forms of a draft's page."""

    version: VersionForm
    texts: dict[str, TextForm]
    rules: list[RuleForm]
    # What is wrong with the page as a whole, as sentences.
    problems: list[str] = field(default_factory=list)

    def every(self) -> list[forms.Form]:
        return [self.version, *self.texts.values(), *self.rules]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.every()) and not self.problems

    def wrong(self) -> list[tuple[forms.BoundField, str]]:
        """Every field that needs a change, with its sentence."""
        return [
            (bound, error)
            for form in self.every()
            if form.is_bound
            for bound in form
            for error in map(str, bound.errors)
        ]

    def words(self) -> Words:
        """What the valid forms say."""
        data = self.version.cleaned_data
        texts = {
            language: {name: form.cleaned_data[name] for name in TEXT_FIELDS}
            for language, form in self.texts.items()
        }
        return Words(
            data["effective_at"], data["grace_days"], texts, tuple(form.words() for form in self.rules)
        )


def forms_of(words: Words, seen: str) -> DraftForms:
    """The forms filled with what is stored."""
    initial = {"effective_at": words.effective_at, "grace_days": words.grace_days, "seen": seen}
    texts = {
        language: TextForm(prefix=f"text-{language}", initial=dict(text))
        for language, text in words.texts.items()
    }
    rules = [
        RuleForm(prefix=f"rule-{number}", initial=_flat(rule)) for number, rule in enumerate(words.rules)
    ]
    return DraftForms(VersionForm(initial=initial), texts, rules)


def _flat(rule: RuleWords) -> dict[str, str]:
    words = {
        f"{language}_{name}": said for language, text in rule.texts.items() for name, said in text.items()
    }
    return {"key": rule.key, "kind": rule.kind, **words}


def forms_from(data: QueryDict) -> DraftForms:
    """The forms as they were sent, with the rule that was moved, removed or added where it belongs now."""
    problems = []
    rows = [_row(data, number) for number in range(min(_count(data), MOST_RULES))]
    doing, _colon, at = data.get("do", "").partition(":")
    if doing == "add" and len(rows) >= MOST_RULES:
        problems.append(_t("A guideline has at most %(n)s rules.") % {"n": MOST_RULES})
    else:
        rows = _arranged(rows, doing, int(at) if at.isascii() and at.isdigit() else -1)
    return DraftForms(
        VersionForm(data),
        {language: TextForm(data, prefix=f"text-{language}") for language in Language.values},
        [
            RuleForm({f"rule-{number}-{name}": said for name, said in row.items()}, prefix=f"rule-{number}")
            for number, row in enumerate(rows)
        ],
        problems,
    )


def _count(data: Mapping[str, str]) -> int:
    told = data.get("rules", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0


def _row(data: QueryDict, number: int) -> dict[str, str]:
    return {name: data.get(f"rule-{number}-{name}", "") for name in RuleForm().fields}


def _arranged(rows: list[dict[str, str]], doing: str, at: int) -> list[dict[str, str]]:
    """The rows after one press of “add”, “remove”, “up” or “down”; a number that is not there changes nothing."""
    if doing == "add":
        return [*rows, {"kind": Rule.Kind.MAY.value}]
    if not 0 <= at < len(rows):
        return rows
    others = rows[:at] + rows[at + 1 :]
    if doing == "remove":
        return others
    to = {"up": max(at - 1, 0), "down": at + 1}.get(doing, at)
    return [*others[:to], rows[at], *others[to:]]
