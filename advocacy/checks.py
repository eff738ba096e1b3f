"""What Django's `check` says about our own settings: half set up, or set up dangerously."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from advocacy.lib import vault


@register(Tags.security)
def the_key_ring_opens(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Without a usable key ring no token can be kept or used."""
    try:
        vault.check_keys()
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="script/setup makes a key ring.", id="advocacy.E001")]
    return []


@register(Tags.security, deploy=True)
def redis_asks_for_a_password(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Whoever reaches the broker could wake our tasks; without a password that is everybody in its network."""
    if settings.REDIS_URL and not urlsplit(settings.REDIS_URL).password:
        return [
            Warning(
                "REDIS_URL has no password.",
                hint="Give Redis a password and keep its port private.",
                id="advocacy.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def private_hosts_are_meant(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Hosts in NETWORK_LOCAL_HOSTS may be plain http and private: on a public site that is rarely meant."""
    if settings.HTTPS and settings.NETWORK_LOCAL_HOSTS and not settings.DEMO:
        return [
            Warning(
                "NETWORK_LOCAL_HOSTS names hosts that may be reached at private addresses.",
                hint="Keep only your company's own servers in it.",
                id="advocacy.W002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def the_demo_is_not_public(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """The demo shows its logins on the sign-in page."""
    if settings.HTTPS and settings.DEMO:
        return [Error("ADVOCACY_DEMO is on at a public address.", hint="Switch it off.", id="advocacy.E002")]
    return []
