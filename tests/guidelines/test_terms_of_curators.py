"""A curator's words are held against the same list: what blocks is refused, the rest is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from content.models import Item
from guidelines.models import Term
from people.models import Employee
from tests.content.test_curating import ADD, form
from tests.factories import make_channel

pytestmark = pytest.mark.django_db


def save(client: Client, **changes: Any) -> str:
    answer = client.post(ADD, {**form(make_channel()), **changes, "_publish": ""}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("field", ["suggestions-0-text", "texts-0-title", "texts-0-summary", "texts-0-body"])
def test_what_blocks_is_refused_beside_its_field_and_kept_on_the_page(
    field: str, eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    Term.objects.create(pattern="HP-12", action="block")
    page = save(client_for(eli), **{field: "Soon: the HP-12s"})
    assert not Item.objects.exists()
    assert "“HP-12s” may be confidential" in page and "Soon: the HP-12s" in page


def test_the_rest_is_said_and_saved(eli: Employee, client_for: Callable[[Employee], Client]) -> None:
    Term.objects.create(pattern="Hushtherm", purpose="competitor", action="hint")
    page = save(client_for(eli), **{"suggestions-0-text": "Quieter than Hushtherm. Call +49 30 1234567"})
    assert Item.objects.get().suggestions.count() == 1
    assert "another company, “Hushtherm”" in page and "telephone number" in page


def test_a_name_may_be_prepared_for_the_day_it_is_public(
    eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    Term.objects.create(pattern="HP-12", action="block", until=datetime(2999, 3, 1, tzinfo=UTC))
    client = client_for(eli)
    save(client, **{"suggestions-0-text": "The HP-12!", "publish_at_0": "2999-02-28"})
    assert not Item.objects.exists()
    save(client, **{"suggestions-0-text": "The HP-12!", "publish_at_0": "2999-03-02"})
    assert Item.objects.get().suggestions.get().text == "The HP-12!"
