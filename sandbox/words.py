"""The sentences of the practice network's pages, in English and German."""

from sandbox.web import Request

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "network": "Practice network",
        "banner": "This is a practice network on your own machine. Nothing leaves it.",
        "timeline": "What was posted",
        "timeline_hint": "Newest first. Like and boost as you please, to see the counts arrive.",
        "empty_title": "Nothing posted yet",
        "empty_text": "As soon as somebody shares something to this network, it appears here.",
        "skip": "Skip to the posts",
        "older": "Older posts",
        "back": "All posts",
        "post_by": "Post by %(name)s",
        "posts_of": "Posts of %(name)s",
        "like": "Like",
        "liked": "Liked",
        "boost": "Boost",
        "boosted": "Boosted",
        "this_post_by": "post by %(name)s",
        "likes_1": "1 like",
        "likes_n": "%(n)s likes",
        "boosts_1": "1 boost",
        "boosts_n": "%(n)s boosts",
        "no_alt": "Picture without a description",
        "processing": "The picture is still being processed.",
        "via": "by %(app)s",
        "public": "Public",
        "unlisted": "Quiet public",
        "private": "Followers only",
        "direct": "Only people mentioned",
        "allow_title": "Let %(app)s use your account?",
        "allow_text": "%(app)s asks to do this in your name on the practice network:",
        "scope_profile": "See who you are",
        "scope_read": "Read your posts, also those for followers only",
        "scope_write:statuses": "Publish posts for you",
        "scope_write:media": "Upload pictures for you",
        "scope_write": "Publish posts and pictures for you",
        "scope_other": "Use the permission “%(scope)s”",
        "who": "Who are you here?",
        "who_hint": "A practice account needs no password.",
        "other_name": "Or another name",
        "other_name_hint": "Small letters, digits and underscores, up to 30.",
        "bad_name": "Use only small letters, digits and underscores, up to 30 characters.",
        "authorise": "Authorise",
        "deny": "Deny",
        "sends_back": "Either way you go back to %(host)s.",
        "cannot_title": "This connection cannot be made",
        "unknown_client": "The application that sent you here is not registered with this network.",
        "bad_redirect": "The application wants to send you to an address that it did not register.",
        "error_title": "That did not work",
        "not_found": "There is nothing at this address.",
        "foreign_form": "This form was sent by another site, so nothing was done.",
    },
    "de": {
        "network": "Übungsnetzwerk",
        "banner": "Das ist ein Übungsnetzwerk auf deinem eigenen Rechner. Nichts verlässt ihn.",
        "timeline": "Was veröffentlicht wurde",
        "timeline_hint": "Das Neueste zuerst. Markiere und sag weiter, was du magst: Die Zahlen kommen an.",
        "empty_title": "Noch nichts veröffentlicht",
        "empty_text": "Sobald jemand etwas in diesem Netzwerk teilt, erscheint es hier.",
        "skip": "Zu den Beiträgen springen",
        "older": "Ältere Beiträge",
        "back": "Alle Beiträge",
        "post_by": "Beitrag von %(name)s",
        "posts_of": "Beiträge von %(name)s",
        "like": "Gefällt mir",
        "liked": "Gefällt dir",
        "boost": "Weitersagen",
        "boosted": "Weitergesagt",
        "this_post_by": "Beitrag von %(name)s",
        "likes_1": "gefällt 1 Person",
        "likes_n": "gefällt %(n)s Personen",
        "boosts_1": "1-mal weitergesagt",
        "boosts_n": "%(n)s-mal weitergesagt",
        "no_alt": "Bild ohne Beschreibung",
        "processing": "Das Bild wird noch verarbeitet.",
        "via": "über %(app)s",
        "public": "Öffentlich",
        "unlisted": "Öffentlich, still",
        "private": "Nur Follower",
        "direct": "Nur erwähnte Personen",
        "allow_title": "Darf %(app)s dein Konto benutzen?",
        "allow_text": "%(app)s möchte das im Übungsnetzwerk in deinem Namen tun:",
        "scope_profile": "Sehen, wer du bist",
        "scope_read": "Deine Beiträge lesen, auch die nur für Follower",
        "scope_write:statuses": "Für dich Beiträge veröffentlichen",
        "scope_write:media": "Für dich Bilder hochladen",
        "scope_write": "Für dich Beiträge und Bilder veröffentlichen",
        "scope_other": "Die Berechtigung „%(scope)s“ nutzen",
        "who": "Wer bist du hier?",
        "who_hint": "Ein Übungskonto braucht kein Passwort.",
        "other_name": "Oder ein anderer Name",
        "other_name_hint": "Kleinbuchstaben, Ziffern und Unterstriche, höchstens 30.",
        "bad_name": "Nimm nur Kleinbuchstaben, Ziffern und Unterstriche, höchstens 30 Zeichen.",
        "authorise": "Erlauben",
        "deny": "Ablehnen",
        "sends_back": "In beiden Fällen geht es zurück zu %(host)s.",
        "cannot_title": "Diese Verbindung kommt nicht zustande",
        "unknown_client": "Die Anwendung, von der du kommst, ist bei diesem Netzwerk nicht angemeldet.",
        "bad_redirect": "Die Anwendung will dich an eine Adresse schicken, die sie nicht angemeldet hat.",
        "error_title": "Das hat nicht geklappt",
        "not_found": "Unter dieser Adresse gibt es nichts.",
        "foreign_form": "Dieses Formular kam von einer anderen Seite, darum ist nichts geschehen.",
    },
}
MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
    "de": ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
}


def language_of(request: Request) -> str:
    """Return `en` or `de`: what `lang` in the address says, else the browser's first choice of the two."""
    asked = request.query.get("lang")[:2].lower()
    if asked in WORDS:
        return asked
    wishes = []
    for position, wish in enumerate(request.headers.get("accept-language", "").lower().split(",")):
        tag, _, quality = wish.strip().partition(";q=")
        wishes.append((-_as_number(quality), position, tag[:2]))
    return next((tag for _, _, tag in sorted(wishes) if tag in WORDS), "en")


def _as_number(quality: str) -> float:
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0
