"""Tags about items: their Markdown, their dates, their text in a language, and whether there can be any."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from advocacy.lib import markdown
from content import dates
from content.models import Channel, Item, ItemText

register = template.Library()


@register.filter(name="markdown")
def as_html(text: str) -> SafeString:
    """Markdown as safe HTML."""
    return markdown.render(text)


@register.filter
def why_now(item: Item) -> str:
    """Why this item matters today, or ""."""
    return dates.why_now(item)


@register.filter
def event_when(item: Item) -> str:
    """When the event takes place, in words."""
    return dates.event_when(item)


@register.filter
def text_in(item: Item, language: str) -> ItemText | None:
    """The item's words in this language, else in the other one."""
    return item.text_in(language)


@register.filter
def alt_in(item: Item, language: str) -> str:
    """The description of the item's picture in this language, "" where there is none."""
    return item.picture.alt(language) if item.picture else ""


@register.simple_tag
def channel_missing() -> bool:
    """Whether the server is so new that no item could be written yet."""
    return not Channel.objects.exists()
