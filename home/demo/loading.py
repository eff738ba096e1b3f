"""Loading the demo company into an empty database, or completing it where it was loaded before."""

from __future__ import annotations

import datetime as dt
import random
import uuid
import zoneinfo
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from advocacy.context import DEMO_PASSWORD
from content import pictures, publishing
from content.models import Channel, Item, ItemText, Picture, Suggestion, Topic
from guidelines import publishing as guideline_publishing
from guidelines.acknowledging import acknowledge
from guidelines.adopting import adopt_starter
from guidelines.models import Acknowledgement, DisclosureRule, DisclosureWording, GuidelineVersion, Term
from home.demo import company as cast
from home.demo.company import DemoPerson
from home.demo.items import ITEMS, PICTURE_SOURCE, DemoEvent, DemoItem, DemoPicture, DemoText
from people import company as company_settings
from people import roles
from people.models import CompanySettings, Employee, Membership, Team
from people.roles import Role
from reach.models import Click
from sharing import composing
from sharing.composing import Choice
from sharing.models import Share

# Where an item of the demo came from: it is found again by this mark and its key.
MARK = f"{cast.COMPANY.website}/demo"
PERSON_TO_ASK = "jonas@acme.example"
CURATOR = "ines@acme.example"
_RANDOM_SEED = 2026


@dataclass(frozen=True)
class PastShare:
    """A hand-off of one of the two who began before the demo does, with the clicks on it."""

    email: str
    item: str
    network: str
    hours_ago: int
    people: int
    bots: int
    confirmed: bool = True


PAST_SHARES = (
    PastShare("tom@acme.example", "warm-school", "linkedin", 40, 34, 9),
    PastShare("tom@acme.example", "grid-fees", "x", 30, 27, 6),
    PastShare("tom@acme.example", "hp-9", "linkedin", 3, 0, 1, confirmed=False),
    PastShare("kasia@acme.example", "frost-field-data", "linkedin", 12, 19, 4),
    PastShare("kasia@acme.example", "on-call", "bluesky", 80, 8, 3),
)


class NotTheDemo(Exception):
    """The database holds people who are not the demo's. `emails` names some of them."""

    def __init__(self, emails: list[str]) -> None:
        super().__init__(", ".join(emails))
        self.emails = emails


@dataclass(frozen=True)
class Loaded:
    """What there is after loading."""

    people: int
    items: int
    shares: int


@transaction.atomic
def load(*, server: str = "") -> Loaded:
    """Bring the demo company in. What is there already stays as it is, but for the suggested `server` (host:port).

    Raises NotTheDemo, before anything is written.
    """
    _refuse_a_real_company()
    now = timezone.now()
    _settings(server)
    roles.sync_groups()
    teams = {team.key: Team.objects.get_or_create(name=team.name)[0] for team in cast.TEAMS}
    people = {person.email: _person(person, teams[person.team]) for person in cast.PEOPLE}
    version = _guideline(now, by=people[PERSON_TO_ASK])
    _wording()
    _sorting()
    by = people[CURATOR]
    items = {item.key: _item(item, teams, now, by=by) for item in ITEMS}
    for past in PAST_SHARES:
        _past_share(past, people[past.email], items[past.item], version, now)
    return Loaded(len(people), len(items), Share.objects.count())


def _refuse_a_real_company() -> None:
    known = [person.email for person in cast.PEOPLE]
    others = Employee.objects.exclude(email__in=known).values_list("email", flat=True)[:3]
    if others:
        raise NotTheDemo(list(others))


def _settings(server: str) -> None:
    jonas = next(person for person in cast.PEOPLE if person.email == PERSON_TO_ASK)
    CompanySettings.objects.get_or_create(pk=1)
    # A page that was opened before has made the row already; a name says that somebody decided.
    CompanySettings.objects.filter(pk=1, name="").update(
        name=cast.COMPANY.name,
        time_zone=cast.COMPANY.time_zone,
        hashtag=cast.COMPANY.disclosure.lstrip("#"),
        contact_name=f"{jonas.first_name} {jonas.last_name}",
        contact_email=jonas.email,
    )
    if server:
        CompanySettings.objects.filter(pk=1).update(suggested_servers=server)
    company_settings.forget()


def _wording() -> None:
    """What the company speaks of says that one works here; one name of another company."""
    if DisclosureWording.objects.exists():
        return
    DisclosureWording.objects.create(text=cast.COMPANY.disclosure)
    for kind in (Item.Kind.ANNOUNCEMENT, Item.Kind.STORY, Item.Kind.EVENT):
        DisclosureRule.objects.create(item_kind=kind)
    Term.objects.create(pattern="Hushtherm", purpose=Term.Purpose.COMPETITOR, action=Term.Action.HINT)


def _person(person: DemoPerson, team: Team) -> Employee:
    known = Employee.objects.filter(email=person.email).first()
    if known is not None:
        return known
    made = Employee.objects.create_user(
        person.email,
        DEMO_PASSWORD,
        first_name=person.first_name,
        last_name=person.last_name,
        location=person.location,
        language=person.language,
        time_zone=person.time_zone,
    )
    Membership.objects.create(employee=made, team=team, role=person.team_role)
    if person.role is not None:
        roles.grant(made, Role(person.role), by=None)
    return made


def _guideline(now: dt.datetime, *, by: Employee) -> GuidelineVersion:
    version = adopt_starter()
    if version.published_at is None:
        version.effective_at = now - dt.timedelta(days=30)
        version.save()
        guideline_publishing.publish(version, by=by)
    return version


def _sorting() -> None:
    for position, channel in enumerate(cast.CHANNELS):
        Channel.objects.get_or_create(
            slug=channel.slug,
            defaults={
                "kind": channel.kind,
                "position": position,
                "name_en": channel.name["en"],
                "name_de": channel.name["de"],
                "description_en": channel.description["en"],
                "description_de": channel.description["de"],
            },
        )
    for topic in cast.TOPICS:
        Topic.objects.get_or_create(
            slug=topic.slug, defaults={"name_en": topic.name["en"], "name_de": topic.name["de"]}
        )


def _item(source: DemoItem, teams: dict[str, Team], now: dt.datetime, *, by: Employee) -> Item:
    known = Item.objects.filter(feed_url=MARK, feed_guid=source.key).first()
    if known is not None:
        return known
    expires = source.expires_in_hours
    item = Item.objects.create(
        kind=source.kind,
        channel=Channel.objects.get(slug=source.channel),
        topic=Topic.objects.get(slug=source.topic),
        destination=source.destination,
        slug=source.key if source.destination == "own_page" else None,
        picture=_picture(source.picture) if source.picture else None,
        author=source.author,
        site=source.site,
        locations=", ".join(source.locations),
        publish_at=now - dt.timedelta(hours=source.hours_ago),
        expires_at=now + dt.timedelta(hours=expires) if expires is not None else None,
        pinned=source.pinned,
        feed_url=MARK,
        feed_guid=source.key,
        created_by=by,
        **(_event(source.event, now) if source.event else {}),
    )
    item.teams.set(teams[key] for key in source.teams)
    for language, text in source.texts.items():
        _text(item, language, text)
    publishing.publish(item, by=by)
    return item


def _picture(source: DemoPicture) -> Picture:
    return pictures.store(
        source.path.read_bytes(),
        alt_en=source.alt["en"],
        alt_de=source.alt["de"],
        source=PICTURE_SOURCE,
        may_reupload=True,
    )


def _event(event: DemoEvent, now: dt.datetime) -> dict[str, object]:
    zone = zoneinfo.ZoneInfo(event.zone)
    today = now.astimezone(zone).date()

    def moment(days: int, at: dt.time) -> dt.datetime:
        return dt.datetime.combine(today + dt.timedelta(days=days), at, zone)

    return {
        "starts_at": moment(event.starts_in_days, event.starts_at),
        "ends_at": moment(event.ends_in_days, event.ends_at),
        "zone": event.zone,
        "place": event.place,
        "online_url": event.online_url,
    }


def _text(item: Item, language: str, text: DemoText) -> None:
    ItemText.objects.create(
        item=item, language=language, title=text.title, summary=text.summary, body=text.body, url=text.url
    )
    for position, suggestion in enumerate(text.suggestions):
        Suggestion.objects.create(
            item=item,
            language=language,
            network=suggestion.network or "",
            text=suggestion.text,
            position=position,
        )


def _past_share(
    past: PastShare, person: Employee, item: Item, version: GuidelineVersion, now: dt.datetime
) -> None:
    """Shared as everybody shares, then put back in time."""
    if Share.objects.of(person).filter(item=item).exists():
        return
    acknowledge(version, language=person.language, by=person)
    Acknowledgement.objects.filter(employee=person).update(at=now - dt.timedelta(days=21))
    variant = composing.variants(item, employee=person, network=past.network)[0]
    choice = Choice(
        hand_off=past.network,
        text=variant.text,
        language=variant.suggestion.language,
        suggestion=variant.suggestion,
    )
    batch = composing.share(item, choice, nonce=uuid.uuid4(), by=person)
    at = now - dt.timedelta(hours=past.hours_ago)
    shares = Share.objects.filter(batch=batch)
    shares.update(created_at=at, publish_at=at, confirmed_at=at if past.confirmed else None)
    _clicks(past, shares.get(), now)


def _clicks(past: PastShare, made: Share, now: dt.datetime) -> None:
    dice = random.Random(f"{_RANDOM_SEED} {past.email} {past.item}")  # noqa: S311 (not a secret)
    kinds = [Click.Kind.PERSON] * past.people + [Click.Kind.BOT] * past.bots
    kinds += [Click.Kind.OWN, Click.Kind.REPEAT] if past.confirmed else []
    Click.objects.bulk_create(
        Click(link=made.link, kind=kind, at=now - dt.timedelta(hours=past.hours_ago * dice.random()))
        for kind in kinds
    )
