"""Stage of the people tests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail as django_mail

from people import mailing


@pytest.fixture(autouse=True)
def _land_on_the_profile(settings: Any) -> None:
    """These tests end at the sign-in; what stands behind it is tested elsewhere."""
    settings.LOGIN_REDIRECT_URL = "people:profile"


def link_in(text: str) -> str:
    """The path of the first link to our site in a mail."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", text)
    assert found, text
    return found[1]


def sent_link() -> str:
    """Send what is queued, and give the path of the link in the last mail."""
    assert mailing.send_due() > 0
    return link_in(str(django_mail.outbox[-1].body))
