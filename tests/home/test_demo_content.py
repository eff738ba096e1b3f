"""The demo company and the starter guideline are complete, and fit the places they are shown in."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections import Counter
from collections.abc import Iterator

import pytest
import regex
from PIL import Image

from guidelines.starter import STARTER
from home.demo.company import CHANNELS, COMPANY, LANGUAGES, PEOPLE, TEAMS, TOPICS, Language
from home.demo.items import (
    ITEMS,
    PICTURE_FOLDER,
    PICTURES,
    DemoItem,
    DemoSuggestion,
    DemoText,
)

BOTH = set(LANGUAGES)
PLACEHOLDERS = {"link", "first_name", "last_name", "company", "title"}
KINDS = {"announcement", "story", "event", "article"}
LINK_LENGTH = 23
LONGEST_NAME = "Aleksandra"
# X is the shortest of the networks a suggestion without a network may go to.
FITS_EVERYWHERE = 280

every_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)


def texts() -> Iterator[tuple[DemoItem, Language, DemoText]]:
    for item in ITEMS:
        for language, text in item.texts.items():
            yield item, language, text


def suggestions() -> Iterator[tuple[str, DemoText, DemoSuggestion]]:
    for item, language, text in texts():
        for suggestion in text.suggestions:
            yield f"{item.key}-{language}-{suggestion.tone}", text, suggestion


def posted_length(suggestion: DemoSuggestion, text: DemoText) -> int:
    """Graphemes of the post as it leaves, with the link at the end and counted as 23."""
    words = suggestion.text.replace("{link}", "").rstrip()
    for name, value in {"first_name": LONGEST_NAME, "company": COMPANY.name, "title": text.title}.items():
        words = words.replace(f"{{{name}}}", value)
    return len(regex.findall(r"\X", words)) + 1 + LINK_LENGTH


def all_words() -> Iterator[tuple[str, str]]:
    """Everything a reader of the demo or of the guideline sees, each with where it stands."""
    for item, language, text in texts():
        for part in (text.title, text.summary, text.body, *(one.text for one in text.suggestions)):
            yield f"{item.key} {language}", part
    for rule in STARTER.rules:
        for language, words in rule.texts.items():
            for part in (words.title, words.sentence, words.good, words.bad):
                yield f"{rule.key} {language}", part
    for language, start in STARTER.texts.items():
        yield f"guideline {language}", start.title + start.body


def test_twelve_people_work_in_three_teams_one_of_them_large_enough_to_be_shown() -> None:
    members = Counter(person.team for person in PEOPLE)

    assert len(PEOPLE) == len({person.email for person in PEOPLE}) == 12
    assert set(members) == {team.key for team in TEAMS}
    assert len(TEAMS) == 3
    assert max(members.values()) >= 5


def test_every_team_has_one_lead_and_every_role_is_filled() -> None:
    leads = Counter(person.team for person in PEOPLE if person.team_role == "lead")
    roles = Counter(person.role for person in PEOPLE)

    assert leads == Counter(team.key for team in TEAMS)
    assert roles == {None: 8, "curator": 2, "social media manager": 1, "administrator": 1}


def test_people_live_in_known_zones_and_sign_in_at_an_example_address() -> None:
    for person in PEOPLE:
        assert person.time_zone in zoneinfo.available_timezones()
        assert person.email.endswith("@acme.example")
        assert person.language in BOTH


def test_four_channels_and_the_topics_are_named_in_both_languages() -> None:
    assert len(CHANNELS) == len({channel.slug for channel in CHANNELS}) == 4
    assert {channel.kind for channel in CHANNELS} == {"company", "industry"}
    for channel in CHANNELS:
        assert set(channel.name) == set(channel.description) == BOTH
        assert max(map(len, channel.name.values())) <= 60
        assert max(map(len, channel.description.values())) <= 200
    for topic in TOPICS:
        assert set(topic.name) == BOTH


def test_there_are_enough_items_of_every_kind() -> None:
    kinds = Counter(item.kind for item in ITEMS)

    assert len(ITEMS) == len({item.key for item in ITEMS}) >= 18
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 3
    assert sum(item.pinned for item in ITEMS) == 1


def test_nearly_all_items_speak_both_languages() -> None:
    spoken = Counter(frozenset(item.texts) for item in ITEMS)

    assert spoken[frozenset({"de"})] == 2
    assert spoken[frozenset({"en"})] == 2
    assert spoken[frozenset(BOTH)] == len(ITEMS) - 4


@every_item
def test_an_item_points_at_a_channel_topic_team_and_location_that_exist(item: DemoItem) -> None:
    kind_of = {channel.slug: channel.kind for channel in CHANNELS}

    assert item.channel in kind_of
    assert item.topic in {topic.slug for topic in TOPICS}
    assert set(item.teams) <= {team.key for team in TEAMS}
    assert set(item.locations) <= {person.location for person in PEOPLE}
    if item.kind == "article":
        assert kind_of[item.channel] == "industry"
        assert item.author and item.site


@every_item
def test_an_item_leads_where_its_destination_says(item: DemoItem) -> None:
    for text in item.texts.values():
        if item.destination == "outside":
            assert re.match(r"https://[a-z-]+\.example/", text.url)
            assert not text.body
        else:
            assert not text.url
            assert 2 <= len(text.body.split("\n\n")) <= 3
        if item.destination == "outside" and item.site:
            assert text.url.startswith(f"https://{item.site}/")


@every_item
def test_an_item_offers_two_or_three_distinct_suggestions_unless_it_is_for_reading(item: DemoItem) -> None:
    for text in item.texts.values():
        tones = [suggestion.tone for suggestion in text.suggestions]
        if item.destination == "reading":
            assert not tones
        else:
            assert 2 <= len(tones) <= 3
            assert len(tones) == len(set(tones))


@every_item
def test_an_item_ends_after_it_appears(item: DemoItem) -> None:
    if item.expires_in_hours is not None:
        assert item.expires_in_hours > -item.hours_ago


@every_item
def test_an_event_and_only_an_event_says_when_and_where(item: DemoItem) -> None:
    assert (item.kind == "event") == (item.event is not None)
    if event := item.event:
        day = dt.date(2027, 1, 1)
        start = dt.datetime.combine(day + dt.timedelta(event.starts_in_days), event.starts_at)
        end = dt.datetime.combine(day + dt.timedelta(event.ends_in_days), event.ends_at)
        assert start < end
        assert event.zone in zoneinfo.available_timezones()
        assert bool(event.place) != bool(event.online_url)


def test_titles_and_summaries_fit_a_card() -> None:
    for item, language, text in texts():
        assert 0 < len(text.title) <= 80, (item.key, language)
        assert 0 < len(text.summary) <= 200, (item.key, language)


def test_a_suggestion_fits_with_its_link() -> None:
    for where, text, suggestion in suggestions():
        limit = FITS_EVERYWHERE if suggestion.network in (None, "x") else 300

        assert posted_length(suggestion, text) <= limit, where


def test_a_suggestion_holds_known_placeholders_and_its_link_last() -> None:
    for where, _, suggestion in suggestions():
        assert set(re.findall(r"\{([^{}]*)\}", suggestion.text)) <= PLACEHOLDERS, where
        assert suggestion.text.count("{link}") == int(suggestion.text.endswith("{link}")), where


def test_some_suggestions_are_personal_some_for_one_network_and_some_ask_for_an_own_example() -> None:
    all_of_them = [suggestion for _, _, suggestion in suggestions()]

    assert sum("{first_name}" in one.text for one in all_of_them) >= 2
    assert {one.network for one in all_of_them} == {None, "mastodon", "linkedin", "x", "bluesky"}
    assert sum(bool(re.search(r"\[[^]]+\]", one.text)) for one in all_of_them) >= 2


def test_no_two_suggestions_are_the_same() -> None:
    words = Counter(suggestion.text for _, _, suggestion in suggestions())

    assert [text for text, times in words.items() if times > 1] == []


def test_nobody_shouts() -> None:
    assert [where for where, words in all_words() if "!" in words] == []


def test_german_quotes_are_german_and_english_ones_english() -> None:
    for where, words in all_words():
        if where.endswith(" de"):
            assert words.count("„") == words.count("“"), (where, words)
            assert "”" not in words and "’" not in words, (where, words)
        else:
            assert words.count("“") == words.count("”"), (where, words)
            assert "„" not in words, (where, words)
        assert "'" not in words and '"' not in words, (where, words)


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_small_of_one_size_drawn_by_us_and_described(name: str) -> None:
    picture = PICTURES[name]

    with Image.open(picture.path) as image:
        assert (image.format, image.size) == ("WEBP", (1200, 600))
    assert picture.path.stat().st_size <= 60 * 1024
    assert (PICTURE_FOLDER / "src" / f"{name}.svg").is_file()
    assert set(picture.alt) == BOTH
    assert all(20 <= len(words) <= 200 for words in picture.alt.values())


def test_every_picture_is_shown_once_and_none_lies_about() -> None:
    shown = Counter(item.picture.name for item in ITEMS if item.picture)

    assert shown == Counter(list(PICTURES))
    assert {path.stem for path in PICTURE_FOLDER.glob("*.webp")} == set(PICTURES)
    assert {path.stem for path in (PICTURE_FOLDER / "src").glob("*.svg")} == set(PICTURES)
    assert len(PICTURES) >= 12


def test_the_starter_guideline_has_ten_rules_in_both_languages() -> None:
    assert STARTER.number == 1
    assert len(STARTER.rules) == len({rule.key for rule in STARTER.rules}) == 10
    assert {rule.kind for rule in STARTER.rules} == {"may", "dont"}
    for rule in STARTER.rules:
        assert re.fullmatch(r"[a-z-]{3,50}", rule.key)
        assert set(rule.texts) == BOTH
        for words in rule.texts.values():
            assert 0 < len(words.title) <= 60
            assert all((words.sentence, words.good, words.bad))


def test_what_one_may_do_comes_before_the_donts() -> None:
    kinds = [rule.kind for rule in STARTER.rules]

    assert kinds == sorted(kinds, reverse=True)


def test_the_introduction_is_read_in_half_a_minute() -> None:
    assert set(STARTER.texts) == BOTH
    for text in STARTER.texts.values():
        assert 60 <= len(text.body.split()) <= 120
        assert 0 < len(text.title) <= 80
