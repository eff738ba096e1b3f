"""Curators write, publish, change and withdraw items in the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content import hooks
from content.models import Channel, Item, ItemText, Picture, Placement, Suggestion
from content.pictures import store
from content.placing import audiences_of
from guidelines.models import GuidelineVersion
from people.models import AuditEntry, Employee, Team
from sharing.models import Batch, Share
from tests.content.pictures import a_picture, picture_bytes
from tests.factories import make_channel, make_item, make_person

pytestmark = pytest.mark.django_db

ADD = "/desk/content/item/add/"


@pytest.fixture
def desk(eli: Employee, client_for: Callable[[Employee], Client]) -> Client:
    """The curator's browser."""
    return client_for(eli)


def form(channel: Channel, **changes: Any) -> dict[str, Any]:
    """A whole item form as a browser sends it: one English text, one suggestion."""
    now = timezone.localtime()
    return {
        "kind": "announcement",
        "channel": channel.pk,
        "destination": "outside",
        "publish_at_0": f"{now:%Y-%m-%d}",
        "publish_at_1": "00:00:00",
        "texts-TOTAL_FORMS": 2,
        "texts-INITIAL_FORMS": 0,
        "texts-0-language": "en",
        "texts-0-title": "A quiet heat pump",
        "texts-0-summary": "29 dB at night.",
        "texts-0-url": "https://acme.example/hp-9",
        "texts-0-body": "",
        "texts-1-language": "de",
        "texts-1-title": "",
        "texts-1-summary": "",
        "texts-1-url": "",
        "texts-1-body": "",
        "suggestions-TOTAL_FORMS": 1,
        "suggestions-INITIAL_FORMS": 0,
        "suggestions-0-text": "Hear that? {link}",
        "suggestions-0-language": "en",
        "suggestions-0-network": "",
        **changes,
    }


def form_of(item: Item, **changes: Any) -> dict[str, Any]:
    """The form of a stored item, as its page shows it."""
    values = form(item.channel)
    texts, suggestions = list(item.texts.all()), list(item.suggestions.all())
    values |= {"texts-TOTAL_FORMS": len(texts), "texts-INITIAL_FORMS": len(texts)}
    values |= {"suggestions-TOTAL_FORMS": len(suggestions), "suggestions-INITIAL_FORMS": len(suggestions)}
    for n, text in enumerate(texts):
        fields = ("id", "language", "title", "summary", "url", "body")
        values |= {f"texts-{n}-{name}": getattr(text, name) for name in fields}
        values[f"texts-{n}-item"] = item.pk
    for n, suggestion in enumerate(suggestions):
        values |= {
            f"suggestions-{n}-{name}": getattr(suggestion, name)
            for name in ("id", "text", "language", "network")
        }
        values[f"suggestions-{n}-item"] = item.pk
    values["teams"] = list(item.teams.values_list("pk", flat=True))
    values["locations"] = item.locations
    return {**values, **changes}


def share_of(item: Item, person: Employee, version: GuidelineVersion) -> Share:
    batch = Batch.objects.create(employee=person, item=item, nonce="0" * 32)
    return Share.objects.create(
        batch=batch,
        employee=person,
        item=item,
        network="linkedin",
        guideline_version=version,
        language="en",
        publish_at=timezone.now(),
    )


def test_a_pasted_item_is_published_in_one_step(desk: Client, eli: Employee, ada: Employee) -> None:
    answer = desk.post(ADD, {**form(make_channel()), "_publish": ""}, follow=True)
    assert answer.status_code == 200
    item = Item.objects.get()
    assert (item.state, item.created_by, item.version) == ("approved", eli, 2)
    assert [item.pk for item in Item.objects.feed_page(ada, timezone.now(), size=5)] == [item.pk]
    assert "“A quiet heat pump” is live." in answer.content.decode()
    assert AuditEntry.objects.filter(name="content.item.published", by=eli).exists()


def test_a_draft_is_saved_and_stays_out_of_the_feed(desk: Client) -> None:
    answer = desk.post(ADD, {**form(make_channel()), "_continue": ""})
    item = Item.objects.get()
    assert answer.headers["Location"] == f"/desk/content/item/{item.pk}/change/"
    assert item.state == "draft"
    assert not Placement.objects.exists()


def test_what_is_missing_is_told_in_one_list_and_nothing_typed_is_lost(desk: Client) -> None:
    values = form(make_channel(), **{"kind": "event", "texts-0-url": "", "_publish": ""})
    page = desk.post(ADD, values).content.decode()
    assert "It links to a page on the web, but an address is missing." in page
    assert "It is an event without a date. Say when it begins." in page
    assert "A quiet heat pump" in page
    assert "Hear that? {link}" in page
    assert not Item.objects.exists()


def test_an_item_without_any_text_is_not_published(desk: Client) -> None:
    values = form(make_channel(), _publish="")
    values |= {"texts-0-title": "", "texts-0-summary": "", "texts-0-url": ""}
    assert "It has no text yet." in desk.post(ADD, values).content.decode()
    assert not Item.objects.exists()


def test_a_published_item_is_not_changed_into_one_that_lacks_something(desk: Client) -> None:
    item = make_item(languages=("en",))
    values = form_of(item, **{"texts-0-url": "", "_continue": ""})
    page = desk.post(f"/desk/content/item/{item.pk}/change/", values).content.decode()
    assert "an address is missing" in page
    assert ItemText.objects.get(item=item).url


def test_saving_a_published_item_places_it_anew_and_counts_the_change(desk: Client, team: Team) -> None:
    item = make_item(languages=("en",))
    before = item.version
    values = form_of(item, teams=[team.pk], locations="Leipzig,  Dublin ,", only_language="de", pinned="on")
    answer = desk.post(f"/desk/content/item/{item.pk}/change/", {**values, "_continue": ""})
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.version == before + 1
    assert item.locations == "Leipzig, Dublin"
    placed = Placement.objects.filter(item=item)
    assert {row.audience for row in placed} == {f"team:{team.pk}|de", "place:leipzig|de", "place:dublin|de"}
    assert {row.audience for row in placed} == set(audiences_of(item))
    assert all(row.pinned == 1 for row in placed)


def test_a_withdrawal_asks_for_a_reason_and_then_takes_the_item_out(
    desk: Client, eli: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Item] = []
    monkeypatch.setitem(hooks.WITHDRAWN, "test", told.append)
    item = make_item()
    address = f"/desk/content/item/{item.pk}/withdraw/"
    assert "Reason" in desk.get(address).content.decode()
    assert desk.post(address, {"reason": " "}).status_code == 200
    item.refresh_from_db()
    assert item.state == "approved"
    assert desk.post(address, {"reason": "The figure was wrong."}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.withdrawn_reason) == ("withdrawn", "The figure was wrong.")
    assert not Placement.objects.filter(item=item).exists()
    assert told == [item]
    assert AuditEntry.objects.get(name="content.item.withdrawn").by == eli


def test_actions_publish_what_is_ready_and_name_what_is_not(desk: Client) -> None:
    ready = make_item("Ready", state="draft")
    empty = make_item("Nameless", state="draft", languages=())
    page = desk.post(
        "/desk/content/item/",
        {"action": "publish_selected", "_selected_action": [ready.pk, empty.pk]},
        follow=True,
    ).content.decode()
    assert "1 item published." in page
    assert "Not published yet:" in page
    assert {item.state for item in Item.objects.filter(pk=ready.pk)} == {"approved"}
    assert {item.state for item in Item.objects.filter(pk=empty.pk)} == {"draft"}


def test_the_withdraw_action_asks_first_and_withdraws_all_of_them(desk: Client) -> None:
    items = [make_item(str(n)) for n in range(3)]
    chosen = {"action": "withdraw_selected", "_selected_action": [item.pk for item in items]}
    page = desk.post("/desk/content/item/", chosen).content.decode()
    assert "These 3 items leave the feed at once." in page
    assert Item.objects.filter(state="approved").count() == 3
    desk.post("/desk/content/item/", {**chosen, "reason": "Wrong week."})
    assert list(Item.objects.values_list("state", "withdrawn_reason").distinct().order_by()) == [
        ("withdrawn", "Wrong week.")
    ]


def test_a_shared_item_cannot_be_deleted_and_the_page_names_nobody(
    desk: Client, ada: Employee, version: GuidelineVersion
) -> None:
    item = make_item()
    item.dismissals.create(employee=ada)
    share_of(item, ada, version)
    page = desk.get(f"/desk/content/item/{item.pk}/delete/").content.decode()
    assert "Colleagues have shared it, so it stays on record. Withdraw it instead." in page
    assert "Ada" not in page
    assert "linkedin" not in page.lower()
    desk.post(f"/desk/content/item/{item.pk}/delete/", {"post": "yes"})
    assert Item.objects.filter(pk=item.pk).exists()


def test_an_unshared_draft_can_be_deleted_without_naming_who_dismissed_it(
    desk: Client, ada: Employee
) -> None:
    item = make_item(state="draft")
    item.dismissals.create(employee=ada)
    page = desk.get(f"/desk/content/item/{item.pk}/delete/").content.decode()
    assert "issal" not in page
    desk.post(f"/desk/content/item/{item.pk}/delete/", {"post": "yes"})
    assert not Item.objects.exists()


def test_a_channel_with_items_stays_and_says_why(desk: Client) -> None:
    item = make_item()
    page = desk.get(f"/desk/content/channel/{item.channel_id}/delete/").content.decode()
    assert "There are items in this channel." in page


@pytest.mark.parametrize(
    ("text", "network", "sentence"),
    [
        ("{nickname} says hello", "", "We do not know {nickname}."),
        ("x" * 281, "x", "1 character too long for X"),
        ("x" * 478 + "{link}", "mastodon", "1 character too long for Mastodon"),
    ],
)
def test_a_suggestion_that_does_not_fit_is_refused_with_a_sentence(
    desk: Client, text: str, network: str, sentence: str
) -> None:
    values = form(make_channel(), **{"suggestions-0-text": text, "suggestions-0-network": network})
    page = desk.post(ADD, {**values, "_continue": ""}).content.decode()
    assert sentence in page
    assert not Suggestion.objects.exists()


def test_a_suggestion_of_exactly_the_length_is_taken(desk: Client) -> None:
    values = {"suggestions-0-text": "x" * 477 + "{link}", "suggestions-0-network": "mastodon"}
    desk.post(ADD, form(make_channel(), **values, _continue=""))
    assert Suggestion.objects.get().network == "mastodon"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"locations": "x" * 101}, "longer than any place can be"),
        ({"zone": "Europe/Atlantis"}, "is not a time zone"),
        ({"ends_at_0": "2026-12-04", "ends_at_1": "10:00"}, "The event ends before it begins."),
        ({"expires_at_0": "2020-01-01", "expires_at_1": "10:00"}, "would leave the feed before it appears"),
        ({"texts-0-url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_wrong_facts_are_told_at_their_field(desk: Client, changes: dict[str, str], sentence: str) -> None:
    page = desk.post(ADD, form(make_channel(), **changes, _continue="")).content.decode()
    assert sentence in page
    assert not Item.objects.exists()


def test_a_public_page_gets_its_address_from_the_title_and_keeps_it(desk: Client) -> None:
    values = form(make_channel(), **{"destination": "own_page", "texts-0-title": "Größe zählt: ä & ö"})
    values["texts-0-body"] = "Words."
    desk.post(ADD, {**values, "_publish": ""})
    item = Item.objects.get()
    assert item.slug == "groesse-zaehlt-ae-oe"
    changed = form_of(item, destination="own_page", slug="", **{"texts-0-title": "Another", "_continue": ""})
    desk.post(f"/desk/content/item/{item.pk}/change/", changed)
    item.refresh_from_db()
    assert (item.slug, str(item.texts.get())) == ("groesse-zaehlt-ae-oe", "Another")


def test_two_items_of_one_title_have_two_addresses(db: None) -> None:
    slugs = [make_item("Same", destination="own_page").slug for _ in range(2)]
    assert len(set(slugs)) == 2
    assert all(slugs)


def test_a_picture_is_uploaded_with_the_item(desk: Client) -> None:
    values = form(make_channel(), new_alt_en="A fox", new_alt_de="Ein Fuchs", _continue="")
    desk.post(ADD, {**values, "new_picture": a_picture("PNG", name="fox.png")})
    picture = Item.objects.get().picture
    assert picture is not None
    assert (picture.alt_en, picture.alt_de, picture.width) == ("A fox", "Ein Fuchs", 40)
    assert str(picture.file.name).endswith(".webp")
    assert "fox" not in str(picture.file.name)


def test_the_form_shows_the_picture_with_its_words_and_no_number(desk: Client) -> None:
    picture = store(picture_bytes("PNG"), alt_en="A <b>fox</b>")
    item = make_item(picture=picture)
    page = desk.get(f"/desk/content/item/{item.pk}/change/").content.decode()
    assert f'<img class="shown" src="{picture.url}"' in page
    assert "English: A &lt;b&gt;fox&lt;/b&gt;" in page and "German: no description yet" in page
    assert f'href="/desk/content/picture/{picture.pk}/change/"' in page
    assert 'name="picture"' not in page and 'name="remove_picture"' in page
    item.picture = None
    item.save()
    bare = desk.get(f"/desk/content/item/{item.pk}/change/").content.decode()
    assert 'name="remove_picture"' not in bare and "field-picture_now" not in bare
    assert 'name="new_picture"' in bare


def test_a_picture_stays_until_its_box_is_ticked_or_another_is_uploaded(desk: Client) -> None:
    picture = store(picture_bytes("PNG"), alt_en="A fox")
    item = make_item(picture=picture)
    address = f"/desk/content/item/{item.pk}/change/"
    desk.post(address, form_of(item, _continue=""))
    item.refresh_from_db()
    assert item.picture == picture
    another = {"new_picture": a_picture("PNG"), "new_alt_en": "An owl", "remove_picture": "on"}
    desk.post(address, form_of(item, _continue="", **another))
    item.refresh_from_db()
    assert item.picture is not None and item.picture.alt_en == "An owl"
    desk.post(address, form_of(item, _continue="", remove_picture="on"))
    assert Item.objects.get().picture is None
    assert Picture.objects.count() == 2


def test_an_empty_server_asks_for_a_channel_first(desk: Client) -> None:
    sentence = "Add a channel first: every item stands in one."
    for address in (ADD, "/desk/"):
        page = desk.get(address).content.decode()
        assert sentence in page and 'href="/desk/content/channel/add/"' in page
    assert 'name="_publish"' not in desk.get(ADD).content.decode()
    make_channel()
    for address in (ADD, "/desk/"):
        assert sentence not in desk.get(address).content.decode()
    assert 'name="_publish"' in desk.get(ADD).content.decode()


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(desk: Client) -> None:
    values = form(make_channel(), _continue="", new_picture=a_picture("SVG"))
    assert "This is not a JPEG, PNG, WebP or GIF picture." in desk.post(ADD, values).content.decode()
    assert not Item.objects.exists()


def test_the_preview_shows_card_and_detail_in_each_language(desk: Client) -> None:
    item = make_item("Leise", languages=("de",), state="draft")
    page = desk.get(f"/desk/content/item/{item.pk}/preview/").content.decode()
    assert page.count("Leise") >= 4
    assert "There are no words in English yet" in page
    assert "Ankündigung" in page or "Announcement" in page


def test_the_list_asks_as_often_for_many_items_as_for_few(
    desk: Client, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_item(teams=(team,))
    desk.get("/desk/content/item/")
    with django_assert_num_queries(LIST_QUERIES):
        desk.get("/desk/content/item/")
    for n in range(20):
        make_item(f"Item {n}", teams=(team,))
    with django_assert_num_queries(LIST_QUERIES):
        page = desk.get("/desk/content/item/").content.decode()
    assert page.count("A quiet heat pump") >= 1
    assert 'data-tone="ok"' in page


LIST_QUERIES = 11


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("stage=live", {"live"}),
        ("stage=planned", {"planned"}),
        ("stage=past", {"past"}),
        ("state__exact=draft", {"draft"}),
        ("language=no-de", {"planned"}),
        ("language=de", {"live", "past", "draft"}),
        ("q=pla", {"planned"}),
        ("kind__exact=event", {"past"}),
    ],
)
def test_the_list_is_filtered_and_searched(desk: Client, query: str, titles: set[str]) -> None:
    now = timezone.now()
    make_item("live")
    make_item("planned", publish_at=now + timedelta(days=1), languages=("en",))
    make_item(
        "past",
        publish_at=now - timedelta(days=2),
        expires_at=now - timedelta(days=1),
        kind="event",
        starts_at=now,
    )
    make_item("draft", state="draft")
    answer = desk.get(f"/desk/content/item/?{query}")
    assert {str(item) for item in answer.context["cl"].result_list} == titles


@pytest.mark.parametrize("role", ["mona", "root"])
def test_managers_and_administrators_curate_too(
    role: str, request: pytest.FixtureRequest, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(request.getfixturevalue(role))
    assert client.get("/desk/content/item/").status_code == 200
    assert client.get(ADD).status_code == 200


@pytest.mark.parametrize(
    "path", ["", "add/", "{pk}/change/", "{pk}/preview/", "{pk}/withdraw/", "{pk}/delete/"]
)
def test_to_an_employee_the_desk_does_not_exist(
    ada: Employee, client_for: Callable[[Employee], Client], path: str
) -> None:
    item = make_item()
    answer = client_for(ada).get(f"/desk/content/item/{path.format(pk=item.pk)}", follow=True)
    assert answer.status_code == 404
    assert not LogEntry.objects.exists()


def test_reasons_against_an_item_are_counted_from_five_people_on_and_name_nobody(desk: Client) -> None:
    item = make_item()
    for n in range(4):
        item.dismissals.create(employee=make_person(f"Nina{n}"), reason="topic")
    address = f"/desk/content/item/{item.pk}/change/"
    assert "not my topic" not in desk.get(address).content.decode()
    item.dismissals.create(employee=make_person("Nina4"), reason="voice")
    page = desk.get(address).content.decode()
    assert "not my topic: 4" in page
    assert "not how I speak: 1" in page
    assert "Nina" not in page


def test_titles_are_shown_as_text_everywhere_in_the_desk(desk: Client) -> None:
    hostile = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
    item = make_item(hostile, suggestions=(hostile,), author=hostile, site=hostile, place=hostile)
    for page in (
        "",
        f"{item.pk}/change/",
        f"{item.pk}/preview/",
        f"{item.pk}/withdraw/",
        f"{item.pk}/delete/",
    ):
        body = desk.get(f"/desk/content/item/{page}").content.decode()
        assert "onerror=alert" in body
        assert "<img src=x" not in body
        assert "<script>alert(2)" not in body
