"""Events as calendar files: UTC times, escaped words, folded lines, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from content import calendars
from content.models import Item, ItemText
from people.models import Employee, Team
from tests.factories import make_item

BERLIN = ZoneInfo("Europe/Berlin")


def make_event(**fields: Any) -> Item:
    facts = {
        "starts_at": datetime(2026, 12, 4, 16, 0, tzinfo=BERLIN),
        "ends_at": datetime(2026, 12, 4, 19, 0, tzinfo=BERLIN),
        "zone": "Europe/Berlin",
        "place": "Workshop; Leipzig, hall 2",
    }
    return make_item("Open workshop", **{"kind": Item.Kind.EVENT, **facts, **fields})


def unfolded(data: bytes) -> list[str]:
    """The lines as a calendar reads them (RFC 5545, section 3.1)."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


@pytest.mark.django_db
def test_an_employee_takes_an_event_into_her_calendar(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    item = make_event()
    answer = client_for(ada).get(f"/items/{item.pk}/event.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(answer.content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        f"UID:item-{item.pk}@127.0.0.1",
        "DTSTART:20261204T150000Z",
        "DTEND:20261204T180000Z",
        "SUMMARY:Open workshop",
        "LOCATION:Workshop\\; Leipzig\\, hall 2",
        f"SEQUENCE:{item.version}",
    ):
        assert line in lines
    assert next(line for line in lines if line.startswith("URL:")).startswith("URL:https://acme.example/en/")


@pytest.mark.django_db
def test_a_public_event_is_open_to_strangers_and_leads_to_its_page(client: Client) -> None:
    make_event(destination=Item.Destination.OWN_PAGE, slug="workshop")
    lines = unfolded(client.get("/s/workshop/event.ics").content)
    assert "URL:http://127.0.0.1:8000/s/workshop" in lines


@pytest.mark.django_db
def test_nobody_gets_the_event_of_another_team_or_of_an_item_without_date(
    ada: Employee, stranger: Employee, team: Team, client_for: Callable[[Employee], Client], client: Client
) -> None:
    hers = make_event(teams=(team,))
    planned = make_event(publish_at=datetime.now(UTC) + timedelta(days=1))
    plain = make_item()
    assert client_for(stranger).get(f"/items/{hers.pk}/event.ics").status_code == 404
    signed_in = client_for(ada)
    assert signed_in.get(f"/items/{hers.pk}/event.ics").status_code == 200
    for item in (planned, plain):
        assert signed_in.get(f"/items/{item.pk}/event.ics").status_code == 404
    assert client.get(f"/items/{hers.pk}/event.ics").status_code == 302


def event_file(title: str, place: str = "", url: str = "") -> bytes:
    start = datetime(2026, 12, 4, 15, tzinfo=UTC)
    item = Item(pk=7, starts_at=start, place=place, created_at=start, version=1)
    return calendars.event_file(item, ItemText(item=item, title=title, language="en"), url=url)


@given(st.text(), st.text(), st.text(alphabet=st.characters(codec="utf-8")))
def test_no_words_add_a_line_or_break_one(title: str, place: str, url: str) -> None:
    data = event_file(title, place, url)
    names = [line.split(":")[0] for line in unfolded(data)]
    allowed = {"LOCATION", "URL"}
    assert [name for name in names if name not in allowed] == [
        *(
            "BEGIN",
            "VERSION",
            "PRODID",
            "METHOD",
            "BEGIN",
            "UID",
            "SEQUENCE",
            "DTSTAMP",
            "DTSTART",
            "SUMMARY",
        ),
        *("END", "END", ""),
    ]
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
        assert b"\r" not in line


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_escaped_words_come_back_as_they_were(words: str) -> None:
    escaped = calendars.escape(words)
    back = escaped.replace("\\\\", "\0").replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")
    assert back == words


def test_hostile_words_stay_in_their_value() -> None:
    lines = unfolded(event_file("Party\r\nATTENDEE:mailto:all@acme.example\nEND:VEVENT", "x\u2028y\x00z"))
    assert "SUMMARY:Party\\nATTENDEE:mailto:all@acme.example\\nEND:VEVENT" in lines
    assert "LOCATION:x yz" in lines
