"""Pictures from outside: told by their first bytes, drawn anew as WebP, kept under a random name."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from content.models import Picture

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_PIXELS: Final = 20_000_000
MAX_WIDTH: Final = 1600
QUALITY: Final = 82

# What no picture contains and every page or document does: such a file wants to be two things at once.
_OTHER_LANGUAGES: Final = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype", b"%pdf-", b"<iframe")


def store(
    data: bytes, *, alt_en: str = "", alt_de: str = "", source: str = "", may_reupload: bool = False
) -> Picture:
    """Keep a picture. ValidationError with one sentence where `encode` refuses it."""
    picture = Picture(alt_en=alt_en, alt_de=alt_de, source=source, may_reupload=may_reupload)
    return put(picture, encode(data))


def put(picture: Picture, webp: bytes) -> Picture:
    """Save `picture` with these bytes of `encode` as its file, under a new random name."""
    name = f"{secrets.token_hex(16)}.webp"
    # The content needs a name too: without one Django does not measure it.
    picture.file.save(name, ContentFile(webp, name), save=True)
    return picture


def encode(data: bytes) -> bytes:
    """The picture as WebP of at most MAX_WIDTH pixels, upright and without EXIF; of an animation one frame.

    Raises ValidationError with one sentence for anything but a JPEG, PNG, WebP or GIF within the limits.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 5 MB."))
    kind = sniff(data)
    lower = data.lower()
    if not kind or any(mark in lower for mark in _OTHER_LANGUAGES):
        raise ValidationError(_("This is not a JPEG, PNG, WebP or GIF picture."))
    try:
        return _draw(data, kind)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_("The picture has more than 20 million pixels.")) from None
    except Exception:  # noqa: BLE001 - Pillow's decoders raise whatever they like on damaged files
        raise ValidationError(_("The picture is damaged and cannot be read.")) from None


def sniff(data: bytes) -> str:
    """Pillow's name of the format that the first bytes announce, "" for every other file."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def _draw(data: bytes, kind: str) -> bytes:
    with Image.open(BytesIO(data), formats=[kind]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(_("The picture has more than 20 million pixels."))
        upright = ImageOps.exif_transpose(image)
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        clean = upright.convert("RGBA" if has_alpha else "RGB")
    if clean.width > MAX_WIDTH:
        clean = clean.resize((MAX_WIDTH, max(1, round(clean.height * MAX_WIDTH / clean.width))))
    out = BytesIO()
    clean.info.clear()
    clean.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
