"""What a curator should look at before an item goes out. Nothing here stops her; `publishing.missing` does."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from content.models import Dismissal, Item
from people.models import Language

# Figures about people are shown for groups of this size and more.
SMALLEST_GROUP = 5


def hints(item: Item, now: datetime) -> list[str]:
    """Sentences about what could be better; empty when nothing comes to mind."""
    written = {text.language for text in item.texts.all()}
    sentences = [
        sentence
        for language, sentence in (
            (Language.EN, _("There is no English text.")),
            (Language.DE, _("There is no German text.")),
        )
        if written and language not in written and item.only_language in ("", language)
    ]
    if item.shareable and not item.suggestions.exists():
        sentences.append(_("There are no suggested words yet."))
    if item.picture and not (item.picture.alt_en or item.picture.alt_de):
        sentences.append(_("The picture has no description. People who do not see it learn nothing of it."))
    if item.channel.kind == "company" and Item.objects.balance(now).company_percent > 75:
        sentences.append(
            _("More than three quarters of the feed speak of the company. An article would do it good.")
        )
    return sentences


def reasons_against(item: Item) -> list[tuple[str, int]]:
    """How often each reason for “not for me” was given; nothing before SMALLEST_GROUP people gave one."""
    counts = dict(item.dismissals.order_by().values_list("reason").annotate(n=Count("pk")))
    if sum(counts.values()) < SMALLEST_GROUP:
        return []
    return [(str(reason.label), counts[reason]) for reason in Dismissal.Reason if reason in counts]
