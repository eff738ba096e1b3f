"""Dates in words: why an item matters now, and when an event takes place."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.models import Channel, Item

_SOON = timedelta(days=7)


def why_now(item: Item, now: datetime | None = None) -> str:
    """The one reason to look at this item today, such as “ends Friday”; "" where there is none."""
    now = now or timezone.now()
    if item.expires_at and now < item.expires_at <= now + _SOON:
        return _ends(item.expires_at, now)
    if item.starts_at and now < item.starts_at <= now + _SOON:
        return _begins(item.starts_at, now)
    if timezone.localdate(item.publish_at) == timezone.localdate(now):
        return _("new today")
    return _("for your own standing") if item.channel.kind == Channel.Kind.INDUSTRY else ""


def _ends(moment: datetime, now: datetime) -> str:
    days = (timezone.localdate(moment) - timezone.localdate(now)).days
    if days < 2:
        return _("ends tomorrow") if days else _("ends today")
    return _("ends %(weekday)s") % {"weekday": date_format(timezone.localtime(moment), "l")}


def _begins(moment: datetime, now: datetime) -> str:
    days = (timezone.localdate(moment) - timezone.localdate(now)).days
    if days < 2:
        return _("tomorrow") if days else _("today")
    return _("on %(weekday)s") % {"weekday": date_format(timezone.localtime(moment), "l")}


def event_when(item: Item) -> str:
    """When the event takes place, by the clock of its own place: “Friday 4 December 2026, 16:00 to 19:00”.

    The zone is named where the reader's clock shows another time. "" for an item without a date.
    """
    if item.starts_at is None:
        return ""
    zone = item.event_zone
    start = item.starts_at.astimezone(zone)
    when = _span(start, item.ends_at.astimezone(zone) if item.ends_at else None)
    if start.utcoffset() == timezone.localtime(item.starts_at).utcoffset():
        return when
    return _("%(when)s (time in %(zone)s)") % {"when": when, "zone": _place_of(zone)}


def _span(start: datetime, end: datetime | None) -> str:
    # Translators: Django date format of a whole date, such as “Friday 4 December 2026”.
    whole = _("l j F Y")
    values = {"date": date_format(start, whole), "from": date_format(start, "H:i")}
    if end is None or end == start:
        return _("%(date)s, %(from)s") % values
    values["to"] = date_format(end, "H:i")
    if end.date() == start.date():
        return _("%(date)s, %(from)s to %(to)s") % values
    values["last"] = date_format(end, whole)
    return _("%(date)s, %(from)s to %(last)s, %(to)s") % values


def _place_of(zone: ZoneInfo) -> str:
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")
