"""Template tags of the design: icons, network marks, avatars, the main navigation, figures."""

from __future__ import annotations

import re

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from advocacy.lib.networks import NETWORKS, Network
from people.models import Employee

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of static/icons.svg, hidden from screen readers: the word beside it says the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("icons.svg"), name
    )


@register.simple_tag
def mark(network: Network | str, named: bool = False) -> SafeString:
    """The letter mark of a network, given as a Network or its key. `named` adds its name for screen readers."""
    known = network if isinstance(network, Network) else NETWORKS[network]
    return format_html(
        '<span class="net" title="{}" aria-hidden="true">{}</span>{}',
        known.name,
        known.mark,
        format_html('<span class="vh">{}</span>', known.name) if named else "",
    )


@register.simple_tag
def avatar(person: Employee, network: Network | str | None = None) -> SafeString:
    """A person's initials in a circle, with the network's mark at its edge where an account is meant. The name stands
    beside it, so screen readers skip the letters."""
    return format_html(
        '<span class="avatar" aria-hidden="true">{}{}</span>',
        person.initials,
        mark(network) if network else "",
    )


@register.filter
def figure(number: int | float) -> str:
    """A number as people write it in their language: 1,240 or 1.240."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


@register.filter
def unsigned(number: int) -> str:
    """A number as `figure` writes it, without its sign: the word beside it says which way it goes."""
    return figure(abs(number))


# The first name found in a user agent wins: browsers built on others carry the others' names too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """Browser and system as people call them, “Firefox, Windows”; the whole user agent where neither is known."""
    browser = next((name for token, name in _BROWSERS if token in user_agent), "")
    system = next((name for token, name in _SYSTEMS if token in user_agent), "")
    return ", ".join(filter(None, [browser, system])) or user_agent


@register.inclusion_tag("components/_nav_entry.html", takes_context=True)
def nav_entry(context: RequestContext, name: str, icon: str, label: str, count: int = 0) -> dict[str, object]:
    """One entry of the main navigation. It marks its own page and the pages below it as the current one."""
    address = reverse(name)
    return {
        "address": address,
        "icon": icon,
        "label": label,
        "count": count,
        "current": _current(context, address),
    }


def _current(context: RequestContext, address: str) -> str:
    """The value of aria-current: page, true for a page below this address, or nothing."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    if request.path == address:
        return "page"
    return "true" if address != "/" and request.path.startswith(address) else ""


@register.filter
def qr_code(svg: str) -> SafeString:
    """allauth's QR code as an inline drawing in the colours of the page: the policy allows no data: picture."""
    box = re.search(r'viewBox="([\d. ]+)"', svg)
    path = re.search(r'<path[^>]* d="([MLHVZmlhvz\d., -]+)"', svg)
    if not (box and path):
        raise ValueError("This is not the drawing of a QR code.")
    return format_html(
        '<svg class="qr" viewBox="{}" aria-hidden="true"><path fill="currentColor" d="{}"></path></svg>',
        box[1],
        path[1],
    )
