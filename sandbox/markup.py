"""Turns the text of a post into HTML as Mastodon does: paragraphs, links and hashtags, all else escaped."""

from html import escape

import regex

from sandbox.counting import find_urls

HASHTAG = regex.compile(r"(?<![\w/&#])#(\w*\p{L}\w*)")
SHOWN = 30


def as_html(text: str, *, base: str) -> str:
    """Return safe HTML for `text`; hashtags lead to `{base}/tags/…`, addresses to themselves."""
    paragraphs = regex.split(r"\n{2,}", text.replace("\r\n", "\n").strip("\n"))
    bodies = ("<br />".join(_line(line, base) for line in one.split("\n")) for one in paragraphs)
    return "".join(f"<p>{body}</p>" for body in bodies if body)


def hashtags_in(text: str) -> list[str]:
    """Return the hashtags in lower case, each once, in order, those inside addresses left out."""
    prose = "".join(_outside_urls(text))
    return list(dict.fromkeys(tag.lower() for tag in HASHTAG.findall(prose)))


def _outside_urls(text: str) -> list[str]:
    pieces = []
    position = 0
    for start, end in find_urls(text):
        pieces.append(text[position:start])
        position = end
    return [*pieces, text[position:]]


def _line(line: str, base: str) -> str:
    prose = [_prose(piece, base) for piece in _outside_urls(line)]
    links = [_link(line[start:end]) for start, end in find_urls(line)]
    return prose[0] + "".join(link + after for link, after in zip(links, prose[1:], strict=True))


def _prose(text: str, base: str) -> str:
    pieces = []
    position = 0
    for found in HASHTAG.finditer(text):
        tag = escape(found[1])
        address = escape(f"{base}/tags/{found[1].lower()}")
        pieces.append(escape(text[position : found.start()]))
        pieces.append(f'<a href="{address}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>')
        position = found.end()
    return "".join([*pieces, escape(text[position:])])


def _link(url: str) -> str:
    scheme, _, rest = url.partition("://")
    prefix = f"{scheme}://" + ("www." if rest.startswith("www.") else "")
    shown = url[len(prefix) : len(prefix) + SHOWN]
    hidden = url[len(prefix) + SHOWN :]
    style = ' class="ellipsis"' if hidden else ' class=""'
    return (
        f'<a href="{escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{escape(prefix)}</span><span{style}>{escape(shown)}</span>'
        f'<span class="invisible">{escape(hidden)}</span></a>'
    )
