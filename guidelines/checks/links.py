"""The link under a post: ours, and no other of ours."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from guidelines.checks.findings import Draft, Finding, Level


def foreign(draft: Draft) -> list[Finding]:
    """Somebody else's tracked link, or a missing one: what is counted would be counted for the wrong person."""
    if not draft.text.strip():
        return []
    found = []
    if draft.link and draft.link not in draft.text:
        sentence = _("Your own link is missing or was changed. Put it back, or start the post anew.")
        found.append(Finding(Level.BLOCK, "link_missing", sentence))
    sentence = _("%(link)s is not the link of this post. Take it out: your own is added.")
    found += [
        Finding(Level.BLOCK, "foreign_link", sentence % {"link": other}) for other in _others_of_ours(draft)
    ]
    return found


def _others_of_ours(draft: Draft) -> list[str]:
    """Tracked links in the text other than the one that belongs there, with or without https://."""
    host = urlsplit(draft.site).netloc
    if not host:
        return []
    tracked = re.compile(rf"(?<![\w.-]){re.escape(host)}/r/[\w-]+", re.IGNORECASE)
    own = draft.link.partition("://")[2]
    return [link for link in dict.fromkeys(tracked.findall(draft.text)) if link != own]
