"""The one place where mails are made: clean headers, absolute links from PUBLIC_URL only, plain text and optional HTML.

Nothing is sent here; `people.mailing` queues mails, and sign-in mails are sent at once by `people.signing_in`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation

MAX_SUBJECT: Final = 200

# Control characters (C0, DEL, C1), line and paragraph separators, and marks that turn the direction of what follows.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_CONTROL_IN_TEXT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Words:
    """What a mail says, without whom it goes to."""

    subject: str
    text: str
    html: str = ""


def clean_subject(subject: str) -> str:
    """One line without control characters, at most MAX_SUBJECT characters."""
    return " ".join(_CONTROL.sub(" ", subject).split())[:MAX_SUBJECT]


def clean_text(text: str) -> str:
    """A body with plain line ends and no other control character than tab."""
    return _CONTROL_IN_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip() + "\n"


def absolute(path: str) -> str:
    """An absolute link to a page of ours. ValueError for anything but a path: no request's Host makes a link."""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError("A mail links to pages of ours, by path.")
    return f"{settings.PUBLIC_URL}{path}"


def words(names: tuple[str, str, str], context: Mapping[str, object], *, language: str) -> Words:
    """Render subject, text and HTML template (the last may be missing) in a language ("en", "de")."""
    subject, text, html = names
    with translation.override(language):
        values = {**context, "public_url": settings.PUBLIC_URL, "language": language}
        return Words(
            clean_subject(_render(subject, values, escape=False)),
            clean_text(_render(text, values, escape=False)),
            _render_if_there(html, values),
        )


def build(to: str, mail: Words) -> EmailMultiAlternatives:
    """The message to one address. ValueError when the address could add a header."""
    if not to or _CONTROL.search(to) or "," in to:
        raise ValueError("This is not one e-mail address.")
    message = EmailMultiAlternatives(
        clean_subject(mail.subject),
        clean_text(mail.text),
        settings.DEFAULT_FROM_EMAIL,
        [to],
        # RFC 3834: keeps holiday answers away.
        headers={"Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _render(name: str, values: Mapping[str, object], *, escape: bool) -> str:
    # Django escapes in .txt templates too; the backend's own template object lets us choose.
    template = get_template(name).template  # type: ignore[attr-defined]
    return str(template.render(Context(dict(values), autoescape=escape)))


def _render_if_there(name: str, values: Mapping[str, object]) -> str:
    try:
        return _render(name, values, escape=True).strip()
    except TemplateDoesNotExist as missing:
        if str(missing) != name:
            raise
        return ""
