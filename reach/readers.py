"""Who follows a short link: a person, or a program that looks at it for somebody. No address is stored."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from crawlerdetect import CrawlerDetect
from django.conf import settings
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
    agent = request.headers.get("User-Agent", "")
    text = f"{address_of(request)}\n{agent}"
    return hashlib.blake2b(text.encode(), key=_key(now.date()), digest_size=16).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The reader's address, as allauth finds it for its rate limits: with n trusted proxies the n-th of
    X-Forwarded-For from the right, the one our outermost proxy wrote; what stands left of it may be forged.
    The other end of the connection where there is no proxy, or none that says an address."""
    connected: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = request.headers.get("X-Forwarded-For", "").split(",")
    if not 0 < proxies <= len(told):
        return connected
    return _plain(told[-proxies].strip()) or connected


# An address with a port, as some proxies write it: 192.0.2.1:4711, [2001:db8::1]:4711, [2001:db8::1].
_WITH_PORT = re.compile(r"(?:\[(?P<six>[^\]]*)\]|(?P<four>[0-9.]+))(?::[0-9]+)?")


def _plain(told: str) -> str:
    """One spelling for every way to write an address, without its port; "" for what is none."""
    if match := _WITH_PORT.fullmatch(told):
        told = match["six"] or match["four"] or ""
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return ""


# One day in memory: the first click of a new day drops the key of the day before, in every process.
@lru_cache(maxsize=1)
def _key(day: date) -> bytes:
    row, _created = VisitorKey.objects.get_or_create(day=day, defaults={"key": secrets.token_bytes(32)})
    return bytes(row.key)


def forget_old_days(today: date) -> int:
    """Throw away the keys of all days before today: their hashes name nobody any more. Says how many.

    This process forgets at once; another that keeps yesterday's key in memory does so with its first click today.
    """
    _key.cache_clear()
    return VisitorKey.objects.filter(day__lt=today).delete()[0]
