"""Taking over the starter guideline as a version of the company, to be changed before it is published."""

from __future__ import annotations

from django.db import transaction

from guidelines.models import GuidelineText, GuidelineVersion, Rule, RuleText
from guidelines.starter import STARTER, StarterRule


@transaction.atomic
def adopt_starter() -> GuidelineVersion:
    """The starter guideline as a draft; once adopted, the version it became, whatever was changed since."""
    version, created = GuidelineVersion.objects.get_or_create(number=STARTER.number)
    if created:
        for language, text in STARTER.texts.items():
            GuidelineText.objects.create(version=version, language=language, title=text.title, body=text.body)
        for position, rule in enumerate(STARTER.rules):
            _adopt_rule(version, rule, position)
    return version


def _adopt_rule(version: GuidelineVersion, starter: StarterRule, position: int) -> None:
    rule = Rule.objects.create(version=version, key=starter.key, kind=starter.kind, position=position)
    for language, text in starter.texts.items():
        RuleText.objects.create(
            rule=rule,
            language=language,
            title=text.title,
            sentence=text.sentence,
            good=text.good,
            bad=text.bad,
        )
