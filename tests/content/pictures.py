"""Picture files for tests, made on the spot."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture_bytes(
    kind: str, *, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object
) -> bytes:
    """A small picture of one colour in this format."""
    out = BytesIO()
    Image.new(mode, size, 128 if mode in {"L", "P"} else None).save(out, kind, **options)
    return out.getvalue()


def a_picture(kind: str, *, name: str = "picture") -> SimpleUploadedFile:
    """An upload of this kind, whatever its name says."""
    return SimpleUploadedFile(name, SVG if kind == "SVG" else picture_bytes(kind), content_type="image/png")
