"""Putting terms on the company's list: one by one or many pasted lines, and the end of an embargo."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines import lexicon
from guidelines.models import Term

LONGEST = 200
MOST_LINES = 5000


@dataclass
class Listed:
    """What became of pasted lines. With `refused` (line number, sentence) nothing was stored."""

    added: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def check_pattern(kind: str, pattern: str) -> None:
    """Refuse what cannot be looked for, or not in time. ValidationError says what to change."""
    try:
        if kind == Term.Kind.REGEX:
            if not lexicon.probe(pattern):
                raise ValidationError(
                    _(
                        "This expression takes too long on some texts. Write it without repeats inside repeats."
                    )
                )
            if lexicon.compile_expression(pattern).search(""):
                raise ValidationError(_("This expression fits every text. Make it narrower."))
            return
        lexicon.check(lexicon.Term("", pattern, kind))
    except lexicon.BadPattern as error:
        raise ValidationError(_refusals()[error.reason]) from error


def _refusals() -> dict[str, str]:
    return {
        "syntax": _("This is not a regular expression. Is a bracket missing?"),
        "size": _("This expression is too large. Use fewer and smaller repeats, and nothing recursive."),
        "words": _("Write at least one letter or digit."),
    }


def end_of_embargo(day: date, clock: time, zone: str) -> datetime:
    """The instant at which a clock in this zone shows that time; the later one where it shows it twice.

    ValidationError for a time that the clock jumps over.
    """
    local = datetime.combine(day, clock, tzinfo=zoneinfo.ZoneInfo(zone)).replace(fold=1)
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(_("This time does not exist there: the clocks are put forward that night."))
    return instant


def list_lines(lines: Iterable[str], template: Term) -> Listed:
    """One term per line, everything else as in `template`; lines with * or ? are wildcards.

    Empty lines are skipped, known terms stay as they are. If one line is wrong, nothing is stored.
    """
    listed = Listed()
    wanted: dict[tuple[str, str], None] = {}
    for number, line in enumerate(lines, start=1):
        pattern = " ".join(line.split())
        if not pattern:
            continue
        kind = Term.Kind.WILDCARD if {"*", "?"} & set(pattern) else Term.Kind.PHRASE
        try:
            if len(pattern) > LONGEST:
                raise ValidationError(_("At most %(n)s characters.") % {"n": LONGEST})
            check_pattern(kind, pattern)
        except ValidationError as error:
            listed.refused.append((number, " ".join(error.messages)))
        wanted[kind, pattern] = None
    if listed.refused:
        return listed
    with transaction.atomic():
        known = set(Term.objects.filter(purpose=template.purpose).values_list("kind", "pattern"))
        for key in wanted:
            if key in known:
                listed.known += 1
                continue
            _copy(template, *key).save()
            listed.added += 1
    return listed


def _copy(template: Term, kind: str, pattern: str) -> Term:
    return Term(
        purpose=template.purpose,
        kind=kind,
        pattern=pattern,
        language=template.language,
        action=template.action,
        until=template.until,
        until_zone=template.until_zone,
        note=template.note,
    )
