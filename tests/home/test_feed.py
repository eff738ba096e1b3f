"""The feed: what it shows, in which order, and what a page of it costs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content.models import Item
from content.placing import place
from home.querysets import read_reader, with_words_and_uses
from people import company, notices
from people.models import CompanySettings, Employee, Team
from people.notices import Kind
from sharing.models import Share
from sharing.states import ParkedBecause, ShareState
from tests.factories import make_channel, make_item, make_person
from tests.guidelines.pages import words
from tests.home.shares import click, share

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 id="i\d+"[^>]*><a[^>]*>([^<]+)', page)


@pytest.fixture
def ada_opens(ada: Employee, client_for: Callable[[Employee], Client]) -> Callable[..., str]:
    client = client_for(ada)

    def open_page(address: str = "/", **query: str) -> str:
        return client.get(address, query).content.decode()

    return open_page


def test_a_card_shows_title_suggested_words_networks_and_share(ada_opens: Callable[..., str]) -> None:
    item = make_item("Quiet pump", suggestions=("It is quiet, says {first_name}. {link}",))
    page = ada_opens()
    said = words(page)
    assert titles(page) == ["Quiet pump"]
    assert "Suggested words, used by nobody yet It is quiet, says Ada." in said
    assert f'href="/share/{item.pk}/"' in page and f'href="/items/{item.pk}/"' in page
    assert "Fits: in LinkedIn , M Mastodon , B Bluesky , X X ." in said
    assert "1 thing to share. One takes about ten seconds." in said


def test_the_least_used_words_that_need_nothing_more_are_suggested(ada_opens: Callable[..., str]) -> None:
    item = make_item(suggestions=("Used once.", "Fresh.", "[your own example] first."))
    share(make_person("Bo"), item, suggestion=item.suggestions.get(language="en", position=0))
    said = words(ada_opens())
    assert "used by nobody yet Fresh." in said
    assert "Used once." not in said and "your own example" not in said


def test_words_too_long_for_a_network_do_not_fit_it(ada_opens: Callable[..., str]) -> None:
    make_item(suggestions=("x" * 290,))
    assert "Fits: in LinkedIn , M Mastodon ." in words(ada_opens())


@pytest.mark.parametrize(("count", "told"), [(4, False), (5, True)])
def test_numbers_of_colleagues_are_told_from_five_on(
    ada: Employee, ada_opens: Callable[..., str], count: int, told: bool
) -> None:
    item = make_item(suggestions=("Only one.",))
    suggestion = item.suggestions.get(language="en")
    for number in range(count):
        share(make_person(f"C{number}"), item, suggestion=suggestion)
    share(make_person("Planner"), item, state=ShareState.SCHEDULED)
    said = words(ada_opens())
    assert (f"{count} colleagues shared it" in said) is told
    assert (f"used by {count} colleagues" in said) is told


@pytest.mark.parametrize(
    ("kinds", "confirmed", "counts"),
    [
        ([], False, False),
        (["bot", "own", "preview", "repeat"], False, False),
        (["person"], False, True),
        (["person", "person"], True, True),
        ([], True, True),
    ],
)
def test_a_hand_off_counts_once_she_says_so_or_a_person_follows_its_link(
    ada_opens: Callable[..., str], ada: Employee, kinds: list[str], confirmed: bool, counts: bool
) -> None:
    item = make_item("Handed off")
    fields = {"state": ShareState.HANDED_OFF, "confirmed_at": timezone.now() if confirmed else None}
    people = [make_person(f"C{number}") for number in range(5)]
    for person in [*people, ada]:
        made = share(person, item, **fields)
        for kind in kinds:
            click(made, kind)
    now = timezone.now()
    assert read_reader(ada, now).shares_posted == int(counts)
    told = with_words_and_uses(Item.objects.with_card("en"), ada).get(pk=item.pk)
    assert told.colleagues == (5 if counts else 0)  # type: ignore[attr-defined]
    assert ("5 colleagues shared it" in words(ada_opens(f"/items/{item.pk}/"))) is counts


def test_a_shared_item_folds_to_one_line_with_its_clicks(
    ada: Employee, ada_opens: Callable[..., str]
) -> None:
    item = make_item("Told already")
    made = share(ada, item)
    for kind in ("person", "person", "person", "bot", "own", "repeat", "preview"):
        click(made, kind)
    page = ada_opens()
    assert titles(page) == []
    assert "Told already M Mastodon: 3 clicks" in words(page)
    assert "Nothing new to share. Enjoy the quiet." in words(page)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"state": ShareState.SCHEDULED}, "Mastodon: planned"),
        ({"state": ShareState.NEEDS_YOU}, "Mastodon: needs you"),
        ({"state": ShareState.FAILED}, "Mastodon: needs you"),
        ({"state": ShareState.PARKED, "parked_because": ParkedBecause.TOO_LATE}, "Mastodon: needs you"),
        ({"state": ShareState.HANDED_OFF}, "Mastodon: opened"),
        ({"state": ShareState.HANDED_OFF, "confirmed_at": timezone.now()}, "Mastodon: 0 clicks"),
    ],
)
def test_the_line_says_how_a_share_stands(
    ada: Employee, ada_opens: Callable[..., str], fields: dict[str, object], line: str
) -> None:
    share(ada, make_item("Told already"), **fields)
    page = ada_opens()
    assert f"Told already M {line}" in words(page)
    assert ('aria-label="Needs you"' in page) is ("needs you" in line)
    assert ('aria-label="Under way"' in page) is ("planned" in line or "opened" in line)


def test_after_cancelling_the_item_can_be_shared_anew(ada: Employee, ada_opens: Callable[..., str]) -> None:
    share(ada, make_item("Again"), state=ShareState.CANCELLED)
    assert titles(ada_opens()) == ["Again"]


def test_nobody_sees_the_shares_of_another_one(stranger: Employee, ada_opens: Callable[..., str]) -> None:
    item = make_item("Hers")
    click(share(stranger, item), "person")
    page = ada_opens()
    assert titles(page) == ["Hers"]
    assert "1 click" not in words(page)


def test_reading_only_items_are_read_and_not_shared(ada_opens: Callable[..., str]) -> None:
    item = make_item("Soup", destination=Item.Destination.READING)
    page = ada_opens()
    assert f"/share/{item.pk}/" not in page
    assert "For reading, not to share" in words(page)
    assert "Nothing new to share. Enjoy the quiet." in words(page)


def test_channel_and_kind_are_in_the_address_and_go_together(ada_opens: Callable[..., str]) -> None:
    news, trade = make_channel("news"), make_channel("trade")
    make_item("News story", channel=news, kind=Item.Kind.STORY)
    make_item("Trade story", channel=trade, kind=Item.Kind.STORY)
    make_item("Trade article", channel=trade, kind=Item.Kind.ARTICLE)
    assert titles(ada_opens(channel="trade")) == ["Trade article", "Trade story"]
    page = ada_opens(channel="trade", kind="story")
    assert titles(page) == ["Trade story"]
    assert (
        'href="?kind=story" aria-current="true"' in page
        and 'href="?channel=trade" aria-current="true"' in page
    )
    assert 'href="?channel=news&amp;kind=story"' in page
    assert len(titles(ada_opens(channel="unknown", kind="nonsense"))) == 3


def test_pages_of_twenty_follow_each_other_to_the_end(ada_opens: Callable[..., str]) -> None:
    for number in range(45):
        make_item(f"Item {number}")
    address, seen = "/", []
    while address:
        page = ada_opens(address)
        seen += titles(page)
        found = re.search(r'id="older"><a class="btn" href="(\?[^"]+)"', page)
        assert ("You are up to date" in words(page)) is not bool(found)
        address = f"/{found[1]}" if found else ""
    assert seen == [f"Item {number}" for number in reversed(range(45))]


def test_older_keeps_the_filter_and_comes_as_cards_alone_to_htmx(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    for number in range(21):
        make_item(f"Item {number}", kind=Item.Kind.STORY)
    client = client_for(ada)
    page = client.get("/", {"kind": "story"}).content.decode()
    older = re.search(r'id="older"><a class="btn" href="([^"]+)"', page)
    assert older and older[1].startswith("?kind=story&amp;after=")
    address = "/" + older[1].replace("&amp;", "&")
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "older"}).content.decode()
    assert titles(part) == ["Item 0"] and "<html" not in part


@pytest.mark.parametrize(
    "after", ["x", "1.2", "0.99999999999999999999999.1", "0.1.-1", "9" * 5000, "0.0.99999999999999999999"]
)
def test_a_broken_cursor_shows_the_first_page(ada_opens: Callable[..., str], after: str) -> None:
    make_item("Here")
    assert titles(ada_opens(after=after)) == ["Here"]


def test_an_empty_feed_and_an_empty_filter_say_so(ada_opens: Callable[..., str]) -> None:
    make_channel("trade")
    assert "Nothing for you yet" in words(ada_opens())
    assert "Nothing here at the moment" in words(ada_opens(channel="trade"))


def test_the_greeting_goes_by_her_own_clock(ada: Employee, ada_opens: Callable[..., str]) -> None:
    moments = [("2026-11-24 06:30", "Good morning, Ada"), ("2026-11-24 12:30", "Good afternoon, Ada"),
               ("2026-11-24 20:00", "Good evening, Ada")]  # fmt: skip
    for moment, said in moments:
        with time_machine.travel(f"{moment}+00:00", tick=False):
            assert said in words(ada_opens())
    Employee.objects.filter(pk=ada.pk).update(time_zone="Pacific/Auckland")
    with time_machine.travel("2026-11-24 20:00+00:00", tick=False):
        assert "Good morning, Ada" in words(ada_opens())


def test_her_week_counts_clicks_of_people_and_shares_since_monday(
    ada: Employee, ada_opens: Callable[..., str]
) -> None:
    with time_machine.travel("2026-11-20 12:00+00:00", tick=False):
        before = share(ada, make_item("Before"))
        click(before, "person")
    with time_machine.travel("2026-11-23 00:00+00:00", tick=False):
        click(before, "person")
    with time_machine.travel("2026-11-25 12:00+00:00", tick=False):
        now = share(ada, make_item("Now"))
        share(ada, make_item("Waits"), state=ShareState.NEEDS_YOU)
        share(ada, make_item("Opened"), state=ShareState.HANDED_OFF)
        for made in (now, now):
            click(made, "person")
        click(now, "bot")
        said = words(ada_opens())
    assert "Clicks on your posts 3 Shared 1 Waiting for you 1 Measured · bots left out" in said


def test_open_notices_stand_on_top(
    ada: Employee, ada_opens: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        notices.KINDS, "test.code", Kind("The %(thing)s is loose.", "Tighten it", "home:shares")
    )
    notices.add(ada, "test.code", thing="screw")
    notices.add(ada, "test.code", key="other", thing="bolt")
    notices.solve(ada, "other")
    said = words(ada_opens())
    assert "The screw is loose. Tighten it" in said and "bolt" not in said


def test_the_page_is_in_her_language(ada: Employee, ada_opens: Callable[..., str]) -> None:
    Employee.objects.filter(pk=ada.pk).update(language="de")
    channel = make_channel("trade", name_de="Handwerk")
    channel.name_de = "Handwerk"
    channel.save()
    item = make_item("Title")
    item.texts.filter(language="de").update(title="Titel")
    item.suggestions.filter(language="de").update(text="Ganz leise.")
    page = ada_opens()
    assert titles(page) == ["Titel"] and "Ganz leise." in page and "Handwerk" in page
    assert '<html lang="de">' in page


def test_the_feed_lets_her_own_clicks_be_known(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    assert "own" in client_for(ada).get("/").cookies


@pytest.mark.parametrize("size", [1, 20, 200])
@pytest.mark.parametrize("query", [{}, {"channel": "news", "kind": "announcement"}])
def test_a_page_costs_at_most_six_queries_with_nothing_kept_in_memory(
    ada: Employee,
    team: Team,
    client_for: Callable[[Employee], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    size: int,
    query: dict[str, str],
) -> None:
    for number in range(size):
        item = make_item(f"Item {number}", teams=(team,) if number % 2 else ())
        if number % 3 == 0:
            click(share(ada, item), "person")
    CompanySettings.objects.create(pk=1)
    client = client_for(ada)
    company.forget()
    with django_assert_max_num_queries(6):
        page = client.get("/", query).content.decode()
    assert page.count("<article") >= min(size, 20)


def test_twenty_cards_stay_within_the_weight_of_a_page(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    long = "Three years of work by forty-one people in two towns, measured at night, in the rain and beside a fox."
    for number in range(21):
        item = make_item(
            f"Item {number}: {long[:90]}", suggestions=(f"{number} {long}", f"{long} {number}", long)
        )
        item.texts.update(summary=f"{number} {long} {long}")
        place(item)
    page = client_for(ada).get("/").content
    assert page.count(b'<article class="card" ') == 20
    assert len(page) <= 120_000
    assert len(zlib.compress(page, 6)) <= 30_000


def test_another_post_method_is_refused(ada: Employee, client_for: Callable[[Employee], Client]) -> None:
    assert client_for(ada).post("/").status_code == 405
    assert Share.objects.count() == 0
