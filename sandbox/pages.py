"""The pages people look at: timeline, one post, one person's posts, and the consent page of OAuth."""

import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from sandbox import oauth
from sandbox.markup import as_html, hashtags_in
from sandbox.state import Status, Store
from sandbox.web import CSP, Refused, Request, Response, redirect_to, refuse_foreign_form
from sandbox.words import MONTHS, WORDS, language_of

FOLDER = Path(__file__).parent
ENGINE = Engine(dirs=[str(FOLDER / "templates")])
STATIC = {"sandbox.css": "text/css; charset=utf-8", "avatar.svg": "image/svg+xml"}
PAGE_SIZE = 30
VISITOR = "practice_visitor"
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def render(template: str, request: Request, *, status: int = 200, csp: str = CSP, **values: Any) -> Response:
    """Return a page. Values are strings (or hold strings): without Django's settings no other shows."""
    language = language_of(request)
    context = Context({"t": WORDS[language], "lang": language, **values})
    body = ENGINE.get_template(f"sandbox/{template}").render(context)
    return Response(body.encode(), status, headers=[("Vary", "Accept-Language, Cookie")], csp=csp)


def show_error(request: Request, status: int, word: str) -> Response:
    """Answer a page that says in one sentence what went wrong."""
    words = WORDS[language_of(request)]
    title = words["cannot_title"] if word in ("unknown_client", "bad_redirect") else words["error_title"]
    return render("error.html", request, status=status, title=title, sentence=words[word])


def show_timeline(store: Store, request: Request) -> Response:
    """Answer the posts of everybody, whoever they are meant for: who looks here is on this machine."""
    words = WORDS[language_of(request)]
    return _show_posts(
        store, request, store.newest_first(), title=words["timeline"], hint=words["timeline_hint"]
    )


def show_person(store: Store, request: Request) -> Response:
    """Answer the posts of one person."""
    person = store.network.people.get(request.args["name"])
    if person is None:
        return show_error(request, 404, "not_found")
    title = WORDS[language_of(request)]["posts_of"] % {"name": person.shown_name}
    posts = (one for one in store.newest_first() if one.person == person.name)
    return _show_posts(store, request, posts, title=title, hint=f"@{person.name}@{request.host}", back=True)


def show_tag(store: Store, request: Request) -> Response:
    """Answer the posts with a hashtag."""
    tag = request.args["tag"].lower()
    posts = (one for one in store.newest_first() if tag in hashtags_in(one.text))
    return _show_posts(store, request, posts, title=f"#{tag}", hint="", back=True)


def show_post(store: Store, request: Request) -> Response:
    """Answer the page of one post."""
    status = store.status(request.args["id"])
    if status is None or status.person != request.args["name"]:
        return show_error(request, 404, "not_found")
    card = _card(store, status, request)
    return render("post.html", request, title=card["heading"], post=card, place="post")


def react(store: Store, request: Request) -> Response:
    """Like or boost as the visitor with this cookie, or take it back; then show the page again."""
    if not _is_own_form(request):
        return show_error(request, 403, "foreign_form")
    status = store.status(request.args["id"])
    if status is None:
        return show_error(request, 404, "not_found")
    visitor = request.cookie(VISITOR) or secrets.token_urlsafe(12)
    names = status.likes if request.args["what"] == "like" else status.boosts
    mark = f"visitor:{visitor[:40]}"
    names.remove(mark) if mark in names else names.append(mark)
    place = f"/@{status.person}/{status.id}" if request.data.get("place") == "post" else f"/#post-{status.id}"
    answer = redirect_to(place, status=303)
    cookie = f"{VISITOR}={visitor}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"
    answer.headers.append(("Set-Cookie", cookie))
    return answer


def ask_for_consent(store: Store, request: Request) -> Response:
    """Answer `GET /oauth/authorize`: the page where a person says who they are, and yes or no."""
    try:
        ask = oauth.read_ask(store, request)
    except oauth.CannotAsk as error:
        return show_error(request, 401 if error.args[0] == "unknown_client" else 400, error.args[0])
    except oauth.SentBack as error:
        return redirect_to(error.args[0])
    return _show_consent(store, request, ask)


def take_consent(store: Store, request: Request) -> Response:
    """Answer `POST /oauth/authorize`: send the browser back with a code, or with `access_denied`."""
    if not _is_own_form(request):
        return show_error(request, 403, "foreign_form")
    try:
        ask = oauth.read_ask(store, request)
    except oauth.CannotAsk as error:
        return show_error(request, 401 if error.args[0] == "unknown_client" else 400, error.args[0])
    except oauth.SentBack as error:
        return redirect_to(error.args[0])
    if request.data.get("decision") != "authorize":
        return oauth.deny(ask)
    typed = request.data.get("name").strip().lower().removeprefix("@")
    person = typed or request.data.get("person")
    if not oauth.PERSON_NAME.fullmatch(person):
        return _show_consent(store, request, ask, typed=typed, wrong=True)
    return redirect_to(oauth.grant(store, ask, person))


def serve_static(store: Store, request: Request) -> Response:
    """Answer the style sheet or the drawn avatar."""
    name = request.args["file"]
    if name not in STATIC:
        raise Refused(404, "Record not found")
    content = (FOLDER / "static" / name).read_bytes()
    return Response(content, content_type=STATIC[name], cache="no-cache")


def _show_posts(
    store: Store, request: Request, posts: Iterable[Status], *, title: str, hint: str, back: bool = False
) -> Response:
    before = request.query.get("before")
    if before.isascii() and before.isdigit():
        posts = (one for one in posts if int(one.id) < int(before))
    shown = list(islice(posts, PAGE_SIZE + 1))
    older = shown[PAGE_SIZE - 1].id if len(shown) > PAGE_SIZE else ""
    cards = [_card(store, one, request) for one in shown[:PAGE_SIZE]]
    return render(
        "timeline.html",
        request,
        title=title,
        hint=hint,
        posts=cards,
        older=older,
        path=request.path,
        back=back,
        place="timeline",
    )


def _card(store: Store, status: Status, request: Request) -> dict[str, Any]:
    language = language_of(request)
    words = WORDS[language]
    person = store.person(status.person)
    app = store.network.apps.get(status.client_id)
    mark = f"visitor:{request.cookie(VISITOR)[:40]}"
    media = [store.network.media[media_id] for media_id in status.media]
    return {
        "id": status.id,
        "path": f"/@{person.name}/{status.id}",
        "heading": words["post_by"] % {"name": person.shown_name},
        "this": words["this_post_by"] % {"name": person.shown_name},
        "name": person.shown_name,
        "handle": f"@{person.name}",
        "letters": "".join(part[0] for part in person.shown_name.split()[:2]).upper() or "?",
        # as_html escapes everything it did not write itself; tests/sandbox/test_markup.py holds it to that.
        "html": mark_safe(as_html(status.text, base=request.base)),  # noqa: S308
        "language": status.language if LANGUAGE_TAG.fullmatch(status.language) else language,
        "spoiler": status.spoiler_text,
        "media": [{"url": f"/media/{one.id}.{one.extension}", "alt": one.description} for one in media],
        "at": datetime.fromtimestamp(status.created_at, UTC).isoformat(timespec="seconds"),
        "when": _say_when(status.created_at, language),
        "visibility": words[status.visibility],
        "via": words["via"] % {"app": app.name} if app else "",
        "liked": mark in status.likes,
        "boosted": mark in status.boosts,
        "likes": _say_count(words, "likes", len(status.likes)),
        "boosts": _say_count(words, "boosts", len(status.boosts)),
    }


def _show_consent(
    store: Store, request: Request, ask: oauth.Ask, *, typed: str = "", wrong: bool = False
) -> Response:
    words = WORDS[language_of(request)]
    parts = urlsplit(ask.redirect_uri)
    app = {"app": ask.app.name}
    return render(
        "consent.html",
        request,
        status=422 if wrong else 200,
        # The form is answered by a redirect to the client, which `form-action` has to allow as well.
        csp=f"{CSP} {parts.scheme}://{parts.netloc}",
        title=words["allow_title"] % app,
        intro=words["allow_text"] % app,
        scopes=[_say_scope(words, scope) for scope in ask.scopes],
        people=[{"name": one.name, "shown": one.shown_name} for one in store.network.people.values()],
        fields=ask.fields().items(),
        sends_back=words["sends_back"] % {"host": parts.netloc},
        typed=typed,
        wrong=wrong,
    )


def _is_own_form(request: Request) -> bool:
    try:
        refuse_foreign_form(request)
    except Refused:
        return False
    return True


def _say_scope(words: dict[str, str], scope: str) -> str:
    known = {"read:accounts": "profile", "read:statuses": "read", "read": "read"}.get(scope, scope)
    return words.get(f"scope_{known}") or words["scope_other"] % {"scope": scope}


def _say_count(words: dict[str, str], what: str, number: int) -> str:
    if number == 0:
        return ""
    return words[f"{what}_1"] if number == 1 else words[f"{what}_n"] % {"n": number}


def _say_when(moment: float, language: str) -> str:
    at = datetime.fromtimestamp(moment, UTC)
    month = MONTHS[language][at.month - 1]
    day = f"{at.day}. {month}" if language == "de" else f"{at.day} {month}"
    return f"{day} {at.year}, {at:%H:%M} UTC"
