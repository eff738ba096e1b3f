"""Mastodon's API as one server speaks it: addresses, calls, and what its answers mean in our errors.

Sources: docs.joinmastodon.org, methods/{apps,oauth,instance,statuses,media}, api/{oauth-scopes,rate-limits}.
Everything a server says is untrusted: it is bounded in length, freed of control characters, and holds no
secret of ours when it leaves this module.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

from advocacy.lib import http
from advocacy.lib.vault import Secret
from sharing.networks.base import (
    NeedsReconnect,
    NetworkError,
    RateLimited,
    Rejected,
    Unclear,
    Unreachable,
)

SECONDS: Final = 30.0  # for one call, from name look-up to the last byte
QUICK: Final = 10.0  # for what a person waits for while a page loads
LONGEST_WAIT: Final = timedelta(hours=24)
SENTENCE: Final = 300  # characters of a server's sentence that are kept
JOINER: Final = "\u200d"  # invisible, but it holds emoji together
# The server may have taken the request in all the same: "see other", request timeout, conflict with the same
# key in flight, connection closed by the client.
MAYBE_DONE: Final = frozenset({302, 303, 408, 409, 499})


def base_of(host: str) -> str:
    """The address of a server. Plain http only for a host with a port that NETWORK_LOCAL_HOSTS names."""
    name, _, port = host.rpartition(":")
    local = port.isdigit() and http.is_local(name, int(port))
    return f"http://{host}" if local and port != "443" else f"https://{host}"


@dataclass(frozen=True)
class Client:
    """Calls to one server, with a token or without.

    `writes` tells whether a call may make a post: only then is silence Unclear; all others can be repeated.
    """

    host: str
    token: Secret | None = None
    hidden: tuple[Secret, ...] = field(default=())

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        seconds: float = SECONDS,
        writes: bool = False,
        **parts: Any,
    ) -> http.Answer:
        """One call; gives only a 2xx answer. `parts` are http.call's params, form, json and files."""
        sent = {"Accept": "application/json", "Accept-Language": "en", **(headers or {})}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token.reveal()}"
        try:
            answer = http.call(method, f"{base_of(self.host)}{path}", headers=sent, deadline=seconds, **parts)
        except (http.Refused, http.NotSent) as error:
            raise Unreachable(error.sentence) from None
        except http.NoAnswer as error:
            raise (Unclear if writes else Unreachable)(error.sentence) from None
        if not 200 <= answer.status < 300:
            raise self.error_of(answer, writes=writes)
        return answer

    def error_of(self, answer: http.Answer, *, writes: bool) -> NetworkError:
        """What an answer other than 2xx means. The one place that decides it."""
        status, sentence = answer.status, self.sentence_of(answer)
        if status == 401 or (status == 403 and _names_scope(answer, sentence)):
            return NeedsReconnect(sentence, status=status)
        if status == 429:
            return RateLimited(sentence, status=status, retry_at=retry_at(answer.headers))
        if status >= 500 or status < 300 or status in MAYBE_DONE:
            return (Unclear if writes else Unreachable)(sentence, status=status)
        # The rest did nothing: 4xx, and 301, 307, 308, which ask to send the same elsewhere. We do not.
        return Rejected(sentence, status=status)

    def json_of(self, answer: http.Answer, kind: type, *, writes: bool = False) -> Any:
        """The answer's JSON, which must be of this type. Unclear or Unreachable for anything else."""
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, kind):
            raise (Unclear if writes else Unreachable)("", status=answer.status)
        return found

    def sentence_of(self, answer: http.Answer) -> str:
        """The server's own words in an error answer, safe to show; "" when it has none."""
        try:
            told = answer.json()
        except ValueError:
            return ""
        told = told if isinstance(told, dict) else {}
        words = [told.get("error"), told.get("error_description")]
        return self.plain(": ".join(word for word in words if isinstance(word, str) and word))

    def plain(self, text: object, length: int = SENTENCE) -> str:
        """A server's string without control characters and without our secrets, cut to `length`."""
        shown = text if isinstance(text, str) else ""
        for secret in (self.token, *self.hidden):
            if secret:
                shown = shown.replace(secret.reveal(), "…")
        shown = "".join(
            char if char == JOINER or unicodedata.category(char)[0] != "C" else " "
            for char in shown[: 10 * length]
        )
        return " ".join(shown.split())[:length].strip()

    def web_address(self, text: object) -> str:
        """A server's link if it is one that a page may show, else ""."""
        if not isinstance(text, str) or len(text) > 500 or self.plain(text, 500) != text:
            return ""
        try:
            parts = urlsplit(text)
        except ValueError:
            return ""
        return text if parts.scheme in ("http", "https") and parts.netloc else ""


def whole_number(value: object, *, low: int, high: int, default: int) -> int:
    """A server's number: `default` for none or nonsense, never more than `high`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        return default
    return min(value, high)


def retry_at(headers: Mapping[str, str]) -> datetime | None:
    """When a 429 allows the next try: the latest moment it names, a day ahead at most; None without one.

    Mastodon's X-RateLimit-Reset is ISO 8601, others write seconds since 1970; Retry-After is RFC 9110's.
    """
    now = datetime.now(UTC)
    named = [
        _moment(headers.get("X-RateLimit-Reset", ""), now, relative=False),
        _moment(headers.get("Retry-After", ""), now, relative=True),
    ]
    ahead = [moment for moment in named if moment is not None and moment > now]
    return min(max(ahead), now + LONGEST_WAIT) if ahead else None


def _moment(text: str, now: datetime, *, relative: bool) -> datetime | None:
    text = text.strip()
    try:
        if text.isascii() and text.isdigit():
            # Cut to a year ahead, so that no number leads past the calendar.
            seconds = min(int(text[:20]) - (0 if relative else now.timestamp()), 31_536_000.0)
            return now + timedelta(seconds=seconds)
        found = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _names_scope(answer: http.Answer, sentence: str) -> bool:
    """Whether a 403 is about what the token may do; others (suspended …) do not end by reconnecting."""
    return "scope" in f"{sentence} {answer.headers.get('WWW-Authenticate', '')}".lower()


def until(seconds: float) -> float:
    """A moment on the monotonic clock."""
    return time.monotonic() + seconds
