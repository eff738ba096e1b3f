"""What `check` says about dangerous settings."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from pytest_django import Settings


def found(*, deploy: bool = True) -> set[str]:
    return {str(message.id) for message in run_checks(include_deployment_checks=deploy)} & {
        "advocacy.E001",
        "advocacy.E002",
        "advocacy.W001",
        "advocacy.W002",
    }


def test_the_settings_of_the_tests_are_fine() -> None:
    assert found() == set()


@pytest.mark.parametrize("keys", ["", "k1:short", "no-colon"])
def test_a_broken_key_ring_is_an_error(settings: Settings, keys: str) -> None:
    settings.ADVOCACY_KEYS = keys
    assert found(deploy=False) == {"advocacy.E001"}


def test_redis_without_a_password_is_told(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"
    assert found() == {"advocacy.W001"}
    settings.REDIS_URL = "redis://:secret@127.0.0.1:6379/0"
    assert found() == set()


def test_private_hosts_and_the_demo_do_not_belong_on_a_public_site(settings: Settings) -> None:
    settings.HTTPS = True
    settings.NETWORK_LOCAL_HOSTS = ["10.0.0.1"]
    assert found() == {"advocacy.W002"}
    settings.DEMO = True
    assert found() == {"advocacy.E002"}
