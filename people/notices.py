"""Notices: what a person should know and do, kept as a code and values, worded when shown, taken away when solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from people.models import Notice

if TYPE_CHECKING:
    from people.models import Employee


@dataclass(frozen=True)
class Kind:
    """How one code reads: a sentence with named values, what to do, and where. Other apps add their own in ready()."""

    sentence: str | Promise
    action: str | Promise
    url_name: str
    tone: str = "warn"
    # Names of values that the address takes: the notice leads to the very thing.
    values_in_url: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {}


def register(code: str, kind: Kind) -> None:
    """Give a code its words. Called once per code, from AppConfig.ready()."""
    KINDS[code] = kind


def add(employee: Employee, code: str, *, key: str = "", **values: object) -> None:
    """Tell a person something once: an open notice of the same key stays as it is. KeyError for an unknown code."""
    KINDS[code]
    try:
        with transaction.atomic():
            Notice.objects.create(employee=employee, code=code, key=key or code, values=values)
    except IntegrityError:
        pass


def solve(employee: Employee, key: str) -> None:
    """The trouble is gone: take the notice away."""
    Notice.objects.open_for(employee).filter(key=key).update(solved_at=timezone.now())


@dataclass(frozen=True)
class Shown:
    sentence: str
    action: str
    url: str
    tone: str


def shown(notice: Notice) -> Shown:
    """A notice in the words of the active language."""
    kind = KINDS[notice.code]
    url = reverse(kind.url_name, kwargs={name: notice.values[name] for name in kind.values_in_url})
    return Shown(str(kind.sentence) % notice.values, str(kind.action), url, kind.tone)
