"""Feeds are read as data: RSS, Atom, old encodings, and what strangers hide in them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content import feeds
from content.feeds import Entry, FeedRefused
from tests.content.conftest import FEEDS

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "feeds"


def entries(name: str, url: str = "https://feed.example/") -> list[Entry]:
    return feeds.parse((FEEDS / name).read_bytes(), url).entries


def test_rss_2_gives_text_link_picture_date_and_author() -> None:
    feed = feeds.parse((FEEDS / "rss2.xml").read_bytes(), "https://review.example/feed")
    assert (feed.title, feed.skipped) == ("Building & Heating Review", 1)
    first, second = feed.entries
    assert first == Entry(
        guid="frost-1",
        link="https://review.example/frost",
        title="1,023 heat pumps, one hard winter",
        summary="What the meters say. Seven charts & a table.",
        author="Priya Nair",
        published=datetime(2026, 11, 10, 7, 30, tzinfo=UTC),
        language="en",
        picture_url="https://review.example/img/frost.jpg",
    )
    assert second.guid == second.link == "https://review.example/fees?year=2027"
    assert second.summary == "Plain words, no markup: 3 < 4."
    assert second.picture_url == "https://review.example/fees.png"
    assert second.published is None


def test_atom_links_start_at_its_base_and_dates_are_utc() -> None:
    first, second = entries("atom.xml")
    assert (first.title, first.link) == ("Wärme aus der Tiefe", "https://werk.example/blog/tiefe.html")
    assert (first.summary, first.author, first.language) == ("Ein Loch, dreißig Meter.", "Tom Kern", "de")
    assert first.published == datetime(2026, 11, 19, 21, 15, tzinfo=UTC)
    assert second.summary == "Aus der Zukunft."


def test_rss_1_and_latin_1_are_read() -> None:
    [paper] = entries("rdf.xml")
    assert (paper.title, paper.author, paper.language) == ("On the noise of fans", "A. Aydin", "en")
    [article] = entries("latin1.xml")
    assert (article.title, article.language) == ("Öl, Gas & wenig Wärme", "de")


def test_a_bare_document_type_and_html_entities_do_no_harm() -> None:
    [entry] = entries("rss091.xml")
    assert entry.title == "Café reopened today"


def test_hostile_markup_becomes_text_and_hostile_links_disappear() -> None:
    found = {entry.guid: entry for entry in entries("hostile.xml")}
    assert set(found) == {"one", "two", "three", "four", "five"}
    assert (found["one"].title, found["one"].author) == ("Win a prize", "Eve")
    assert found["one"].summary == "Only words"
    assert found["two"].title == "<script>alert(5)</script>"
    assert found["three"].title == "Turnedaround"
    assert [found[guid].link for guid in ("one", "two", "three", "four")] == [""] * 4
    assert found["five"].link == "https://trap.example/good?a=1&b=%3Cscript%3E"


@pytest.mark.parametrize("name", ["laughs.xml", "outside_entity.xml"])
def test_entities_of_its_own_are_refused(name: str) -> None:
    with pytest.raises(FeedRefused, match="entities of its own"):
        entries(name)


def test_entities_are_seen_in_utf_16_too() -> None:
    hidden = (FEEDS / "laughs.xml").read_text().encode("utf-16")
    with pytest.raises(FeedRefused, match="entities of its own"):
        feeds.parse(hidden, "")


def test_broken_xml_is_refused_with_its_line_though_half_of_it_could_be_read() -> None:
    with pytest.raises(FeedRefused, match="broken in line"):
        entries("broken.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"hello",
        b"<html><body><p>A page</p></body></html>",
        b'{"items": []}',
        b"\xff\xfe\x00",
        b"<a/>",
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(FeedRefused, match="not an RSS or Atom feed"):
        feeds.parse(data, "https://feed.example/")


def test_an_address_or_a_path_instead_of_a_feed_is_never_opened() -> None:
    for data in (b"/etc/passwd", b"http://127.0.0.1:9/", b"file:///etc/passwd"):
        with pytest.raises(FeedRefused):
            feeds.parse(data, "")


def test_more_than_2_mb_is_refused_unread() -> None:
    with pytest.raises(FeedRefused, match="larger than 2 MB"):
        feeds.parse(b"<rss>" + b" " * feeds.MAX_BYTES, "")


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()


def test_only_the_first_200_entries_are_taken_and_the_others_counted() -> None:
    items = "".join(f"<item><title>{n}</title><link>https://x.example/{n}</link></item>" for n in range(250))
    feed = feeds.parse(rss(items), "")
    assert (len(feed.entries), feed.skipped) == (200, 50)
    assert feed.entries[0].title == "0"


@pytest.mark.parametrize(
    "item",
    [
        "<title>deep</title><description>" + "<div>" * 90_000 + "</div>" * 90_000 + "</description>",
        "<title>" + "&lt;div" * 150_000 + "</title>",
        "<x>" * 60_000,
    ],
    ids=["nested elements", "unfinished tags", "unclosed"],
)
def test_bombs_end_within_their_limits(item: str) -> None:
    begin = time.monotonic()
    try:
        feed = feeds.parse(rss(f"<item><link>https://x.example/</link>{item}</item>"), "")
        assert all(len(entry.title) <= 200 for entry in feed.entries)
    except FeedRefused as refused:
        assert refused.sentence
    assert time.monotonic() - begin < feeds.WALL_SECONDS + 5


@pytest.mark.parametrize("work", ["while True: pass", "bytearray(600 * 1024 * 1024)"], ids=["time", "memory"])
def test_the_reader_is_stopped_at_its_limits(
    work: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text(
        f"import sys\nsys.path.insert(0, {str(feeds._READER.parent)!r})\nimport feed_reader\n"
        f"feed_reader.CPU_SECONDS = 1\ndef read(data, address):\n    {work}\n"
        "feed_reader.read = read\nfeed_reader.main()\n"
    )
    monkeypatch.setattr(feeds, "_READER", reader)
    with pytest.raises(FeedRefused, match="too much time or memory"):
        feeds.parse(rss(""), "")


def test_a_reader_that_does_not_get_to_work_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "WALL_SECONDS", 0.001)
    with pytest.raises(FeedRefused, match="too much time or memory"):
        feeds.parse(rss(""), "")


def test_long_words_are_cut_at_a_space_and_long_identities_hashed() -> None:
    title = "word " * 100
    data = rss(f"<item><guid isPermaLink='false'>{'g' * 600}</guid><title>{title}</title></item>")
    [entry] = feeds.parse(data, "").entries
    assert len(entry.title) <= 200
    assert entry.title.endswith("word…")
    assert len(entry.guid) == 64


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("encoding.rss", 40),
        ("feedburner.atom", 25),
        ("guardian.rss", 55),
        ("gulp-atom.atom", 10),
        ("heise.atom", 15),
        ("reddit-home.rss", 24),
        ("rss-1.rss", 69),
        ("uolNoticias.rss", 15),
    ],
)
def test_feeds_as_sites_serve_them_are_read(name: str, count: int) -> None:
    if not REAL.exists():
        pytest.skip(
            "the shared feeds are not on this machine; the small files of our own cover the same rules"
        )
    feed = feeds.parse((REAL / name).read_bytes(), "https://feed.example/")
    assert (len(feed.entries), feed.skipped) == (count, 0)
    for entry in feed.entries:
        assert entry.link.startswith(("http://", "https://"))
        assert "<" not in entry.title
        assert entry.title == " ".join(entry.title.split())
