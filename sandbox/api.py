"""The Mastodon API proper: instance, accounts, statuses and media, in Mastodon's entities and errors."""

import time
import warnings
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from typing import Any

from PIL import Image

from sandbox.counting import Limits, count_characters
from sandbox.markup import as_html, hashtags_in
from sandbox.oauth import require_token
from sandbox.state import Media, Person, Status, Store, Token
from sandbox.web import Refused, Request, Response, answer_json

VERSION = "4.5.0+practice"
API_VERSION = 7
IDEMPOTENCY_WINDOW = 3600  # seconds, per account
VISIBILITIES = ("public", "unlisted", "private", "direct")
OPEN_VISIBILITIES = ("public", "unlisted")
IMAGE_TYPES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
MAX_PIXELS = 33_177_600  # Mastodon's image_matrix_limit
NOT_FOUND = "Record not found"


def show_instance(store: Store, request: Request) -> Response:
    """Answer `GET /api/v2/instance`."""
    return answer_json(
        {
            "domain": request.host,
            "title": "Practice network",
            "version": VERSION,
            "source_url": "https://github.com/mastodon/mastodon",
            "description": "A practice network on your own machine.",
            "languages": ["en", "de"],
            "configuration": _configuration(store.limits),
            "registrations": {"enabled": False, "approval_required": False, "message": None},
            "api_versions": {"mastodon": API_VERSION},
            "rules": [],
        }
    )


def show_instance_v1(store: Store, request: Request) -> Response:
    """Answer `GET /api/v1/instance`, the older form."""
    return answer_json(
        {
            "uri": request.host,
            "title": "Practice network",
            "short_description": "A practice network on your own machine.",
            "version": VERSION,
            "languages": ["en", "de"],
            "registrations": False,
            "configuration": _configuration(store.limits),
            "rules": [],
        }
    )


def verify_credentials(store: Store, request: Request) -> Response:
    """Answer `GET /api/v1/accounts/verify_credentials`."""
    token = require_token(store, request, "profile", "read:accounts")
    person = store.person(token.person)
    source = {"privacy": "public", "sensitive": False, "language": None, "note": "", "fields": []}
    return answer_json(account_entity(person, request) | {"source": source})


def post_status(store: Store, request: Request) -> Response:
    """Answer `POST /api/v1/statuses`; the same Idempotency-Key within an hour returns the first status."""
    token = require_token(store, request, "write:statuses")
    key = request.headers.get("idempotency-key", "").strip()
    first = _find_by_key(store, token, key)
    if first and not store.ignore_idempotency_key:
        if first.removed:
            raise Refused(404, NOT_FOUND)
        return answer_json(status_entity(store, first, request, viewer=token.person))
    status = _read_status(store, request, token, key)
    store.network.statuses[status.id] = status
    for media_id in status.media:
        store.network.media[media_id].status = status.id
    return answer_json(status_entity(store, status, request, viewer=token.person))


def show_status(store: Store, request: Request) -> Response:
    """Answer `GET /api/v1/statuses/:id`; posts for followers only exist for their author alone."""
    viewer = _viewer(store, request)
    status = _visible_status(store, request.args["id"], viewer)
    return answer_json(status_entity(store, status, request, viewer=viewer))


def list_statuses(store: Store, request: Request) -> Response:
    """Answer `GET /api/v1/statuses?id[]=…`; what is not there is left out."""
    viewer = _viewer(store, request)
    found = (store.status(status_id) for status_id in request.query.all("id"))
    seen = [one for one in found if one and _may_see(one, viewer)]
    return answer_json([status_entity(store, one, request, viewer=viewer) for one in seen])


def delete_status(store: Store, request: Request) -> Response:
    """Answer `DELETE /api/v1/statuses/:id` with the status and its source text."""
    token = require_token(store, request, "write:statuses")
    status = store.status(request.args["id"])
    if status is None or status.person != token.person:
        raise Refused(404, NOT_FOUND)
    status.removed = True
    entity = status_entity(store, status, request, viewer=token.person)
    return answer_json(entity | {"text": status.text})


def favourite(store: Store, request: Request) -> Response:
    """Answer `POST /api/v1/statuses/:id/favourite`."""
    token = require_token(store, request, "write:favourites")
    status = _visible_status(store, request.args["id"], token.person)
    if token.person not in status.likes:
        status.likes.append(token.person)
    return answer_json(status_entity(store, status, request, viewer=token.person))


def reblog(store: Store, request: Request) -> Response:
    """Answer `POST /api/v1/statuses/:id/reblog`: a wrapper around the status, which is not kept as a post."""
    token = require_token(store, request, "write:statuses")
    status = _visible_status(store, request.args["id"], token.person)
    if status.visibility not in OPEN_VISIBILITIES and status.person != token.person:
        raise Refused(403, "This action is not allowed")
    if token.person not in status.boosts:
        status.boosts.append(token.person)
    inner = status_entity(store, status, request, viewer=token.person)
    booster = account_entity(store.person(token.person), request)
    return answer_json(inner | {"id": store.new_id(), "account": booster, "content": "", "reblog": inner})


def list_account_statuses(store: Store, request: Request) -> Response:
    """Answer `GET /api/v1/accounts/:id/statuses`, the newest first, paged by max_id, since_id and min_id."""
    viewer = _viewer(store, request)
    person = store.person_by_id(request.args["id"])
    if person is None:
        raise Refused(404, NOT_FOUND)
    before = _number(request, "max_id", None)
    after = max(_number(request, "since_id", 0) or 0, _number(request, "min_id", 0) or 0)
    limit = min(_number(request, "limit", 20) or 20, 40)
    wanted = (
        one
        for one in store.newest_first()
        if one.person == person.name
        and _may_see(one, viewer)
        and int(one.id) > after
        and (before is None or int(one.id) < before)
    )
    return answer_json([status_entity(store, one, request, viewer=viewer) for one in islice(wanted, limit)])


def upload_media(store: Store, request: Request) -> Response:
    """Answer `POST /api/v2/media`: 200, or 202 without an address while the picture is still processed."""
    token = require_token(store, request, "write:media")
    upload = request.files.get("file")
    if upload is None:
        raise Refused(422, "Validation failed: File can't be blank")
    description = request.data.get("description")
    if len(description) > store.limits.description_characters:
        raise Refused(
            422, f"Validation failed: Description is too long (max {store.limits.description_characters})"
        )
    if len(upload.content) > store.limits.image_bytes:
        raise Refused(
            422, f"Validation failed: File file size must be less than {store.limits.image_bytes} bytes"
        )
    kind, width, height = _measure_picture(upload.content)
    media = Media(
        id=store.new_id(),
        person=token.person,
        description=description,
        content_type=f"image/{kind.lower()}",
        extension=IMAGE_TYPES[kind],
        width=width,
        height=height,
        ready_at=time.time() + request.slow_by,
    )
    store.pictures.put(media.id, upload.content)
    store.network.media[media.id] = media
    return answer_json(media_entity(media, request), status=200 if _is_ready(media) else 202)


def show_media(store: Store, request: Request) -> Response:
    """Answer `GET /api/v1/media/:id`: 206 while the picture is processed."""
    token = require_token(store, request, "write:media")
    media = store.network.media.get(request.args["id"])
    if media is None or media.person != token.person or media.status:
        raise Refused(404, NOT_FOUND)
    return answer_json(media_entity(media, request), status=200 if _is_ready(media) else 206)


def serve_picture(store: Store, request: Request) -> Response:
    """Answer the picture itself."""
    media = store.network.media.get(request.args["id"])
    if media is None or not _is_ready(media):
        raise Refused(404, NOT_FOUND)
    content = store.pictures.get(media.id)
    return Response(content, content_type=media.content_type, cache="private, max-age=86400, immutable")


def account_entity(person: Person, request: Request) -> dict[str, Any]:
    """Return Mastodon's Account entity."""
    address = f"{request.base}/@{person.name}"
    return {
        "id": person.id,
        "username": person.name,
        "acct": person.name,
        "display_name": person.shown_name,
        "locked": False,
        "bot": False,
        "created_at": iso(person.created_at),
        "note": "",
        "url": address,
        "uri": f"{request.base}/users/{person.name}",
        "avatar": f"{request.base}/static/avatar.svg",
        "avatar_static": f"{request.base}/static/avatar.svg",
        "emojis": [],
        "fields": [],
    }


def status_entity(store: Store, status: Status, request: Request, *, viewer: str) -> dict[str, Any]:
    """Return Mastodon's Status entity as `viewer` (a person's name, or empty) sees it."""
    app = store.network.apps.get(status.client_id)
    media = [store.network.media[media_id] for media_id in status.media]
    tags = hashtags_in(status.text)
    return {
        "id": status.id,
        "created_at": iso(status.created_at),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": status.sensitive,
        "spoiler_text": status.spoiler_text,
        "visibility": status.visibility,
        "language": status.language or None,
        "uri": f"{request.base}/users/{status.person}/statuses/{status.id}",
        "url": f"{request.base}/@{status.person}/{status.id}",
        "replies_count": 0,
        "reblogs_count": len(status.boosts),
        "favourites_count": len(status.likes),
        "quotes_count": 0,
        "edited_at": None,
        "favourited": viewer in status.likes,
        "reblogged": viewer in status.boosts,
        "muted": False,
        "bookmarked": False,
        "content": as_html(status.text, base=request.base),
        "reblog": None,
        "application": {"name": app.name, "website": app.website or None} if app else None,
        "account": account_entity(store.person(status.person), request),
        "media_attachments": [media_entity(one, request) for one in media],
        "mentions": [],
        "tags": [{"name": tag, "url": f"{request.base}/tags/{tag}"} for tag in tags],
        "emojis": [],
        "card": None,
        "poll": None,
    }


def media_entity(media: Media, request: Request) -> dict[str, Any]:
    """Return Mastodon's MediaAttachment entity; `url` is null while the picture is processed."""
    address = f"{request.base}/media/{media.id}.{media.extension}" if _is_ready(media) else None
    size = {"width": media.width, "height": media.height, "size": f"{media.width}x{media.height}"}
    return {
        "id": media.id,
        "type": "image",
        "url": address,
        "preview_url": address,
        "remote_url": None,
        "meta": {"original": size | {"aspect": media.width / media.height}},
        "description": media.description or None,
        "blurhash": None,
    }


def iso(moment: float) -> str:
    """Return seconds since 1970 as Mastodon writes times: UTC with milliseconds."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _configuration(limits: Limits) -> dict[str, Any]:
    return {
        "statuses": {
            "max_characters": limits.max_characters,
            "max_media_attachments": limits.max_media,
            "characters_reserved_per_url": limits.url_length,
        },
        "media_attachments": {
            "supported_mime_types": [f"image/{kind.lower()}" for kind in IMAGE_TYPES],
            "description_limit": limits.description_characters,
            "image_size_limit": limits.image_bytes,
            "image_matrix_limit": MAX_PIXELS,
        },
        "accounts": {"max_featured_tags": 10},
    }


def _read_status(store: Store, request: Request, token: Token, key: str) -> Status:
    data = request.data
    text, spoiler = data.get("status").replace("\r\n", "\n"), data.get("spoiler_text")
    media = data.all("media_ids")
    if data.get("scheduled_at"):
        raise Refused(422, "Validation failed: This practice network does not schedule posts")
    if not text.strip() and not media:
        raise Refused(422, "Validation failed: Text can't be blank")
    if count_characters(text, spoiler, limits=store.limits) > store.limits.max_characters:
        raise Refused(
            422, f"Validation failed: Text character limit of {store.limits.max_characters} exceeded"
        )
    visibility = data.get("visibility") or "public"
    if visibility not in VISIBILITIES:
        raise Refused(422, "Validation failed: Visibility is not included in the list")
    _check_media(store, media, token)
    return Status(
        id=store.new_id(),
        person=token.person,
        client_id=token.client_id,
        text=text,
        spoiler_text=spoiler,
        sensitive=data.get("sensitive") in ("true", "1") or bool(spoiler),
        visibility=visibility,
        language=data.get("language"),
        media=media,
        idempotency_key=key,
        created_at=time.time(),
    )


def _check_media(store: Store, media_ids: list[str], token: Token) -> None:
    if len(media_ids) > store.limits.max_media:
        raise Refused(422, f"Cannot attach more than {store.limits.max_media} files")
    for media_id in media_ids:
        media = store.network.media.get(media_id)
        if media and media.status and store.ignore_idempotency_key:
            raise Refused(400, f"Bad Request: media with id {media_id} already attached to a status")
        if media is None or media.person != token.person or media.status:
            raise Refused(422, f"Media {media_id} not found or already attached to another post")
        if not _is_ready(media):
            raise Refused(
                422, "Cannot attach files that have not finished processing. Try again in a moment!"
            )


def _find_by_key(store: Store, token: Token, key: str) -> Status | None:
    if not key:
        return None
    since = time.time() - IDEMPOTENCY_WINDOW
    for status in reversed(store.network.statuses.values()):
        if status.created_at < since:
            return None
        if status.person == token.person and status.idempotency_key == key:
            return status
    return None


def _viewer(store: Store, request: Request) -> str:
    return require_token(store, request, "read:statuses").person if request.bearer else ""


def _may_see(status: Status, viewer: str) -> bool:
    return status.visibility in OPEN_VISIBILITIES or status.person == viewer


def _visible_status(store: Store, status_id: str, viewer: str) -> Status:
    status = store.status(status_id)
    if status is None or not _may_see(status, viewer):
        raise Refused(404, NOT_FOUND)
    return status


def _is_ready(media: Media) -> bool:
    return media.ready_at <= time.time()


def _number(request: Request, name: str, default: int | None) -> int | None:
    text = request.query.get(name)
    return int(text) if text.isascii() and text.isdigit() else default


def _measure_picture(content: bytes) -> tuple[str, int, int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(content), formats=list(IMAGE_TYPES)) as picture:
                kind, (width, height) = picture.format or "", picture.size
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise Refused(422, "Validation failed: File content type is invalid") from None
    if width * height > MAX_PIXELS:
        raise Refused(422, f"Validation failed: File {width}x{height} images are not supported")
    return kind, width, height
