"""Rows for tests, believable and as few as possible."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from content.models import Channel, Item, ItemText, Suggestion
from content.placing import place
from guidelines.acknowledging import acknowledge
from guidelines.models import GuidelineText, GuidelineVersion, Rule, RuleText
from people import roles
from people.models import Employee, Membership, Team
from people.roles import Role

PASSWORD = "a long enough password"


def make_person(
    first_name: str, *, role: Role | None = None, team: Team | None = None, **fields: object
) -> Employee:
    """An employee named `first_name`@acme.example, with a role and in a team when given."""
    values: dict[str, object] = {"last_name": "Test", "time_zone": "Europe/Berlin", **fields}
    person = Employee.objects.create_user(
        f"{first_name.lower()}@acme.example", PASSWORD, first_name=first_name, **values
    )
    if role is not None:
        roles.grant(person, role, by=None)
    if team is not None:
        Membership.objects.create(employee=person, team=team)
    return person


def make_channel(slug: str = "news", **fields: object) -> Channel:
    channel, _created = Channel.objects.get_or_create(
        slug=slug, defaults={"name_en": slug.title(), "name_de": slug.title(), **fields}
    )
    return channel


def make_item(
    title: str = "A quiet heat pump",
    *,
    languages: tuple[str, ...] = ("en", "de"),
    suggestions: tuple[str, ...] = ("It is quiet.", "29 dB at night."),
    teams: tuple[Team, ...] = (),
    **fields: object,
) -> Item:
    """A live item with texts and suggestions in each language, and its placements."""
    values: dict[str, object] = {
        "kind": Item.Kind.ANNOUNCEMENT,
        "state": Item.State.APPROVED,
        "publish_at": timezone.now() - timedelta(hours=1),
        **fields,
    }
    values.setdefault("channel", make_channel())
    item = Item.objects.create(**values)
    item.teams.set(teams)
    for language in languages:
        url = f"https://acme.example/{language}/{uuid.uuid4().hex[:8]}"
        ItemText.objects.create(
            item=item,
            language=language,
            title=title,
            summary="Two sentences. No more.",
            url=url,
            body="Some *text*.",
        )
        for position, text in enumerate(suggestions):
            Suggestion.objects.create(item=item, language=language, text=text, position=position)
    place(item)
    return item


def make_version(
    number: int = 1, *, effective_at: datetime | None = None, grace_days: int = 14
) -> GuidelineVersion:
    """A published guideline version with two rules in English and German."""
    then = effective_at or timezone.now() - timedelta(days=30)
    version = GuidelineVersion.objects.create(number=number, effective_at=then, grace_days=grace_days)
    for language in ("en", "de"):
        GuidelineText.objects.create(
            version=version, language=language, title="Guideline", body="Share what you like."
        )
    for position, (key, kind) in enumerate([("own-words", "may"), ("confidential", "dont")]):
        rule = Rule.objects.create(version=version, key=key, kind=kind, position=position)
        for language in ("en", "de"):
            RuleText.objects.create(
                rule=rule, language=language, title=key, sentence="A rule.", good="So.", bad="Not so."
            )
    version.published_at = then
    version.save()
    return version


def let_read(person: Employee, version: GuidelineVersion) -> Employee:
    """The person acknowledged this version."""
    acknowledge(version, language=person.language, by=person)
    return person
