"""Pictures, served by us and not by the web server: who may see one is decided here."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.models import Item, Picture

# `content.pictures` writes WebP only; the others are for files that a company put there by hand.
TYPES = {".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
A_YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The file of a picture, for people who are signed in and for the readers of a public page that shows it."""
    found = Picture.objects.filter(pk=pk).first()
    if found is None or PurePosixPath(str(found.file.name)).name != name:
        raise Http404
    public = _stands_on_a_public_page(found)
    if not public and not request.user.is_authenticated:
        raise Http404
    return _answer(found, public=public)


def _stands_on_a_public_page(picture: Picture) -> bool:
    pages = Item.objects.live(timezone.now()).filter(destination=Item.Destination.OWN_PAGE)
    return pages.filter(picture=picture).exists()


def _answer(picture: Picture, *, public: bool) -> HttpResponse:
    content_type = TYPES.get(PurePosixPath(str(picture.file.name)).suffix)
    if content_type is None:
        raise Http404
    try:
        with picture.file.open("rb") as file:
            body = file.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Cache-Control": f"{'public' if public else 'private'}, max-age={A_YEAR}, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    return HttpResponse(body, content_type=content_type, headers=headers)
