"""A curator's words held against the company's terms while they are saved: what blocks is refused, the rest is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone

from guidelines import checks, terms
from guidelines.checks import Level

if TYPE_CHECKING:
    Rows = forms.BaseInlineFormSet[Any, Any, Any]
else:
    Rows = forms.BaseInlineFormSet


class ProofreadFormSet(Rows):
    """Rows of an item whose `proofread` fields are read. An embargo that is over when the item appears is none."""

    proofread: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> None:
        super().clean()
        self.remarks: list[str] = []
        lexicon, now = terms.current(), max(timezone.now(), self.instance.publish_at or timezone.now())
        for form in self.forms:
            clean = getattr(form, "cleaned_data", {})
            if form in self.deleted_forms:
                continue
            for name in self.proofread:
                found = checks.review_suggestion(
                    clean.get(name) or "", language=clean.get("language", ""), lexicon=lexicon, now=now
                )
                for finding in found:
                    if finding.level == Level.BLOCK:
                        form.add_error(name, finding.sentence)
                    else:
                        self.remarks.append(finding.sentence)
