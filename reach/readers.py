"""Who follows a short link: a person, or a program that looks at it for somebody. No address is stored."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from crawlerdetect import CrawlerDetect
from django.http import HttpRequest

from reach.models import Click, VisitorKey

# Same visitor, same link, within this time: a repeat, not a second person.
REPEAT = timedelta(minutes=30)

# What the crawler list misses: link previews of messengers and networks, mail scanners, plain HTTP libraries.
_PROGRAM = re.compile(
    r"mastodon|pleroma|akkoma|misskey|gotosocial|bluesky|cardyb|facebookexternalhit|whatsapp|telegrambot|slack|discord|"
    r"linkedin|twitterbot|skype|teams|safelinks|proofpoint|mimecast|barracuda|symantec|urldefense|google-safety|"
    r"python|curl|wget|go-http|java/|okhttp|node|axios|libwww|httpclient|headless|bot\b|spider|crawl|preview|scan",
    re.IGNORECASE,
)


@cache
def _detector() -> CrawlerDetect:
    return CrawlerDetect()


@lru_cache(maxsize=10_000)
def is_program(agent: str) -> bool:
    """Whether a user agent names a program. None at all is one too: every browser names itself."""
    return not agent or bool(_PROGRAM.search(agent)) or bool(_detector().isCrawler(agent))


def kind_of(request: HttpRequest) -> str:
    """PREVIEW for HEAD and prefetch, BOT for programs, else PERSON. Repeats are told apart by `repeats`."""
    headers = request.headers
    purposes = (
        f"{headers.get('Purpose', '')} {headers.get('Sec-Purpose', '')} {headers.get('X-Moz', '')}".lower()
    )
    if request.method == "HEAD" or "prefetch" in purposes or "preview" in purposes:
        return Click.Kind.PREVIEW
    return Click.Kind.BOT if is_program(headers.get("User-Agent", "")[:500]) else Click.Kind.PERSON


def visitor(request: HttpRequest, now: datetime) -> str:
    """A keyed hash of today's key, address and user agent: tells a repeat today, tells nothing tomorrow."""
    address = request.META.get("REMOTE_ADDR", "")
    agent = request.headers.get("User-Agent", "")
    return hashlib.blake2b(f"{address}\n{agent}".encode(), key=_key(now.date()), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def _key(day: date) -> bytes:
    row, _created = VisitorKey.objects.get_or_create(day=day, defaults={"key": secrets.token_bytes(32)})
    return bytes(row.key)


def forget_old_days(today: date) -> int:
    """Throw away the keys of days before yesterday: their hashes name nobody any more."""
    _key.cache_clear()
    return VisitorKey.objects.filter(day__lt=today).delete()[0]
