"""The list of terms at the desk: one term, pasted lines, the end of an embargo, and who may see what."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from guidelines import listing
from guidelines.models import DisclosureRule, DisclosureWording, Override, Term
from people.models import Employee

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]

ADD, PASTE = reverse("admin:guidelines_term_add"), reverse("admin:guidelines_term_paste")
LIST = reverse("admin:guidelines_term_changelist")
FIELDS = {"purpose": "confidential", "kind": "phrase", "action": "block", "language": "", "note": ""}


def test_a_term_with_an_embargo_is_kept_as_one_instant_with_its_zone(
    mona: Employee, client_for: ClientFor
) -> None:
    client = client_for(mona)
    sent = {
        **FIELDS,
        "pattern": "HP-12",
        "until_date": "2027-03-01",
        "until_time": "09:00",
        "until_zone": "Europe/Berlin",
    }
    assert client.post(ADD, sent).status_code == 302
    term = Term.objects.get()
    assert (term.until, term.until_zone) == (datetime(2027, 3, 1, 8, tzinfo=UTC), "Europe/Berlin")
    page = client.get(reverse("admin:guidelines_term_change", args=[term.pk])).content.decode()
    assert 'value="2027-03-01"' in page and 'value="09:00' in page
    assert "Europe/Berlin" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"(a+)+$", "takes too long"),
        (r"(\w+\s?)*\Z!", "takes too long"),
        ("(open", "not a regular expression"),
        ("(?:(?:a{9999}){9999}){9999}", "too large"),
        ("a*", "fits every text"),
    ],
)
def test_an_expression_that_cannot_be_searched_for_safely_is_refused(
    pattern: str, said: str, mona: Employee, client_for: ClientFor
) -> None:
    response = client_for(mona).post(ADD, {**FIELDS, "kind": "regex", "pattern": pattern})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Term.objects.exists()


@pytest.mark.parametrize("kind", ["phrase", "wildcard"])
def test_a_term_without_letters_or_digits_is_refused(kind: str) -> None:
    with pytest.raises(ValidationError, match="at least one letter"):
        listing.check_pattern(kind, "** ?! –")


def test_pasted_lines_become_terms_once_and_wildcards_are_seen(mona: Employee, client_for: ClientFor) -> None:
    client = client_for(mona)
    sent = {**FIELDS, "lines": "Zugvogel\r\n\r\n  Kern*  \nZugvogel\nproject   heron"}
    assert client.post(PASTE, sent).status_code == 302
    assert set(Term.objects.values_list("kind", "pattern")) == {
        ("phrase", "Zugvogel"), ("wildcard", "Kern*"), ("phrase", "project heron"),
    }  # fmt: skip
    page = client.post(PASTE, sent, follow=True).content.decode()
    assert "0 terms added. 3 were there already." in page
    assert Term.objects.count() == 3


def test_one_wrong_line_stores_nothing_and_keeps_what_was_pasted(
    mona: Employee, client_for: ClientFor
) -> None:
    response = client_for(mona).post(PASTE, {**FIELDS, "lines": "Zugvogel\n***\n" + "x" * 201})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Line 2: Write at least one letter" in page and "Line 3: At most 200" in page
    assert "Zugvogel" in page
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("day", "clock", "zone", "instant"),
    [
        (date(2027, 7, 1), time(9), "Europe/Berlin", datetime(2027, 7, 1, 7, tzinfo=UTC)),
        (date(2027, 1, 1), time(0), "Pacific/Auckland", datetime(2026, 12, 31, 11, tzinfo=UTC)),
        # Shown twice that night: the secret is kept until the second time.
        (date(2027, 10, 31), time(2, 30), "Europe/Berlin", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_an_embargo_ends_when_the_clock_over_there_shows_it(
    day: date, clock: time, zone: str, instant: datetime
) -> None:
    assert listing.end_of_embargo(day, clock, zone) == instant


def test_a_time_that_the_clock_jumps_over_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not exist"):
        listing.end_of_embargo(date(2027, 3, 28), time(2, 30), "Europe/Berlin")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"until_time": "09:00"}, "A time needs its date"),
        ({"until_date": "2027-03-01", "until_zone": "Mars/Olympus"}, "is not a time zone"),
    ],
)
def test_half_an_embargo_is_asked_for_again(
    sent: dict[str, str], said: str, mona: Employee, client_for: ClientFor
) -> None:
    page = client_for(mona).post(ADD, {**FIELDS, "pattern": "HP-12", **sent}).content.decode()
    assert said in page
    assert not Term.objects.exists()


@pytest.mark.parametrize("model", ["term", "disclosurerule", "disclosurewording", "override"])
def test_the_social_media_manager_and_the_administrator_keep_the_lists(
    model: str, ada: Employee, eli: Employee, mona: Employee, root: Employee, client_for: ClientFor
) -> None:
    Term.objects.create(pattern="HP-12")
    DisclosureWording.objects.create(text="#WeAreAcme")
    DisclosureRule.objects.create()
    Override.objects.create(batch=uuid.uuid4(), network="mastodon", code="phone", reason="It is the hotline.")
    url = reverse(f"admin:guidelines_{model}_changelist")
    assert [client_for(person).get(url).status_code for person in (ada, eli, mona, root)] == [
        404,
        404,
        200,
        200,
    ]
    assert [client_for(person).get(PASTE).status_code for person in (ada, eli, mona, root)] == [
        404,
        404,
        200,
        200,
    ]


def test_a_reason_is_shown_with_its_rule_and_day_and_without_a_name_or_a_way_to_change_it(
    mona: Employee, client_for: ClientFor
) -> None:
    batch = uuid.uuid4()
    row = Override.objects.create(
        batch=batch, network="mastodon", code="phone", rule_key="confidential", reason="It is the hotline."
    )
    client = client_for(mona)
    for url in (
        reverse("admin:guidelines_override_changelist"),
        reverse("admin:guidelines_override_change", args=[row.pk]),
    ):
        page = client.get(url).content.decode()
        assert "It is the hotline." in page and "telephone number" in page and "confidential" in page
        assert str(batch) not in page
        assert client.post(url, {"reason": "x"}).status_code in (200, 404)
    assert client.get(reverse("admin:guidelines_override_delete", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.reason == "It is the hotline."
