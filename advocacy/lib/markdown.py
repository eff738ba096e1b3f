"""Markdown to safe HTML, for texts that curators and managers write."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "code",
    "pre",
    "hr",
}
_ATTRIBUTES = {"a": {"href", "title"}}

# No raw HTML, no pictures: those are uploaded, never linked from elsewhere.
_parser = MarkdownIt("commonmark", {"html": False}).disable("image")


def render(text: str) -> SafeString:
    """CommonMark as HTML with a short list of tags; links to web and mail addresses only.

    The page's own heading is its h1: a heading of the text begins at h2.
    """
    html = _parser.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return mark_safe(  # noqa: S308 (cleaned by nh3)
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            url_relative="deny",
            link_rel="noopener noreferrer nofollow",
        )
    )
