"""Who works at the demo company and where its items are sorted: plain data that knows no models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["en", "de"]
Words: TypeAlias = Mapping[Language, str]
"""The same words in every language the demo company speaks."""

TeamRole: TypeAlias = Literal["member", "lead"]
Role: TypeAlias = Literal["curator", "social media manager", "administrator"]
ChannelKind: TypeAlias = Literal["company", "industry"]

LANGUAGES: tuple[Language, ...] = ("en", "de")


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """The company itself; ``disclosure`` is the hashtag that says "I work here"."""

    name: str
    website: str
    time_zone: str
    languages: tuple[Language, ...]
    disclosure: str


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team; people and audiences name it by ``key``."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One employee, who signs in with ``email``; ``team`` is a team's key. Without a role: an employee."""

    email: str
    first_name: str
    last_name: str
    team: str
    location: str
    language: Language
    time_zone: str
    team_role: TeamRole = "member"
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class DemoChannel:
    """A channel of company or of industry material."""

    slug: str
    kind: ChannelKind
    name: Words
    description: Words


@dataclass(frozen=True, slots=True)
class DemoTopic:
    """A topic an item belongs to."""

    slug: str
    name: Words


COMPANY = DemoCompany(
    name="Acme",
    website="https://acme.example",
    time_zone="Europe/Berlin",
    languages=LANGUAGES,
    disclosure="#WeAreAcme",
)

TEAMS: tuple[DemoTeam, ...] = (
    DemoTeam("service", "Service"),
    DemoTeam("development", "Development"),
    DemoTeam("marketing-hr", "Marketing & HR"),
)

BERLIN, WARSAW, DUBLIN = "Europe/Berlin", "Europe/Warsaw", "Europe/Dublin"

PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("aylin@acme.example", "Aylin", "Demir", "service", "Leipzig", "de", BERLIN, team_role="lead"),
    DemoPerson("mara@acme.example", "Mara", "Brandt", "service", "Leipzig", "de", BERLIN),
    DemoPerson("tom@acme.example", "Tom", "Becker", "service", "Leipzig", "de", BERLIN),
    DemoPerson("kasia@acme.example", "Kasia", "Nowak", "service", "Gdańsk", "en", WARSAW),
    DemoPerson("ciaran@acme.example", "Ciarán", "Walsh", "service", "Dublin", "en", DUBLIN),
    DemoPerson(
        "priya@acme.example", "Priya", "Raman", "development", "Leipzig", "en", BERLIN, team_role="lead"
    ),
    DemoPerson("piotr@acme.example", "Piotr", "Zieliński", "development", "Gdańsk", "en", WARSAW),
    DemoPerson("lena@acme.example", "Lena", "Hoffmann", "development", "Leipzig", "de", BERLIN),
    DemoPerson(
        "robert@acme.example",
        "Robert",
        "Lehmann",
        "development",
        "Leipzig",
        "de",
        BERLIN,
        role="administrator",
    ),
    DemoPerson(
        "ines@acme.example",
        "Ines",
        "Krüger",
        "marketing-hr",
        "Leipzig",
        "de",
        BERLIN,
        team_role="lead",
        role="curator",
    ),
    DemoPerson(
        "niamh@acme.example", "Niamh", "Byrne", "marketing-hr", "Dublin", "en", DUBLIN, role="curator"
    ),
    DemoPerson(
        "jonas@acme.example",
        "Jonas",
        "Weber",
        "marketing-hr",
        "Leipzig",
        "de",
        BERLIN,
        role="social media manager",
    ),
)

CHANNELS: tuple[DemoChannel, ...] = (
    DemoChannel(
        "acme-news",
        "company",
        {"en": "News from Acme", "de": "Neues von Acme"},
        {
            "en": "What we have finished, opened or promised. Only when there is something to say.",
            "de": "Was fertig, eröffnet oder versprochen ist. Nur wenn es etwas zu sagen gibt.",
        },
    ),
    DemoChannel(
        "people-at-acme",
        "company",
        {"en": "People at Acme", "de": "Menschen bei Acme"},
        {
            "en": "Colleagues, apprentices and what they get up to between two customers.",
            "de": "Kolleginnen, Azubis und was zwischen zwei Kundenterminen so passiert.",
        },
    ),
    DemoChannel(
        "heat-and-power",
        "industry",
        {"en": "Heat and power", "de": "Wärme und Strom"},
        {
            "en": "Field data, grids and rules. Good reading for your network, whoever you work for.",
            "de": "Felddaten, Netze und Regeln. Lesestoff für dein Netzwerk, ganz ohne uns.",
        },
    ),
    DemoChannel(
        "trade-and-craft",
        "industry",
        {"en": "Trade and craft", "de": "Handwerk und Praxis"},
        {
            "en": "For people who have held a pipe wrench: methods, training, old buildings.",
            "de": "Für alle, die schon einmal eine Rohrzange gehalten haben: Technik, Ausbildung, Altbau.",
        },
    ),
)

TOPICS: tuple[DemoTopic, ...] = (
    DemoTopic("heat-pumps", {"en": "Heat pumps", "de": "Wärmepumpen"}),
    DemoTopic("power-and-grid", {"en": "Power and grid", "de": "Strom und Netz"}),
    DemoTopic("old-buildings", {"en": "Old buildings", "de": "Altbau"}),
    DemoTopic("training", {"en": "Training", "de": "Ausbildung"}),
    DemoTopic("open-jobs", {"en": "Open jobs", "de": "Offene Stellen"}),
    DemoTopic("behind-the-scenes", {"en": "Behind the scenes", "de": "Hinter den Kulissen"}),
)
