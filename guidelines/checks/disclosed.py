"""Whether a post says that its writer works here, where that is needed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.checks.findings import Draft, Finding, Level
from guidelines.disclosing import stands_in


def missing(draft: Draft) -> list[Finding]:
    if not draft.disclosures or not draft.text.strip():
        return []
    if stands_in(draft.text, draft.disclosures, draft.network):
        return []
    sentence = _("Readers cannot see that you work here. Add “%(wording)s” at the beginning.")
    wording = draft.disclosures[0]
    return [Finding(Level.BLOCK, "disclosure", sentence % {"wording": wording}, rule_key="say-you-work-here")]
