"""Feeds come in as drafts: once, whole or not at all, and through the one door."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import Settings

from content import importing
from content.feeds import FeedRefused
from content.models import Item, ItemText, Picture
from people.models import AuditEntry
from tests.content.conftest import FEEDS, Site, answer_with, drip
from tests.content.pictures import picture_bytes
from tests.factories import make_channel

pytestmark = pytest.mark.django_db


def feed(name: str) -> bytes:
    return (FEEDS / name).read_bytes()


def test_entries_become_draft_articles_with_their_picture(site: Site) -> None:
    body = feed("rss2.xml").replace(b"/img/frost.jpg", (site.url + "/frost.jpg").encode())
    site.serve("/frost.jpg", picture_bytes("JPEG"))
    result = importing.import_feed(site.serve("/feed", body), channel=make_channel("industry"))
    assert (result.new, result.known, result.skipped, result.pictures) == (2, 0, 1, 1)
    item = Item.objects.get(feed_guid="frost-1")
    assert (item.kind, item.state, item.author) == ("article", "draft", "Priya Nair")
    assert (item.site, item.feed_url) == ("review.example", site.url + "/feed")
    assert item.publish_at.isoformat() == "2026-11-10T07:30:00+00:00"
    text = item.texts.get()
    assert (text.language, text.url) == ("en", "https://review.example/frost")
    assert item.picture is not None
    assert item.picture.source == "review.example"
    assert item.picture.may_reupload is False
    assert AuditEntry.objects.get(name="content.feed.imported").data == {"host": "127.0.0.1", "new": 2}


def test_a_second_run_adds_nothing_and_leaves_what_curators_changed(site: Site) -> None:
    url = site.serve("/feed", feed("atom.xml"))
    channel = make_channel()
    importing.import_feed(url, channel=channel)
    ItemText.objects.filter(title="Wärme aus der Tiefe").update(title="Besser gesagt")
    result = importing.import_feed(url, channel=channel)
    assert (result.new, result.known) == (0, 2)
    assert set(ItemText.objects.values_list("title", flat=True)) == {"Besser gesagt", "Morgen erscheint das"}


def test_a_new_entry_of_a_known_feed_is_the_only_one_added(site: Site) -> None:
    whole = feed("rss2.xml")
    begin, end = whole.index(b"<item>"), whole.index(b"</item>") + len(b"</item>")
    url = site.serve("/feed", whole[:begin] + whole[end:])
    assert importing.import_feed(url, channel=make_channel()).new == 1
    site.serve("/feed", whole)
    result = importing.import_feed(url, channel=make_channel())
    assert (result.new, result.known) == (1, 1)


def test_a_date_in_the_future_is_capped_and_the_language_kept(site: Site) -> None:
    importing.import_feed(site.serve("/feed", feed("atom.xml")), channel=make_channel())
    item = Item.objects.get(texts__title="Morgen erscheint das")
    assert item.publish_at <= timezone.now()
    assert item.texts.get().language == "de"


def test_the_same_guid_twice_in_one_feed_is_one_item(site: Site) -> None:
    body = feed("rdf.xml").decode()
    item = body[body.index("<item") : body.index("</item>") + 7]
    url = site.serve("/feed", body.replace(item, item + item).encode())
    assert importing.import_feed(url, channel=make_channel()).new == 1


def test_two_runs_at_the_same_moment_bring_each_entry_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, channel = site.serve("/feed", feed("rdf.xml")), make_channel()
    store: Callable[..., Any] = importing._store
    calls = []

    def slow_store(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            store(*args, **options)  # the other run, between our look and our writing
            raise IntegrityError
        return store(*args, **options)

    monkeypatch.setattr(importing, "_store", slow_store)
    result = importing.import_feed(url, channel=channel)
    assert (result.new, result.known, Item.objects.count()) == (0, 1, 1)


def test_pictures_that_fail_do_not_fail_the_import(site: Site, settings: Settings) -> None:
    broken = ["/gone.png", "/text.png", "/svg.png"]
    site.serve("/text.png", b"no picture")
    site.serve("/svg.png", b"<svg/>")
    items = "".join(
        f"<item><title>{path}</title><link>https://x.example{path}</link>"
        f"<enclosure type='image/png' length='1' url='{site.url}{path}'/></item>"
        for path in broken
    )
    items += (
        "<item><title>inside</title><link>https://x.example/i</link>"
        "<enclosure type='image/png' length='1' url='http://169.254.169.254/latest.png'/></item>"
    )
    body = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()
    result = importing.import_feed(site.serve("/feed", body), channel=make_channel())
    assert (result.new, result.pictures) == (4, 0)
    assert not Picture.objects.exists()
    assert set(broken) <= set(site.asked)


def test_no_more_pictures_are_fetched_than_allowed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MAX_PICTURES", 2)
    items = "".join(
        f"<item><title>{n}</title><link>https://x.example/{n}</link>"
        f"<enclosure type='image/png' length='1' url='{site.url}/{n}.png'/></item>"
        for n in range(5)
    )
    body = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()
    importing.import_feed(site.serve("/feed", body), channel=make_channel())
    assert sum(path.endswith(".png") for path in site.asked) == 2


def slow(site: Site, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(importing, "FETCH_SECONDS", 1.0)
    return site.serve("/slow", drip)


REFUSALS: list[tuple[Callable[[Site, pytest.MonkeyPatch], str], str]] = [
    (lambda site, patch: site.serve("/page", b"<html><p>A page.</p></html>"), "not an RSS or Atom feed"),
    (lambda site, patch: site.serve("/big", b"<rss>" + b" " * 2_000_001), "larger than 2 MB"),
    (lambda site, patch: site.serve("/broken", feed("broken.xml")), "broken in line"),
    (lambda site, patch: site.serve("/laughs", feed("laughs.xml")), "entities of its own"),
    (lambda site, patch: site.url + "/nothing", "the server answers 404"),
    (lambda site, patch: site.serve("/no", answer_with(500)), "the server answers 500"),
    (
        lambda site, patch: site.serve("/inside", answer_with(302, Location="http://10.0.0.1/feed")),
        "cannot be fetched",
    ),
    (lambda site, patch: "http://192.168.1.1/feed", "cannot be fetched"),
    (lambda site, patch: "ftp://example.org/feed", "cannot be fetched"),
    (lambda site, patch: "http://[::1/feed", "cannot be fetched"),
    (slow, "cannot be fetched"),
    (lambda site, patch: "/no/such/file.xml", "cannot be read"),
    (lambda site, patch: str(FEEDS), "cannot be read"),
    (lambda site, patch: str(FEEDS / "broken.xml"), "broken in line"),
]


@pytest.mark.parametrize(("source", "sentence"), REFUSALS, ids=[sentence for _source, sentence in REFUSALS])
def test_what_cannot_be_taken_ends_in_one_sentence_and_stores_nothing(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    source: Callable[[Site, pytest.MonkeyPatch], str],
    sentence: str,
) -> None:
    make_channel("news")
    with pytest.raises(CommandError, match=sentence) as error:
        call_command("import_feed", source(site, monkeypatch), "--channel", "news")
    assert "\n" not in str(error.value)
    assert error.value.returncode == 1
    assert not Item.objects.exists()
    assert not AuditEntry.objects.exists()


def test_nothing_is_left_when_storing_fails_half_way(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise FeedRefused("stop")

    monkeypatch.setattr("content.importing.audit.record", fail)
    with pytest.raises(FeedRefused):
        importing.import_feed(site.serve("/feed", feed("rss2.xml")), channel=make_channel())
    assert not Item.objects.exists()
    assert not ItemText.objects.exists()


def test_the_command_says_what_it_did_and_a_wrong_channel_names_the_right_ones(site: Site) -> None:
    make_channel("industry")
    out = StringIO()
    call_command("import_feed", str(FEEDS / "rdf.xml"), "--channel", "industry", stdout=out)
    assert out.getvalue() == "1 new draft, 0 known already, 0 left out, 0 with a picture.\n"
    with pytest.raises(CommandError, match="no channel “sports”"):
        call_command("import_feed", str(FEEDS / "rdf.xml"), "--channel", "sports")
