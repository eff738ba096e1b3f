"""The starter guideline: version 1 in English and German, ready to adopt as it is or to change.

It opens with what everyone may do; the few don'ts follow. Rule keys never change: findings point at them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["en", "de"]
RuleKind: TypeAlias = Literal["may", "dont"]


@dataclass(frozen=True, slots=True)
class StarterRuleText:
    """One rule in one language: a short title, the rule in a sentence or two, an example either way."""

    title: str
    sentence: str
    good: str
    bad: str


@dataclass(frozen=True, slots=True)
class StarterRule:
    """Something one may do, or one of the few don'ts."""

    key: str
    kind: RuleKind
    texts: Mapping[Language, StarterRuleText]


@dataclass(frozen=True, slots=True)
class StarterText:
    """The title and the introduction (Markdown) in one language."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class StarterGuideline:
    """A whole guideline; the order of the rules is the order on the page."""

    number: int
    texts: Mapping[Language, StarterText]
    rules: tuple[StarterRule, ...]


STARTER = StarterGuideline(
    number=1,
    texts={
        "en": StarterText(
            title="Talk about your work, in your own words",
            body=(
                "You know our work better than any brochure does, and people listen to people. So we would "
                "like you to talk about it, if you enjoy that.\n\n"
                "**It is voluntary.** Nobody keeps a list of who shares and who does not, and it plays no "
                "part in any review.\n\n"
                "**Your accounts stay yours.** You decide what appears there, at any time and from any "
                "device. Nothing is ever posted without your click on that very text.\n\n"
                "There are ten rules. Six say what you may do, four keep you and us out of trouble. "
                "When you are unsure, ask first; that is never held against you."
            ),
        ),
        "de": StarterText(
            title="Erzähl von deiner Arbeit, in deinen Worten",
            body=(
                "Du kennst unsere Arbeit besser als jede Broschüre, und Menschen hören auf Menschen. Darum "
                "freuen wir uns, wenn du davon erzählst, sofern du das gern machst.\n\n"
                "**Es ist freiwillig.** Niemand führt eine Liste darüber, wer teilt und wer nicht, und für "
                "Beurteilungen spielt es keine Rolle.\n\n"
                "**Deine Konten gehören dir.** Du entscheidest, was dort erscheint, zu jeder Zeit und auf "
                "jedem Gerät. Veröffentlicht wird nur, was du genau so freigegeben hast.\n\n"
                "Es gibt zehn Regeln. Sechs sagen, was du darfst, vier ersparen dir und uns Ärger. Wenn du "
                "unsicher bist, frag vorher; das nimmt dir niemand übel."
            ),
        ),
    },
    rules=(
        StarterRule(
            key="share-what-helps-you",
            kind="may",
            texts={
                "en": StarterRuleText(
                    title="Share what makes you look good, too",
                    sentence=(
                        "Stories, news and events from here, and just as gladly good articles from our "
                        "field that never mention us. A profile that people like to read helps you first, "
                        "and us as well."
                    ),
                    good=(
                        "The best chart on defrosting I have seen so far. I look at such curves all day, "
                        "and this one taught me something."
                    ),
                    bad="Five company announcements in a row, and not one sentence of your own.",
                ),
                "de": StarterRuleText(
                    title="Teile, was auch dir nützt",
                    sentence=(
                        "Geschichten, Neuigkeiten und Termine von hier, und genauso gern gute Fachartikel, "
                        "in denen wir nicht vorkommen. Ein Profil, das man gern liest, hilft zuerst dir "
                        "und dann auch uns."
                    ),
                    good=(
                        "Das beste Diagramm zum Abtauen, das ich bisher gesehen habe. Ich schaue den "
                        "ganzen Tag auf solche Kurven, und aus dieser habe ich etwas gelernt."
                    ),
                    bad="Fünf Firmenmeldungen hintereinander und kein einziger Satz von dir.",
                ),
            },
        ),
        StarterRule(
            key="when-you-like",
            kind="may",
            texts={
                "en": StarterRuleText(
                    title="Whenever, wherever, or not at all",
                    sentence=(
                        "You may share during working hours, from your own phone or from ours. You may "
                        "also skip a week, or all of them, without giving a reason."
                    ),
                    good="Pick something over coffee, plan it for Thursday, and think no more of it.",
                    bad="Sharing at eleven at night because you believe your team lead expects it.",
                ),
                "de": StarterRuleText(
                    title="Wann du willst, wo du willst, oder gar nicht",
                    sentence=(
                        "Du darfst in der Arbeitszeit teilen, mit deinem eigenen Handy oder mit unserem. "
                        "Du darfst auch eine Woche auslassen, oder alle, und brauchst dafür keinen Grund."
                    ),
                    good=(
                        "Beim Kaffee etwas aussuchen, für Donnerstag einplanen und nicht mehr daran denken."
                    ),
                    bad="Abends um elf teilen, weil du meinst, deine Teamleitung erwarte das.",
                ),
            },
        ),
        StarterRule(
            key="own-words",
            kind="may",
            texts={
                "en": StarterRuleText(
                    title="Use your own words",
                    sentence=(
                        "A suggestion is a start, not a script. Change it, shorten it, add what only you "
                        "can know; you may also disagree with a detail."
                    ),
                    good=(
                        "My first winter on call with the new model. The phone rang twice. Last year it "
                        "was 61 times."
                    ),
                    bad=(
                        "We are delighted to announce an innovative solution. (Word for word, like eleven "
                        "colleagues.)"
                    ),
                ),
                "de": StarterRuleText(
                    title="Nimm deine eigenen Worte",
                    sentence=(
                        "Ein Vorschlag ist ein Anfang, kein Drehbuch. Ändere ihn, kürze ihn, schreib dazu, "
                        "was nur du wissen kannst; du darfst auch in einem Detail anderer Meinung sein."
                    ),
                    good=(
                        "Mein erster Winter in Bereitschaft mit dem neuen Modell. Das Telefon hat zweimal "
                        "geklingelt. Letztes Jahr waren es 61 Anrufe."
                    ),
                    bad=(
                        "Wir freuen uns, eine innovative Lösung zu präsentieren. (Wortgleich mit elf "
                        "anderen von uns.)"
                    ),
                ),
            },
        ),
        StarterRule(
            key="say-you-work-here",
            kind="may",
            texts={
                "en": StarterRuleText(
                    title="Say that you work here",
                    sentence=(
                        "Say so openly, in a half-sentence or a hashtag. Readers should not have to guess "
                        "why you like our products, and advertising in disguise is against the law in many "
                        "countries."
                    ),
                    good="I work there, so I am biased. But it really is quiet.",
                    bad=(
                        "Tried several, this one is clearly the best. (Not a word about who pays your wages.)"
                    ),
                ),
                "de": StarterRuleText(
                    title="Sag, dass du hier arbeitest",
                    sentence=(
                        "Schreib es offen dazu, ein Halbsatz oder ein Hashtag genügt. Niemand soll raten "
                        "müssen, warum du unsere Produkte magst, und getarnte Werbung ist in vielen "
                        "Ländern verboten."
                    ),
                    good="Ich arbeite dort und bin befangen. Aber leise ist sie wirklich.",
                    bad=(
                        "Habe mehrere verglichen, die hier ist klar die beste. (Und kein Wort, wer dein "
                        "Gehalt zahlt.)"
                    ),
                ),
            },
        ),
        StarterRule(
            key="good-profile",
            kind="may",
            texts={
                "en": StarterRuleText(
                    title="Make a profile that people trust",
                    sentence=(
                        "A friendly photo, your real name, and one line on what you do and what people can "
                        "ask you about. A few contacts who know your trade are worth more than many who do not."
                    ),
                    good="Service engineer for heat pumps, Leipzig. Ask me why yours hums at night.",
                    bad="A logo for a face, and “passionate synergy evangelist” as the only line.",
                ),
                "de": StarterRuleText(
                    title="Zeig ein Profil, dem man vertraut",
                    sentence=(
                        "Ein freundliches Foto, dein richtiger Name und eine Zeile dazu, was du machst und "
                        "wonach man dich fragen kann. Wenige Kontakte aus deinem Fach sind mehr wert als "
                        "viele andere."
                    ),
                    good="Service für Wärmepumpen, Leipzig. Frag mich, warum deine nachts brummt.",
                    bad="Ein Logo statt eines Gesichts und als einzige Zeile „Macher mit Leidenschaft“.",
                ),
            },
        ),
        StarterRule(
            key="good-post",
            kind="may",
            texts={
                "en": StarterRuleText(
                    title="One thought, one picture, one link",
                    sentence=(
                        "Say first what is in it for the reader, keep it short, and thank those who answer. "
                        "A picture of your own, and at most three hashtags, are plenty."
                    ),
                    good=(
                        "Frost on the outdoor unit is normal. When it stays for two hours, do this first. "
                        "(With a photo of the unit.)"
                    ),
                    bad="#heatpump #future #love #team #monday #blessed, and no word on what it is about.",
                ),
                "de": StarterRuleText(
                    title="Ein Gedanke, ein Bild, ein Link",
                    sentence=(
                        "Sag zuerst, was man beim Lesen davon hat, fass dich kurz und bedank dich bei denen, "
                        "die antworten. Ein eigenes Bild und höchstens drei Hashtags reichen."
                    ),
                    good=(
                        "Reif am Außengerät ist normal. Bleibt er zwei Stunden, dann mach zuerst das hier. "
                        "(Mit einem Foto vom Gerät.)"
                    ),
                    bad="#wärmepumpe #zukunft #liebe #team #montag, und kein Wort, worum es geht.",
                ),
            },
        ),
        StarterRule(
            key="confidential",
            kind="dont",
            texts={
                "en": StarterRuleText(
                    title="Confidential stays confidential",
                    sentence=(
                        "Customers, prices, figures, personal matters, plans, and products before their "
                        "launch stay between us. If you are not sure that something is public, treat it as "
                        "if it is not, and ask."
                    ),
                    good=(
                        "Three years of work, and since today everybody may see it. Happy to answer "
                        "questions."
                    ),
                    bad="I may not say anything yet, but wait until you see what we launch in March.",
                ),
                "de": StarterRuleText(
                    title="Vertrauliches bleibt vertraulich",
                    sentence=(
                        "Kundschaft, Preise, Zahlen, Persönliches, Pläne und Produkte vor ihrem Start "
                        "bleiben unter uns. Bist du nicht sicher, ob etwas öffentlich ist, dann geh davon "
                        "aus, dass es das nicht ist, und frag."
                    ),
                    good="Drei Jahre Arbeit, und seit heute dürfen es alle sehen. Fragt mich gern.",
                    bad="Ich darf noch nichts verraten, aber wartet ab, was wir im März vorstellen.",
                ),
            },
        ),
        StarterRule(
            key="do-not-answer-attacks",
            kind="dont",
            texts={
                "en": StarterRuleText(
                    title="Do not answer attacks, pass them on",
                    sentence=(
                        "Attacks, complaints and teasing from competitors stay unanswered by you: tell the "
                        "social media manager, who takes over, offers to talk in private or publishes the "
                        "facts, and lets you know how it ended."
                    ),
                    good="Close the app, report the comment, have dinner.",
                    bad="That is a lie and you know it. Who are you anyway?",
                ),
                "de": StarterRuleText(
                    title="Antworte nicht auf Angriffe, gib sie weiter",
                    sentence=(
                        "Angriffe, Beschwerden und Sticheleien der Konkurrenz beantwortest du nicht selbst: Sag "
                        "der Person Bescheid, die unsere Kanäle betreut. Sie übernimmt, bietet ein Gespräch "
                        "an oder veröffentlicht die Fakten, und du erfährst, wie es ausgegangen ist."
                    ),
                    good="App schließen, Kommentar melden, zu Abend essen.",
                    bad="Das ist gelogen, und das wissen Sie. Wer sind Sie überhaupt?",
                ),
            },
        ),
        StarterRule(
            key="facts-with-sources",
            kind="dont",
            texts={
                "en": StarterRuleText(
                    title="Leave competitors alone, bring sources",
                    sentence=(
                        "Praise ours as much as you like and do not mock theirs. Whoever compares, or "
                        "names a figure, says where it comes from."
                    ),
                    good="29 dB in the independent test, page 12. The report is linked.",
                    bad=("At last something other than the tractors that the others sell as heat pumps."),
                ),
                "de": StarterRuleText(
                    title="Lass andere in Ruhe, nenn deine Quellen",
                    sentence=(
                        "Lob unsere Sachen, so viel du magst, und mach die der anderen nicht schlecht. Wer "
                        "vergleicht oder Zahlen nennt, sagt dazu, woher sie stammen."
                    ),
                    good="29 dB im unabhängigen Test, Seite 12. Der Bericht ist verlinkt.",
                    bad="Endlich einmal kein Traktor, wie ihn die Konkurrenz als Wärmepumpe verkauft.",
                ),
            },
        ),
        StarterRule(
            key="ask-and-think",
            kind="dont",
            texts={
                "en": StarterRuleText(
                    title="Nobody in the picture who was not asked",
                    sentence=(
                        "Ask before you show colleagues, customers, children, homes or number plates. For "
                        "everything else common sense will do: post nothing you would not say in the "
                        "canteen, out loud."
                    ),
                    good="The two in the photo are Aylin and Tom, and both said yes.",
                    bad="A customer’s cellar, with the family’s letters on the shelf.",
                ),
                "de": StarterRuleText(
                    title="Niemand kommt ungefragt ins Bild",
                    sentence=(
                        "Frag, bevor du Leute aus dem Team, Kundschaft, Kinder, Wohnungen oder Kennzeichen "
                        "zeigst. Für alles Übrige reicht gesunder Menschenverstand: Poste nichts, was du "
                        "in der Kantine nicht laut sagen würdest."
                    ),
                    good="Auf dem Foto sind Aylin und Tom, und beide haben Ja gesagt.",
                    bad="Der Keller einer Kundin, im Regal liegen die Briefe der Familie.",
                ),
            },
        ),
    ),
)
