"""Beginning the next version of the guideline from the words of an earlier one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from guidelines.models import GuidelineText, GuidelineVersion, Rule, RuleText


@transaction.atomic
def start_next(version: GuidelineVersion) -> GuidelineVersion:
    """A draft with the next number and all the words of this version. Rule keys stay as they are."""
    newest = GuidelineVersion.objects.aggregate(newest=Max("number"))["newest"]
    draft = GuidelineVersion.objects.create(number=newest + 1, grace_days=version.grace_days)
    for text in version.texts.all():
        GuidelineText.objects.create(version=draft, language=text.language, title=text.title, body=text.body)
    for rule in version.rules.prefetch_related("texts"):
        _copy_rule(rule, draft)
    return draft


def _copy_rule(rule: Rule, draft: GuidelineVersion) -> None:
    copy = Rule.objects.create(version=draft, key=rule.key, kind=rule.kind, position=rule.position)
    for text in rule.texts.all():
        RuleText.objects.create(
            rule=copy,
            language=text.language,
            title=text.title,
            sentence=text.sentence,
            good=text.good,
            bad=text.bad,
        )
