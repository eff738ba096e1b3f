"""How long people waited, in words."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

register = template.Library()


@register.filter
def waited(time: timedelta | None) -> str:
    """A length of time in its two largest units, "" where there is none."""
    if time is None:
        return ""
    now = timezone.now()
    return timesince(now - time, now)
