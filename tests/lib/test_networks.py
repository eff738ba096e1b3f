"""Networks are named by their names, and the two that are none by a word of the reader's language."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from advocacy.lib.networks import NETWORKS, choices
from advocacy.templatetags.ui import mark
from sharing.models import Share


@pytest.mark.parametrize(
    ("key", "english", "german"),
    [
        ("mastodon", "Mastodon", "Mastodon"),
        ("email", "E-mail", "E-Mail"),
        ("copy", "Copy", "Zwischenablage"),
    ],
)
def test_a_network_is_named_in_the_readers_language(key: str, english: str, german: str) -> None:
    field = Share._meta.get_field("network")
    for language, name in (("en", english), ("de", german)):
        with translation.override(language):
            assert NETWORKS[key].name == name
            assert json.dumps({"network": NETWORKS[key].name}) == f'{{"network": "{name}"}}'
            assert str(dict(choices())[key]) == name
            assert dict(field.flatchoices)[key] == name
            assert f'title="{name}"' in mark(key, named=True)
