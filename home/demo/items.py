"""What there is to share at the demo company, of all four kinds, with suggested posts: plain data.

Times are offsets from the moment the demo is loaded, so that the feed is always fresh.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from home.demo.company import BERLIN, DUBLIN, Language, Words

Kind: TypeAlias = Literal["announcement", "story", "event", "article"]
Destination: TypeAlias = Literal["outside", "own_page", "reading"]
Tone: TypeAlias = Literal["personal", "facts", "question"]
Network: TypeAlias = Literal["mastodon", "linkedin", "x", "bluesky"]

PICTURE_FOLDER = Path(__file__).parent / "pictures"
PICTURE_SOURCE = "Drawn for Advocacy, Apache-2.0"


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """A drawing of ours (WebP, 1200 × 600) and what it shows, in words."""

    name: str
    alt: Words

    @property
    def path(self) -> Path:
        return PICTURE_FOLDER / f"{self.name}.webp"


@dataclass(frozen=True, slots=True)
class DemoSuggestion:
    """A suggested post, for every network or for one. ``{link}`` is appended where the text has none."""

    tone: Tone
    text: str
    network: Network | None = None


@dataclass(frozen=True, slots=True)
class DemoText:
    """An item's words in one language: ``url`` for an outside destination, else a ``body`` in Markdown."""

    title: str
    summary: str
    suggestions: tuple[DemoSuggestion, ...] = ()
    url: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """When and where: days after the loading, at the wall time of ``zone``; a place, or an address online."""

    starts_in_days: int
    starts_at: dt.time
    ends_in_days: int
    ends_at: dt.time
    zone: str
    place: str = ""
    online_url: str = ""


@dataclass(frozen=True, slots=True)
class DemoItem:
    """One item, in the feed since ``hours_ago`` hours before the loading; a negative number is still planned.

    ``expires_in_hours`` counts from the loading. ``channel`` and ``topic`` are slugs, ``teams`` team keys;
    neither teams nor locations means everyone. ``key`` is also the slug of an own page.
    """

    key: str
    kind: Kind
    channel: str
    topic: str
    destination: Destination
    hours_ago: int
    texts: Mapping[Language, DemoText]
    picture: DemoPicture | None = None
    expires_in_hours: int | None = None
    pinned: bool = False
    teams: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    event: DemoEvent | None = None
    author: str = ""
    site: str = ""


PICTURES: Mapping[str, DemoPicture] = {
    picture.name: picture
    for picture in (
        DemoPicture(
            "quiet",
            {
                "en": (
                    "A house on a snowy night; beside it a heat pump, and next to the heat pump a sleeping "
                    "fox."
                ),
                "de": (
                    "Ein Haus in einer Schneenacht, daneben eine Wärmepumpe und gleich neben ihr ein "
                    "schlafender Fuchs."
                ),
            },
        ),
        DemoPicture(
            "school",
            {
                "en": "Three apprentices in a classroom; one of them tightens the valve of a warm radiator.",
                "de": (
                    "Drei Azubis in einem Klassenzimmer; einer zieht das Ventil eines warmen Heizkörpers an."
                ),
            },
        ),
        DemoPicture(
            "workshop",
            {
                "en": (
                    "A heat pump taken apart, its pieces in a row above a workbench: casing, grille, fan, "
                    "heat exchanger, compressor, control board."
                ),
                "de": (
                    "Eine zerlegte Wärmepumpe, ihre Teile aufgereiht über einer Werkbank: Gehäuse, Gitter, "
                    "Lüfter, Wärmetauscher, Verdichter, Regelung."
                ),
            },
        ),
        DemoPicture(
            "jackets",
            {
                "en": "Four work jackets on a coat rack. The fifth hook is empty but for a name tag.",
                "de": "Vier Arbeitsjacken an einer Garderobe. Am fünften Haken hängt nur ein Namensschild.",
            },
        ),
        DemoPicture(
            "oncall",
            {
                "en": (
                    "An office building at night with one lit window; behind it somebody on the phone. A "
                    "service van waits outside."
                ),
                "de": (
                    "Ein Bürohaus bei Nacht, ein Fenster ist hell; dahinter telefoniert jemand. Draußen "
                    "wartet ein Servicewagen."
                ),
            },
        ),
        DemoPicture(
            "lab",
            {
                "en": (
                    "A heat pump covered in frost behind the window of a climate chamber; the display says "
                    "minus 25, somebody in a white coat looks on."
                ),
                "de": (
                    "Eine bereifte Wärmepumpe hinter dem Fenster einer Klimakammer; die Anzeige steht auf "
                    "minus 25, jemand im weißen Kittel schaut zu."
                ),
            },
        ),
        DemoPicture(
            "bicycle",
            {
                "en": "A technician rides a cargo bicycle with tools and a toolbox through the city.",
                "de": (
                    "Ein Techniker fährt auf einem Lastenrad mit Werkzeug und Werkzeugkoffer durch die Stadt."
                ),
            },
        ),
        DemoPicture(
            "tea",
            {
                "en": (
                    "A kitchen counter with a steaming kettle, a cup of tea and a loaf of bread; it is "
                    "snowing outside."
                ),
                "de": (
                    "Eine Küchenzeile mit dampfendem Kessel, einer Tasse Tee und einem Brot; draußen "
                    "schneit es."
                ),
            },
        ),
        DemoPicture(
            "stage",
            {
                "en": (
                    "A speaker on a stage beside a screen with two crossing curves; a hand goes up in the "
                    "audience."
                ),
                "de": (
                    "Eine Rednerin auf der Bühne neben einer Leinwand mit zwei Kurven, die sich kreuzen; "
                    "im Publikum meldet sich jemand."
                ),
            },
        ),
        DemoPicture(
            "sweep",
            {
                "en": "A chimney sweep with top hat and brush on a ridge above the roofs at sunrise.",
                "de": (
                    "Ein Schornsteinfeger mit Zylinder und Besen auf dem Dachfirst über der Stadt, die "
                    "Sonne geht auf."
                ),
            },
        ),
        DemoPicture(
            "terrace",
            {
                "en": "A brick terrace with doors in four colours and a heat pump beside each door.",
                "de": (
                    "Eine Reihe Backsteinhäuser mit Türen in vier Farben, neben jeder Tür steht eine "
                    "Wärmepumpe."
                ),
            },
        ),
        DemoPicture(
            "frost",
            {
                "en": (
                    "A small house with a heat pump in front of snowy mountains and a large thermometer, "
                    "far down in the red."
                ),
                "de": (
                    "Ein kleines Haus mit Wärmepumpe vor verschneiten Bergen und einem großen Thermometer, "
                    "das tief steht."
                ),
            },
        ),
        DemoPicture(
            "grid",
            {
                "en": "Pylons lead over green hills past two houses towards a low sun.",
                "de": "Strommasten führen über grüne Hügel an zwei Häusern vorbei auf eine tiefe Sonne zu.",
            },
        ),
        DemoPicture(
            "meter",
            {
                "en": (
                    "A large smart meter with a curve on its display; a dotted line joins it to a small "
                    "house."
                ),
                "de": (
                    "Ein großer digitaler Stromzähler mit einer Kurve im Display; eine gepunktete Linie "
                    "führt zu einem kleinen Haus."
                ),
            },
        ),
        DemoPicture(
            "wind",
            {
                "en": (
                    "Wind turbines at sea by night; a dotted line leads to a house on the shore with a "
                    "warm tank inside."
                ),
                "de": (
                    "Windräder auf dem Meer bei Nacht; eine gepunktete Linie führt zu einem Haus am Ufer, "
                    "darin ein warmer Speicher."
                ),
            },
        ),
        DemoPicture(
            "radiator",
            {
                "en": "A cat asleep on the windowsill above an old ribbed radiator.",
                "de": "Eine Katze schläft auf der Fensterbank über einem alten Rippenheizkörper.",
            },
        ),
        DemoPicture(
            "parts",
            {
                "en": "A shelf full of boxes and spare parts, one drawer is open.",
                "de": "Ein Regal voller Kisten und Ersatzteile, eine Schublade steht offen.",
            },
        ),
        DemoPicture(
            "pipes",
            {
                "en": "Red and blue pipes with valves and gauges meet at a pump, which has a speech bubble.",
                "de": (
                    "Rote und blaue Rohre mit Ventilen und Manometer laufen auf eine Pumpe zu, über ihr "
                    "eine Sprechblase."
                ),
            },
        ),
    )
}

ITEMS: tuple[DemoItem, ...] = (
    DemoItem(
        key="hp-9",
        kind="announcement",
        channel="acme-news",
        topic="heat-pumps",
        destination="outside",
        hours_ago=20,
        picture=PICTURES["quiet"],
        expires_in_hours=78,
        pinned=True,
        texts={
            "en": DemoText(
                title="Quieter than a sleeping fox: the HP-9 is here",
                summary=(
                    "Our new heat pump runs at 29 dB at night. Forty-one people in Leipzig and Gdańsk "
                    "worked on it for three years."
                ),
                url="https://acme.example/news/hp-9",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "The loudest thing about our new heat pump was the cheering when it passed the "
                        "sound test. I work at Acme, so I am biased, but I have also stood next to it.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "29 dB(A) at night, three metres away, measured by an independent lab. "
                        "Forty-one people at {company}, three years, one fan redrawn eleven times. The "
                        "test report is on the page: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Would you put a heat pump under your own bedroom window? A fair question. "
                        "Since this week we at Acme can answer it with a number.",
                    ),
                ),
            ),
            "de": DemoText(
                title="Leiser als ein schlafender Fuchs: Die HP-9 ist da",
                summary=(
                    "Unsere neue Wärmepumpe läuft nachts mit 29 dB. 41 Menschen in Leipzig und Gdańsk "
                    "haben drei Jahre daran gearbeitet."
                ),
                url="https://acme.example/de/aktuelles/hp-9",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Das Lauteste an unserer neuen Wärmepumpe war der Jubel nach dem Schalltest. "
                        "Ich arbeite bei Acme und bin befangen, aber ich stand auch schon daneben.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "29 dB(A) bei Nacht, drei Meter entfernt, gemessen von einem unabhängigen "
                        "Labor. 41 Leute bei {company}, drei Jahre, ein Lüfter in elf Entwürfen. Der "
                        "Prüfbericht steht auf der Seite: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Würdet ihr eine Wärmepumpe unters eigene Schlafzimmerfenster stellen? Gute "
                        "Frage. Seit dieser Woche können wir bei Acme mit einer Zahl antworten.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="heat-days-dublin",
        kind="event",
        channel="acme-news",
        topic="heat-pumps",
        destination="outside",
        hours_ago=8,
        picture=PICTURES["stage"],
        expires_in_hours=600,
        event=DemoEvent(
            starts_in_days=24,
            starts_at=dt.time(9, 30),
            ends_in_days=25,
            ends_at=dt.time(17, 0),
            zone=DUBLIN,
            place="Docklands Hall, Dublin",
        ),
        texts={
            "en": DemoText(
                title="Heat Days Dublin: Priya explains the sound of nothing",
                summary=(
                    "Two days on heat without fire. Priya Raman from our development team speaks about "
                    "fans, and the organisers promise coffee that deserves the name."
                ),
                url="https://heat-days.example/en/programme",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "My colleague Priya will spend forty minutes on stage talking about a noise "
                        "you can hardly hear. I have heard the rehearsal. Go.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Heat Days Dublin: 34 talks, two days, one of them by Priya Raman from "
                        "{company} on how a fan gets quiet. Programme and tickets: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Who is coming to Heat Days Dublin? I would like to put faces to the names I "
                        "only know from comments.",
                        network="linkedin",
                    ),
                ),
            ),
            "de": DemoText(
                title="Heat Days Dublin: Priya erklärt, wie Stille klingt",
                summary=(
                    "Zwei Tage über Wärme ohne Feuer. Priya Raman aus unserer Entwicklung spricht über "
                    "Lüfter, und der Kaffee soll diesmal trinkbar sein."
                ),
                url="https://heat-days.example/de/programm",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Meine Kollegin Priya redet vierzig Minuten über ein Geräusch, das man kaum "
                        "hört. Ich kenne die Generalprobe: Es lohnt sich.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Heat Days Dublin: 34 Vorträge in zwei Tagen, einer davon von Priya Raman "
                        "({company}) darüber, wie ein Lüfter leise wird. Programm und Karten: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wer fährt zu den Heat Days nach Dublin? Ich würde gern ein paar Leute "
                        "treffen, die ich bisher nur aus Kommentaren kenne.",
                        network="linkedin",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="frost-field-data",
        kind="article",
        channel="heat-and-power",
        topic="heat-pumps",
        destination="outside",
        hours_ago=15,
        picture=PICTURES["frost"],
        author="Ruth Adeyemi",
        site="heat-weekly.example",
        texts={
            "en": DemoText(
                title="1,023 heat pumps, one hard winter: what the meters say",
                summary=(
                    "Field data from houses of every age, down to −18 °C. The chart on defrosting alone is "
                    "worth the six minutes."
                ),
                url="https://heat-weekly.example/2026/field-data-frost",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "“Heat pumps stop working in real frost.” I hear that once a week. From now on "
                        "I shall send people this.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "1,023 heat pumps, measured through a whole winter, down to −18 °C. The "
                        "average hides a lot, and the article shows what: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "What do you say when somebody tells you that heat pumps give up in the cold? "
                        "[your own answer] I found numbers that help.",
                    ),
                ),
            ),
            "de": DemoText(
                title="1.023 Wärmepumpen, ein harter Winter: was die Zähler sagen",
                summary=(
                    "Felddaten aus Häusern jeden Alters, bis −18 °C. Allein das Diagramm zum Abtauen ist "
                    "die sechs Minuten wert. Auf Englisch."
                ),
                url="https://heat-weekly.example/2026/field-data-frost",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "„Bei richtigem Frost geht so eine Wärmepumpe doch aus.“ Das höre ich einmal "
                        "pro Woche. Ab jetzt verschicke ich diesen Artikel.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "1.023 Wärmepumpen, einen Winter lang gemessen, bis −18 °C. Im Durchschnitt "
                        "geht viel unter, der Artikel zeigt, was: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Was sagt ihr, wenn jemand behauptet, Wärmepumpen könnten keinen Frost? [deine "
                        "eigene Antwort] Hier stehen Zahlen dazu.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="open-workshop",
        kind="event",
        channel="acme-news",
        topic="heat-pumps",
        destination="own_page",
        hours_ago=30,
        picture=PICTURES["workshop"],
        expires_in_hours=240,
        event=DemoEvent(
            starts_in_days=10,
            starts_at=dt.time(16, 0),
            ends_in_days=10,
            ends_at=dt.time(19, 0),
            zone=BERLIN,
            place="Acme, workshop 2, Leipzig",
        ),
        texts={
            "en": DemoText(
                title="Open workshop: take a heat pump apart",
                summary=(
                    "Three hours, one heat pump, twenty screwdrivers. Bring a neighbour; nothing has to "
                    "work afterwards."
                ),
                body=(
                    "Most people know a heat pump from the outside: a white box with a fan. We put one on "
                    "the bench, hand out screwdrivers and take it apart together, down to the compressor.\n\n"
                    "Aylin and Tom from our service team explain what each part does and which one they "
                    "replace most often. Children from ten are welcome, dogs are not, because of the small "
                    "screws.\n\n"
                    "**It costs nothing.** There are twenty places. Tea is provided, and cake, as long as "
                    "somebody bakes."
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "I have taken many heat pumps apart, usually in the rain. This time it is "
                        "indoors, and you may join in.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Open workshop at {company} in Leipzig: one heat pump, three hours, twenty "
                        "places. Free, and suitable for people who break things.",
                    ),
                    DemoSuggestion(
                        "question",
                        "Have you ever looked inside a heat pump? It is emptier than you think. Come "
                        "and see: {link}",
                    ),
                ),
            ),
            "de": DemoText(
                title="Offene Werkstatt: Zerleg eine Wärmepumpe",
                summary=(
                    "Drei Stunden, eine Wärmepumpe, zwanzig Schraubendreher. Bring jemanden aus der "
                    "Nachbarschaft mit; danach muss nichts mehr laufen."
                ),
                body=(
                    "Die meisten kennen eine Wärmepumpe nur von außen: ein weißer Kasten mit Lüfter. Wir "
                    "stellen eine auf die Werkbank, verteilen Schraubendreher und zerlegen sie gemeinsam, "
                    "bis nur noch der Verdichter übrig ist.\n\n"
                    "Aylin und Tom aus unserem Service erklären, was jedes Teil macht und welches sie am "
                    "häufigsten tauschen. Kinder ab zehn sind willkommen. Hunde bleiben wegen der kleinen "
                    "Schrauben besser zu Hause.\n\n"
                    "**Der Eintritt ist frei.** Es gibt zwanzig Plätze und Tee, und Kuchen, sofern jemand "
                    "backt."
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Ich habe schon viele Wärmepumpen zerlegt, meistens im Regen. Diesmal machen "
                        "wir es drinnen, und ihr dürft mitschrauben.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Offene Werkstatt bei {company} in Leipzig: eine Wärmepumpe, drei Stunden, "
                        "zwanzig Plätze. Kostet nichts und eignet sich für alle, die gern etwas "
                        "kaputtmachen.",
                    ),
                    DemoSuggestion(
                        "question",
                        "Habt ihr schon einmal in eine Wärmepumpe hineingeschaut? Da ist weniger drin, "
                        "als man denkt. Kommt gucken: {link}",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="grid-fees",
        kind="article",
        channel="heat-and-power",
        topic="power-and-grid",
        destination="outside",
        hours_ago=44,
        picture=PICTURES["grid"],
        author="Henrike Voss",
        site="heat-weekly.example",
        texts={
            "de": DemoText(
                title="Warum sich die Netzentgelte im Januar ändern",
                summary=(
                    "Wer Strom dann verbraucht, wenn viel davon da ist, zahlt künftig weniger fürs Netz. "
                    "Ein Erklärstück mit drei Beispielhaushalten."
                ),
                url="https://heat-weekly.example/de/netzentgelte-januar",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Ich habe meine Stromrechnung nie ganz verstanden. Nach diesem Artikel fehlt "
                        "mir nur noch eine Zeile.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Ab Januar hängen die Netzentgelte für Wärmepumpen stärker von der Uhrzeit ab. "
                        "Drei Haushalte, durchgerechnet, mit Wallbox und ohne: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wisst ihr, was ihr fürs Stromnetz zahlt und was davon sich im Januar ändert? "
                        "Ich wusste es nicht.",
                        network="mastodon",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="warm-school",
        kind="story",
        channel="people-at-acme",
        topic="training",
        destination="own_page",
        hours_ago=50,
        picture=PICTURES["school"],
        texts={
            "en": DemoText(
                title="Our apprentices got a school warm again",
                summary=(
                    "Nineteen radiators, one seized valve and a caretaker with biscuits: four days at a "
                    "primary school in the east of Leipzig."
                ),
                body=(
                    "On the first morning it was eleven degrees in the gym. The boiler was fine. The water "
                    "simply went the easy way and never reached the far wing.\n\n"
                    "Yara, Ben and Deniz, all in their second year, drew every pipe, flushed nineteen "
                    "radiators and balanced the system by hand. Their instructor was allowed to watch. "
                    "“The hardest part was keeping my hands in my pockets,” he says.\n\n"
                    "On the fourth day a class moved back from the library. The caretaker baked, the "
                    "children wrote a thank-you letter, and one valve now hangs framed in our workshop. "
                    "*It had been shut since 1998.*"
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Eleven degrees in the gym on the first morning, twenty on the last. I am a "
                        "little proud of our apprentices at Acme, and a little jealous of the "
                        "biscuits.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Four days, nineteen radiators, three apprentices, and no supervisor holding a "
                        "wrench. How {company} trains: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "What was the first thing you repaired all by yourself? [your own example] For "
                        "three apprentices at Acme it is now a school.",
                    ),
                ),
            ),
            "de": DemoText(
                title="Unsere Azubis haben eine Schule wieder warm bekommen",
                summary=(
                    "Neunzehn Heizkörper, ein festsitzendes Ventil und ein Hausmeister mit Keksen: vier "
                    "Tage in einer Grundschule im Leipziger Osten."
                ),
                body=(
                    "Am ersten Morgen hatte die Turnhalle elf Grad. Der Kessel war in Ordnung. Das Wasser "
                    "nahm nur den bequemen Weg und kam im hinteren Flügel nie an.\n\n"
                    "Yara, Ben und Deniz, alle im zweiten Lehrjahr, haben jede Leitung aufgezeichnet, "
                    "neunzehn Heizkörper gespült und die Anlage von Hand abgeglichen. Ihr Ausbilder durfte "
                    "zusehen. „Am schwersten war es, die Hände in den Taschen zu lassen“, sagt er.\n\n"
                    "Am vierten Tag zog eine Klasse aus der Bibliothek zurück. Der Hausmeister hat "
                    "gebacken, die Kinder haben einen Dankesbrief geschrieben, und ein Ventil hängt jetzt "
                    "gerahmt in unserer Werkstatt. *Es war seit 1998 zu.*"
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Elf Grad in der Turnhalle am ersten Morgen, zwanzig am letzten. Ich bin ein "
                        "bisschen stolz auf unsere Azubis bei Acme und ein bisschen neidisch auf die "
                        "Kekse.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Vier Tage, neunzehn Heizkörper, drei Azubis, und niemand hat ihnen die Zange "
                        "aus der Hand genommen. So bildet {company} aus: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Was habt ihr als Erstes ganz allein repariert? [dein eigenes Beispiel] Bei "
                        "drei Azubis von Acme ist es jetzt eine Schule.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="old-radiators",
        kind="article",
        channel="trade-and-craft",
        topic="old-buildings",
        destination="outside",
        hours_ago=60,
        picture=PICTURES["radiator"],
        author="Gerd Pohl",
        site="heat-weekly.example",
        texts={
            "de": DemoText(
                title="Alte Heizkörper, neue Wärme: Der Rippenheizkörper darf bleiben",
                summary=(
                    "Ein Energieberater hat 60 Altbauten nachgemessen. In den meisten mussten nur zwei "
                    "oder drei Heizkörper weichen, und selten der schöne."
                ),
                url="https://heat-weekly.example/de/alte-heizkoerper",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Der häufigste Satz im Altbau: „Da müssen Sie doch erst alles dämmen.“ Der "
                        "zweithäufigste kommt von mir: Lassen Sie uns erst messen.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "60 Altbauten nachgemessen: Im Schnitt wurden zwei bis drei Heizkörper "
                        "getauscht, der Rest blieb. Mit Tabelle zum Selberrechnen: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wer hat im Altbau auf Wärmepumpe umgestellt, ohne vorher alles aufzureißen? "
                        "Mich interessiert, was ihr heute anders machen würdet.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="apprenticeships",
        kind="announcement",
        channel="people-at-acme",
        topic="open-jobs",
        destination="outside",
        hours_ago=70,
        picture=PICTURES["jackets"],
        expires_in_hours=720,
        texts={
            "en": DemoText(
                title="Fourteen hooks are free: apprenticeships at Acme",
                summary=(
                    "From September we train fourteen people in Leipzig and Gdańsk. Good marks help, but "
                    "steady hands help more."
                ),
                url="https://acme.example/jobs/apprenticeships",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "{first_name} here. I work at {company}, and we have a coat rack with fourteen "
                        "empty hooks. If you know somebody who would rather mend things than sit "
                        "still, please pass this on.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Fourteen apprenticeships from September, Leipzig and Gdańsk. A trial day is "
                        "enough for an application, a cover letter is not needed.",
                    ),
                    DemoSuggestion(
                        "question",
                        "Whose child, niece or neighbour keeps taking the toaster apart? We might have "
                        "something for them: {link}",
                    ),
                ),
            ),
            "de": DemoText(
                title="Vierzehn Haken sind frei: Ausbildung bei Acme",
                summary=(
                    "Ab September bilden wir vierzehn Menschen in Leipzig und Gdańsk aus. Gute Noten "
                    "helfen, ruhige Hände helfen mehr."
                ),
                url="https://acme.example/de/jobs/ausbildung",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "{first_name} hier. Ich arbeite bei {company}, und an unserer Garderobe sind "
                        "vierzehn Haken frei. Wenn ihr jemanden kennt, der lieber repariert als "
                        "stillsitzt: gern weitersagen.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Vierzehn Ausbildungsplätze ab September in Leipzig und Gdańsk. Für die "
                        "Bewerbung reicht ein Probetag, ein Anschreiben braucht niemand.",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wessen Kind, Nichte oder Nachbar schraubt ständig den Toaster auf? Wir hätten "
                        "da etwas: {link}",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="installer-numbers",
        kind="article",
        channel="trade-and-craft",
        topic="open-jobs",
        destination="outside",
        hours_ago=84,
        author="Ruth Adeyemi",
        site="heat-weekly.example",
        texts={
            "en": DemoText(
                title="Who is going to fit all this? Installers in numbers",
                summary=(
                    "Seven countries, seven ways to train installers. One of them has no shortage, and the "
                    "reason is duller than you would hope."
                ),
                url="https://heat-weekly.example/2026/installers-in-numbers",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Every discussion about heating ends with: and who is going to fit it? This "
                        "article starts there.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Seven countries compared: how long training takes, who pays for it, who stays "
                        "in the trade after five years. {link}",
                        network="linkedin",
                    ),
                    DemoSuggestion(
                        "question",
                        "What brought you into the trade, and what keeps you there? [your own answer]",
                    ),
                ),
            ),
            "de": DemoText(
                title="Wer soll das alles einbauen? Installateure in Zahlen",
                summary=(
                    "Sieben Länder, sieben Wege in den Beruf. Ein Land hat keinen Mangel, und der Grund "
                    "ist langweiliger als erhofft. Auf Englisch."
                ),
                url="https://heat-weekly.example/2026/installers-in-numbers",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Jede Diskussion übers Heizen endet mit: Und wer baut das ein? Dieser Artikel "
                        "fängt dort an.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Sieben Länder im Vergleich: wie lange die Ausbildung dauert, wer sie bezahlt "
                        "und wer nach fünf Jahren noch im Beruf ist. {link}",
                        network="linkedin",
                    ),
                    DemoSuggestion(
                        "question",
                        "Was hat euch ins Handwerk gebracht, und was hält euch dort? [deine eigene Antwort]",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="on-call",
        kind="story",
        channel="people-at-acme",
        topic="behind-the-scenes",
        destination="own_page",
        hours_ago=98,
        picture=PICTURES["oncall"],
        texts={
            "en": DemoText(
                title="The phone rang twice: a winter night on call",
                summary=(
                    "Mara had the emergency line on the coldest night of the year. Two calls came in, and "
                    "one of them was a wrong number."
                ),
                body=(
                    "The emergency line is staffed every night between October and April. On the coldest "
                    "one so far, with −14 °C in Leipzig, it was Mara’s turn.\n\n"
                    "The first call came at 23:10. A caller wanted a pizza, and was told kindly that we "
                    "only do heat. The second came at 03:40: error code, cold bathroom, newborn baby. Mara "
                    "talked the father through a reset, stayed on the line for eighteen minutes and heard "
                    "the fan start.\n\n"
                    "“In my first winter I had eleven calls in one night,” she says. “I still bring the "
                    "big thermos. You never know.”"
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "A night on call used to mean a full thermos and an empty battery. Last week "
                        "my colleague Mara had time to read. I work at Acme, and this is good news for "
                        "everybody.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "−14 °C, 6,200 heat pumps in the area, two calls in one night. One was a wrong "
                        "number. Mara from {company} on the other one: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Who is up at night so that you can sleep? [your own example] With us it is "
                        "Mara, with tea.",
                    ),
                ),
            ),
            "de": DemoText(
                title="Zweimal hat es geklingelt: eine Winternacht in Bereitschaft",
                summary=(
                    "Mara hatte in der kältesten Nacht des Jahres das Notfalltelefon. Zwei Anrufe kamen, "
                    "einer davon war falsch verbunden."
                ),
                body=(
                    "Von Oktober bis April ist das Notfalltelefon jede Nacht besetzt. In der bisher "
                    "kältesten, bei −14 °C in Leipzig, war Mara dran.\n\n"
                    "Der erste Anruf kam um 23:10 Uhr. Jemand wollte eine Pizza und erfuhr freundlich, "
                    "dass wir nur Wärme liefern. Der zweite kam um 3:40 Uhr: Fehlercode, kaltes Bad, ein "
                    "Neugeborenes. Mara ging mit dem Vater den Neustart durch, blieb achtzehn Minuten am "
                    "Apparat und hörte, wie der Lüfter anlief.\n\n"
                    "„In meinem ersten Winter waren es elf Anrufe in einer Nacht“, sagt sie. „Die große "
                    "Thermoskanne nehme ich trotzdem mit. Man weiß ja nie.“"
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Bereitschaft hieß früher: Thermoskanne voll, Akku leer. Letzte Woche kam "
                        "meine Kollegin Mara zum Lesen. Ich arbeite bei Acme und finde, das ist für "
                        "alle eine gute Nachricht.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "−14 °C, 6.200 Wärmepumpen im Gebiet, zwei Anrufe in einer Nacht. Einer war "
                        "falsch verbunden. Über den anderen erzählt Mara von {company}: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wer ist nachts wach, damit ihr schlafen könnt? [dein eigenes Beispiel] Bei "
                        "uns ist es Mara, mit Tee.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="smart-meter",
        kind="article",
        channel="heat-and-power",
        topic="power-and-grid",
        destination="outside",
        hours_ago=110,
        picture=PICTURES["meter"],
        author="Owen Price",
        site="heat-weekly.example",
        texts={
            "en": DemoText(
                title="What your meter knows, and whom it tells",
                summary=(
                    "A smart meter knows when you shower. The article lists what it sends, how often and "
                    "to whom, and what you can switch off."
                ),
                url="https://heat-weekly.example/2026/what-your-meter-knows",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "I spent an evening finding out what my electricity meter knows about me. This "
                        "article would have saved me the evening.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Every 15 minutes, one number, three recipients. What a smart meter really "
                        "sends: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Do you know who reads your electricity meter these days? It is no longer the "
                        "man with the torch.",
                        network="bluesky",
                    ),
                ),
            ),
            "de": DemoText(
                title="Was dein Zähler weiß und wem er es erzählt",
                summary=(
                    "Ein digitaler Zähler weiß, wann du duschst. Der Artikel zählt auf, was er wie oft an "
                    "wen schickt und was sich abschalten lässt. Auf Englisch."
                ),
                url="https://heat-weekly.example/2026/what-your-meter-knows",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Ich habe einen Abend lang nachgelesen, was mein Stromzähler über mich weiß. "
                        "Mit diesem Artikel wäre der Abend frei gewesen.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Alle 15 Minuten eine Zahl, drei Empfänger. Was ein digitaler Zähler wirklich "
                        "verschickt: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wisst ihr, wer euren Stromzähler abliest? Der Mann mit der Taschenlampe ist "
                        "es nicht mehr.",
                        network="bluesky",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="cold-lab",
        kind="announcement",
        channel="acme-news",
        topic="heat-pumps",
        destination="outside",
        hours_ago=120,
        picture=PICTURES["lab"],
        texts={
            "en": DemoText(
                title="Minus 25, every day: our cold lab in Gdańsk is open",
                summary=(
                    "In the new climate chamber each model runs through a Finnish January before it is "
                    "sold. Piotr’s coffee froze in the first week."
                ),
                url="https://acme.example/news/cold-lab",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "My colleagues in Gdańsk now have winter all year. They asked for it. I work "
                        "at Acme, and I only visit with a hat on.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "−25 to +45 °C in one chamber, 400 hours per model, results published. The new "
                        "test lab of {company} in Gdańsk: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "How cold does it have to be before you trust a heat pump? We stop at −25 °C, "
                        "for now.",
                        network="x",
                    ),
                ),
            ),
            "de": DemoText(
                title="Jeden Tag minus 25: Unser Kältelabor in Gdańsk ist eröffnet",
                summary=(
                    "In der neuen Klimakammer übersteht jedes Modell einen finnischen Januar, bevor wir es "
                    "verkaufen. Piotrs Kaffee hat die erste Woche nicht überstanden."
                ),
                url="https://acme.example/de/aktuelles/kaeltelabor",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "In Gdańsk haben meine Kollegen jetzt das ganze Jahr Winter. Sie wollten es "
                        "so. Ich arbeite bei Acme und komme nur mit Mütze zu Besuch.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "−25 bis +45 °C in einer Kammer, 400 Stunden je Modell, die Ergebnisse sind "
                        "öffentlich. Das neue Prüflabor von {company} in Gdańsk: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wie kalt muss es werden, bis ihr einer Wärmepumpe traut? Bei uns ist vorerst "
                        "bei −25 °C Schluss.",
                        network="x",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="cargo-bikes",
        kind="story",
        channel="people-at-acme",
        topic="behind-the-scenes",
        destination="own_page",
        hours_ago=146,
        picture=PICTURES["bicycle"],
        locations=("Leipzig",),
        texts={
            "en": DemoText(
                title="Six cargo bikes and one puncture: service without a van",
                summary=(
                    "In the centre of Leipzig our technicians now ride. They find a place to park, and "
                    "they have opinions about cobblestones."
                ),
                body=(
                    "Half of our visits in Leipzig are less than four kilometres apart. The van spent most "
                    "of that time looking for a parking space.\n\n"
                    "Since spring six technicians have been riding cargo bikes. A pump, a set of valves "
                    "and a full toolbox fit in; a whole heat pump does not, and Tom has tried. There have "
                    "been 1,140 visits and one puncture, outside a bicycle shop.\n\n"
                    "For the outskirts and for heavy parts the vans stay. Nobody has to ride, and in "
                    "freezing rain nobody does."
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "My colleagues at Acme swapped the van for a cargo bike. They arrive sooner, "
                        "in a better mood, and sometimes wetter.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Six cargo bikes, 1,140 visits since spring, one puncture. What {company} "
                        "learned about cobblestones: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Does anybody else visit customers by bike? I collect tips against rain that "
                        "do not involve a van.",
                        network="mastodon",
                    ),
                ),
            ),
            "de": DemoText(
                title="Sechs Lastenräder und ein Platten: Service ohne Transporter",
                summary=(
                    "In der Leipziger Innenstadt kommt unser Service jetzt mit dem Rad. Parkplätze gibt es "
                    "genug, und zum Kopfsteinpflaster haben alle eine Meinung."
                ),
                body=(
                    "Die Hälfte unserer Einsätze in Leipzig liegt keine vier Kilometer auseinander. Der "
                    "Transporter hat die meiste Zeit davon einen Parkplatz gesucht.\n\n"
                    "Seit dem Frühjahr sind sechs Leute aus dem Service mit dem Lastenrad unterwegs. Eine "
                    "Umwälzpumpe, ein Satz Ventile und ein voller Werkzeugkoffer passen hinein. Eine ganze "
                    "Wärmepumpe nicht, Tom hat es versucht. Bisher waren es 1.140 Einsätze und ein "
                    "Platten, direkt vor einem Fahrradladen.\n\n"
                    "Für den Stadtrand und für schwere Teile bleiben die Transporter. Niemand muss Rad "
                    "fahren, und bei Eisregen tut es auch niemand."
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Bei uns im Service (Acme) ersetzt das Lastenrad den Transporter. Die Leute "
                        "sind früher da, besser gelaunt und manchmal nasser.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Sechs Lastenräder, 1.140 Einsätze seit dem Frühjahr, ein Platten. Was "
                        "{company} über Kopfsteinpflaster gelernt hat: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Fährt noch jemand mit dem Rad zur Kundschaft? Ich sammle Tipps gegen Regen, "
                        "die ohne Transporter auskommen.",
                        network="mastodon",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="winter-rota",
        kind="announcement",
        channel="people-at-acme",
        topic="behind-the-scenes",
        destination="reading",
        hours_ago=26,
        expires_in_hours=500,
        teams=("service",),
        texts={
            "en": DemoText(
                title="Winter rota: who is on call until March",
                summary=(
                    "The plan for nights and holidays is settled. Swaps are fine, as long as two people "
                    "know about it and one of them is Aylin."
                ),
                body=(
                    "The rota for December to March is done. Everybody has at most one night in six, and "
                    "nobody has both Christmas and New Year.\n\n"
                    "If you want to swap, agree on it between you and tell Aylin by noon the day before. "
                    "The spare phone is in the second drawer, with its charger, where it should stay."
                ),
            ),
            "de": DemoText(
                title="Winterplan: Wer bis März Bereitschaft hat",
                summary=(
                    "Der Plan für Nächte und Feiertage steht. Tauschen ist in Ordnung, solange zwei davon "
                    "wissen und eine der beiden Aylin ist."
                ),
                body=(
                    "Der Plan von Dezember bis März ist fertig. Alle haben höchstens jede sechste Nacht, "
                    "und niemand hat Weihnachten und Silvester zugleich.\n\n"
                    "Wenn du tauschen willst, sprecht euch ab und sagt Aylin bis zum Mittag des Vortags "
                    "Bescheid. Das Ersatztelefon liegt in der zweiten Schublade, samt Ladekabel, und da "
                    "soll es auch bleiben."
                ),
            ),
        },
    ),
    DemoItem(
        key="night-wind",
        kind="article",
        channel="heat-and-power",
        topic="power-and-grid",
        destination="outside",
        hours_ago=165,
        picture=PICTURES["wind"],
        author="Marta Lindqvist",
        site="heat-weekly.example",
        texts={
            "en": DemoText(
                title="When the wind blows at night, somebody should be heating",
                summary=(
                    "A coastal town shifts its hot water to windy nights. The tank costs less than a "
                    "battery, and nobody showers differently."
                ),
                url="https://heat-weekly.example/2026/night-wind-hot-water",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "The cheapest battery I know is a tank of hot water in the cellar. Finally "
                        "somebody has done the sums for a whole town.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "2,800 households, one coastal town: hot water is made when the wind blows, 31 "
                        "% less power at peak times. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "When does your water get hot: when you need it or when the wind blows? One "
                        "town tried the second.",
                        network="bluesky",
                    ),
                ),
            ),
            "de": DemoText(
                title="Wenn nachts der Wind weht, sollte jemand heizen",
                summary=(
                    "Eine Stadt an der Küste macht ihr warmes Wasser in windigen Nächten. Der Speicher "
                    "kostet weniger als ein Akku, und niemand duscht anders. Auf Englisch."
                ),
                url="https://heat-weekly.example/2026/night-wind-hot-water",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Der günstigste Akku, den ich kenne, ist ein Speicher mit warmem Wasser im "
                        "Keller. Endlich hat es jemand für eine ganze Stadt durchgerechnet.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "2.800 Haushalte, eine Küstenstadt: Warmwasser entsteht, wenn Wind weht. 31 % "
                        "weniger Strom zu Spitzenzeiten. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Wann wird euer Wasser warm: wenn ihr es braucht oder wenn Wind weht? Eine "
                        "Stadt hat das Zweite ausprobiert.",
                        network="bluesky",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="hydraulics-hour",
        kind="event",
        channel="trade-and-craft",
        topic="training",
        destination="outside",
        hours_ago=66,
        picture=PICTURES["pipes"],
        expires_in_hours=120,
        site="heat-weekly.example",
        event=DemoEvent(
            starts_in_days=5,
            starts_at=dt.time(17, 0),
            ends_in_days=5,
            ends_at=dt.time(18, 0),
            zone=BERLIN,
            online_url="https://heat-weekly.example/live/hydraulics",
        ),
        texts={
            "en": DemoText(
                title="An hour of hydraulics: bring your worst diagram",
                summary=(
                    "Three experts, one hour online, your own drawings. Whoever sends in the strangest "
                    "pipework gets an answer first."
                ),
                url="https://heat-weekly.example/events/hydraulics-hour",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "I have a drawing that I have not dared to show anyone for two years. I think "
                        "its evening has come.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "One hour online, free, in English with German subtitles: hydraulic diagrams "
                        "from real cellars, discussed by three people who do nothing else. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "What is the strangest pipework you have met? [your own example] Here is a "
                        "place where it would be appreciated.",
                    ),
                ),
            ),
            "de": DemoText(
                title="Eine Stunde Hydraulik: Bring dein schlimmstes Schema mit",
                summary=(
                    "Drei Fachleute, eine Stunde online, eure eigenen Pläne. Die seltsamste Verrohrung "
                    "kommt zuerst dran. Englisch mit deutschen Untertiteln."
                ),
                url="https://heat-weekly.example/events/hydraulics-hour",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Ich habe ein Anlagenschema, das ich seit zwei Jahren niemandem zeigen wollte. "
                        "Ich glaube, sein Abend ist gekommen.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Eine Stunde online, kostenlos, Englisch mit deutschen Untertiteln: Anlagen "
                        "aus echten Kellern, besprochen von drei Leuten, die nichts anderes machen. "
                        "{link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Was war die seltsamste Verrohrung, die euch begegnet ist? [dein eigenes "
                        "Beispiel] Hier weiß man sie zu schätzen.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="spare-parts",
        kind="announcement",
        channel="acme-news",
        topic="heat-pumps",
        destination="outside",
        hours_ago=190,
        picture=PICTURES["parts"],
        texts={
            "en": DemoText(
                title="Spare parts for fifteen years, promised in writing",
                summary=(
                    "For every heat pump we sell, each part stays available for fifteen years. The price "
                    "list is public, down to the last screw."
                ),
                url="https://acme.example/news/spare-parts",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "I work at {company}, and the drawer with the parts for our very first model "
                        "is still full. Now there is a promise to go with it.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Fifteen years of spare parts for every model, with a public price list. The "
                        "fan of the HP-9 costs 118 euros, the screw 20 cents. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "What have you thrown away only because one small part was missing? [your own "
                        "example]",
                    ),
                ),
            ),
            "de": DemoText(
                title="Ersatzteile für fünfzehn Jahre, schriftlich versprochen",
                summary=(
                    "Zu jeder Wärmepumpe, die wir verkaufen, gibt es fünfzehn Jahre lang jedes Teil. Die "
                    "Preisliste ist öffentlich, bis zur letzten Schraube."
                ),
                url="https://acme.example/de/aktuelles/ersatzteile",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Ich arbeite bei {company}, und die Schublade mit den Teilen unseres "
                        "allerersten Modells ist immer noch voll. Jetzt gibt es das Versprechen dazu.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Fünfzehn Jahre Ersatzteile für jedes Modell, mit öffentlicher Preisliste. Der "
                        "Lüfter der HP-9 kostet 118 Euro, die Schraube 20 Cent. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Was habt ihr schon weggeworfen, nur weil ein kleines Teil fehlte? [dein "
                        "eigenes Beispiel]",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="night-noise",
        kind="article",
        channel="heat-and-power",
        topic="heat-pumps",
        destination="outside",
        hours_ago=210,
        author="Henrike Voss",
        site="heat-weekly.example",
        texts={
            "en": DemoText(
                title="How loud may the night be? Six countries, six answers",
                summary=(
                    "Between 30 and 45 decibels, measured at the window, the fence or the pillow. A tour "
                    "of European noise law, with a table."
                ),
                url="https://heat-weekly.example/2026/how-loud-may-the-night-be",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Noise law is dry stuff, I admit. This is the first article on it that I read "
                        "to the end.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "30 dB in one country, 45 in the next, and they do not even measure in the "
                        "same spot. Six noise limits in one table: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Do you know the noise limit where you live? I guessed wrong by ten decibels.",
                        network="x",
                    ),
                ),
            ),
            "de": DemoText(
                title="Wie laut darf die Nacht sein? Sechs Länder, sechs Antworten",
                summary=(
                    "Zwischen 30 und 45 Dezibel, gemessen am Fenster, am Zaun oder am Kopfkissen. Ein "
                    "Rundgang durchs Lärmrecht, mit Tabelle. Auf Englisch."
                ),
                url="https://heat-weekly.example/2026/how-loud-may-the-night-be",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Lärmrecht ist trockener Stoff, zugegeben. Das hier ist der erste Artikel "
                        "dazu, den ich zu Ende gelesen habe.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "30 dB im einen Land, 45 im nächsten, und gemessen wird nicht einmal an "
                        "derselben Stelle. Sechs Grenzwerte in einer Tabelle: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Kennt ihr den Grenzwert für Lärm bei euch in der Straße? Ich lag um zehn "
                        "Dezibel daneben.",
                        network="x",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="chimney-sweep",
        kind="story",
        channel="people-at-acme",
        topic="behind-the-scenes",
        destination="own_page",
        hours_ago=240,
        picture=PICTURES["sweep"],
        texts={
            "en": DemoText(
                title="Tom still brings luck, but no soot",
                summary=(
                    "For twelve years Tom swept chimneys. Now he fits heat pumps, and keeps the top hat in "
                    "the van for weddings."
                ),
                body=(
                    "Tom Becker knows most cellars in Leipzig from above. For twelve years he came down "
                    "the chimney, so to speak. “I saw fewer fires every year,” he says. “At some point you "
                    "count.”\n\n"
                    "He retrained in nine months while working part time. The refrigerant exam was the "
                    "hardest thing since his wedding speech. What he brought along: he is not afraid of "
                    "heights, knows every caretaker in the city, and people open the door to him.\n\n"
                    "The top hat lives in the van. Twice a year somebody books him for a wedding, and he "
                    "goes."
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "My colleague Tom used to be a chimney sweep. Customers at Acme still touch "
                        "his sleeve for luck. It seems to work.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Twelve years on the roof, three in the cellar: how a chimney sweep became a "
                        "heat pump technician at {company}. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Have you changed your trade in the middle of your life? [your own story] Tom "
                        "did, and kept the hat.",
                    ),
                ),
            ),
            "de": DemoText(
                title="Tom bringt immer noch Glück, nur keinen Ruß mehr",
                summary=(
                    "Zwölf Jahre lang hat Tom Schornsteine gefegt. Heute baut er Wärmepumpen ein. Der "
                    "Zylinder liegt im Transporter, für Hochzeiten."
                ),
                body=(
                    "Tom Becker kennt die meisten Leipziger Keller von oben. Zwölf Jahre lang kam er "
                    "sozusagen durch den Schornstein. „Es brannte jedes Jahr weniger“, sagt er. "
                    "„Irgendwann zählt man mit.“\n\n"
                    "Umgeschult hat er in neun Monaten, neben einer Teilzeitstelle. Die Prüfung zum "
                    "Kältemittel war das Schwerste seit seiner Hochzeitsrede. Mitgebracht hat er einiges: "
                    "Er ist schwindelfrei, kennt jede Hausmeisterin der Stadt, und man macht ihm die Tür "
                    "auf.\n\n"
                    "Der Zylinder fährt im Transporter mit. Zweimal im Jahr bucht ihn jemand für eine "
                    "Hochzeit, und dann geht er hin."
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "Mein Kollege Tom war früher Schornsteinfeger. Bei Acme fassen ihm die Leute "
                        "immer noch an den Ärmel, das soll Glück bringen. Scheint zu stimmen.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Zwölf Jahre auf dem Dach, drei im Keller: wie aus einem Schornsteinfeger ein "
                        "Wärmepumpentechniker bei {company} wurde. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Habt ihr mitten im Leben den Beruf gewechselt? [deine eigene Geschichte] Tom "
                        "schon. Den Hut hat er behalten.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="propane",
        kind="article",
        channel="trade-and-craft",
        topic="heat-pumps",
        destination="outside",
        hours_ago=260,
        author="Owen Price",
        site="heat-weekly.example",
        texts={
            "en": DemoText(
                title="Propane, explained without raised eyebrows",
                summary=(
                    "It is in the barbecue, and soon in most heat pumps. What changes for the installer, "
                    "what for the neighbours, and what does not change at all."
                ),
                url="https://heat-weekly.example/2026/propane-explained",
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "“Isn’t that the stuff that explodes?” is a reasonable question, and it "
                        "deserves a calm answer. I have found one.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "R290 in heat pumps: about 600 grams of charge, safety distances drawn to "
                        "scale, and the training you need. {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Installers: have you done the propane course yet, and was it worth the two days?",
                        network="linkedin",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="dublin-terrace",
        kind="story",
        channel="acme-news",
        topic="old-buildings",
        destination="own_page",
        hours_ago=290,
        picture=PICTURES["terrace"],
        texts={
            "en": DemoText(
                title="Eleven houses, one winter: a terrace in Dublin changes over",
                summary=(
                    "A whole street ordered together. Ciarán fitted eleven heat pumps in nine weeks and "
                    "was given eleven different opinions on biscuits."
                ),
                body=(
                    "It began with one broken boiler at number 14. Its owner knocked on ten doors and "
                    "asked who would like to be next. By Easter it was everybody.\n\n"
                    "The houses are from 1908, with solid walls and high ceilings. Ciarán and his team "
                    "changed some of the radiators, left the fireplaces alone and worked from one end of "
                    "the street to the other, one house at a time.\n\n"
                    "The first winter is over, and the residents have compared their bills: 38 % less on "
                    "average. **The figures come from them, not from us**, and they are pinned up in the "
                    "pub."
                ),
                suggestions=(
                    DemoSuggestion(
                        "personal",
                        "My colleague Ciarán fitted eleven heat pumps in one Dublin street. He knows "
                        "all eleven dogs by name. I work at Acme, and I envy him that.",
                    ),
                    DemoSuggestion(
                        "facts",
                        "Eleven terraced houses from 1908, nine weeks, one shared order: heating costs "
                        "fell by 38 % in the first winter. How the street did it: {link}",
                    ),
                    DemoSuggestion(
                        "question",
                        "Could your street agree on anything? This one agreed on heat pumps.",
                    ),
                ),
            ),
        },
    ),
    DemoItem(
        key="soup",
        kind="event",
        channel="people-at-acme",
        topic="behind-the-scenes",
        destination="reading",
        hours_ago=-18,
        picture=PICTURES["tea"],
        expires_in_hours=96,
        locations=("Leipzig",),
        event=DemoEvent(
            starts_in_days=4,
            starts_at=dt.time(12, 0),
            ends_in_days=4,
            ends_at=dt.time(13, 30),
            zone=BERLIN,
            place="Tea kitchen, second floor, Leipzig",
        ),
        texts={
            "en": DemoText(
                title="Soup in the tea kitchen",
                summary=(
                    "Lena cooks, everybody brings a bowl. Vegetable soup, with a second pot for those who "
                    "think soup needs sausages."
                ),
                body=(
                    "There will be two pots, bread, and enough for about thirty people. Bring your own "
                    "bowl and spoon; the dishwasher has feelings.\n\n"
                    "If the phones ring, they ring. Service eats first."
                ),
            ),
            "de": DemoText(
                title="Suppe in der Teeküche",
                summary=(
                    "Lena kocht, alle bringen eine Schüssel mit. Es gibt Gemüsesuppe und einen zweiten "
                    "Topf für alle, die finden, dass Würstchen hineingehören."
                ),
                body=(
                    "Es gibt zwei Töpfe, Brot und genug für etwa dreißig Leute. Bring Schüssel und Löffel "
                    "selbst mit, die Spülmaschine ist empfindlich.\n\n"
                    "Wenn das Telefon klingelt, klingelt es. Der Service isst zuerst."
                ),
            ),
        },
    ),
)
