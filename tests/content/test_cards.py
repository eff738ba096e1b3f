"""Cards: all that a feed shows of an item, in one query, and in the reader's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from content import dates, pictures
from content.models import Channel, Item, ItemText, Topic
from content.querysets import Balance
from people.models import Employee
from tests.content.pictures import picture_bytes
from tests.factories import make_channel, make_item

BERLIN = ZoneInfo("Europe/Berlin")


def card(item: Item, language: str = "en", **context: object) -> str:
    found = Item.objects.with_card(language).get(pk=item.pk)
    with translation.override(language):
        return render_to_string("content/_card_body.html", {"item": found, **context})


@pytest.mark.django_db
def test_a_page_of_cards_is_one_query(
    ada: Employee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topic = Topic.objects.create(slug="heat", name_en="Heat", name_de="Wärme")
    picture = pictures.store(picture_bytes("PNG"))
    for n in range(12):
        make_item(
            f"Item {n}", kind=Item.Kind.values[n % 4], topic=topic, picture=picture, starts_at=timezone.now()
        )
    with django_assert_num_queries(1):
        items = list(Item.objects.feed_page(ada, timezone.now(), size=20).with_card("en"))
        pages = [render_to_string("content/_card_body.html", {"item": item}) for item in items]
    assert len(items) == 12
    assert all("Item " in page for page in pages)


@pytest.mark.django_db
def test_words_are_those_of_the_readers_language_else_of_the_other() -> None:
    both, english, german, none = (
        make_item(languages=languages) for languages in (("en", "de"), ("en",), ("de",), ())
    )
    ItemText.objects.filter(language="de").update(title="Leise", summary="", url="https://acme.example/de")
    ItemText.objects.filter(language="en").update(title="Quiet", url="")
    found = {item.pk: item for item in Item.objects.with_card("de")}
    assert len(found) == 4
    words = {pk: (item.card_title, item.card_language, item.card_summary) for pk, item in found.items()}
    assert words[both.pk] == words[german.pk] == ("Leise", "de", "")
    assert words[english.pk] == ("Quiet", "en", "Two sentences. No more.")
    assert words[none.pk] == ("", "de", "")
    assert Item.objects.with_card("en").get(pk=both.pk).card_url == "https://acme.example/de"


@pytest.mark.django_db
def test_a_card_names_kind_channel_and_title_and_leads_where_it_is_told() -> None:
    page = card(make_item(pinned=True), item_url="/items/1/")
    assert "Announcement" in page
    assert "Pinned" in page
    assert '<a href="/items/1/">A quiet heat pump</a>' in page
    assert "<a " not in card(make_item())


@pytest.mark.django_db
def test_words_in_another_language_say_so() -> None:
    assert 'lang="de"' in card(make_item(languages=("de",)), "en")


@pytest.mark.django_db
def test_an_article_leads_to_its_site() -> None:
    item = make_item(kind=Item.Kind.ARTICLE, author="Priya Nair")
    ItemText.objects.filter(item=item).update(url="https://www.review.example/frost")
    page = card(item)
    assert '<a class="link" href="https://www.review.example/frost"' in page
    assert "<small>review.example · Priya Nair</small>" in page


@pytest.mark.django_db
def test_an_event_shows_its_date_by_the_clock_of_its_place() -> None:
    item = make_item(
        kind=Item.Kind.EVENT,
        starts_at=datetime(2026, 12, 4, 23, 30, tzinfo=UTC),
        zone="Asia/Tokyo",
        place="Tokyo",
    )
    page = card(item)
    assert "<span>Dec</span><b>5</b>" in page
    assert "Saturday 5 December 2026, 08:30 (time in Tokyo), Tokyo" in page


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expires_at": datetime(2026, 11, 24, 20, tzinfo=BERLIN)}, "ends today"),
        ({"expires_at": datetime(2026, 11, 25, 9, tzinfo=BERLIN)}, "ends tomorrow"),
        ({"expires_at": datetime(2026, 11, 27, 9, tzinfo=BERLIN)}, "ends Friday"),
        ({"expires_at": datetime(2026, 12, 27, 9, tzinfo=BERLIN)}, ""),
        ({"starts_at": datetime(2026, 11, 25, 9, tzinfo=BERLIN)}, "tomorrow"),
        ({"starts_at": datetime(2026, 11, 28, 9, tzinfo=BERLIN)}, "on Saturday"),
        ({"starts_at": datetime(2026, 11, 20, 9, tzinfo=BERLIN)}, ""),
        ({"publish_at": datetime(2026, 11, 24, 0, 30, tzinfo=BERLIN)}, "new today"),
        ({"channel": Channel(kind="industry")}, "for your own standing"),
        ({}, ""),
    ],
)
def test_the_reason_to_look_at_it_today(changes: dict[str, object], reason: str) -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=BERLIN)
    fields: dict[str, object] = {"channel": Channel(kind="company"), "publish_at": now - timedelta(days=4)}
    with timezone.override(BERLIN):
        assert dates.why_now(Item(**{**fields, **changes}), now) == reason


@pytest.mark.parametrize(
    ("end", "zone", "language", "words"),
    [
        (
            datetime(2026, 12, 4, 19, tzinfo=BERLIN),
            "Europe/Berlin",
            "en",
            "Friday 4 December 2026, 16:00 to 19:00",
        ),
        (None, "Europe/Berlin", "en", "Friday 4 December 2026, 16:00"),
        (None, "", "en", "Friday 4 December 2026, 16:00"),
        (None, "Europe/London", "en", "Friday 4 December 2026, 15:00 (time in London)"),
        (
            datetime(2026, 12, 5, 12, tzinfo=BERLIN),
            "Europe/Berlin",
            "en",
            "Friday 4 December 2026, 16:00 to Saturday 5 December 2026, 12:00",
        ),
    ],
)
def test_when_an_event_takes_place(end: datetime | None, zone: str, language: str, words: str) -> None:
    item = Item(starts_at=datetime(2026, 12, 4, 16, tzinfo=BERLIN), ends_at=end, zone=zone)
    with timezone.override(BERLIN), translation.override(language):
        assert dates.event_when(item) == words


@pytest.mark.django_db
def test_the_balance_counts_live_items_by_the_colour_of_their_channel() -> None:
    now = timezone.now()
    assert Item.objects.balance(now) == Balance(0, 0)
    assert Item.objects.balance(now).company_percent == 0
    industry = make_channel("industry", kind="industry")
    for _n in range(3):
        make_item()
    make_item(channel=industry)
    make_item(channel=industry, state="draft")
    make_item(expires_at=now - timedelta(minutes=1), publish_at=now - timedelta(days=1))
    assert Item.objects.balance(now) == Balance(company=3, industry=1)
    assert Item.objects.balance(now).company_percent == 75
