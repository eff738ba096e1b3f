"""Pictures are told by their bytes, drawn anew, and shown to those who may see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from content import pictures
from content.models import Item, Picture
from people.models import Employee
from tests.content.pictures import SVG, picture_bytes
from tests.factories import make_item


def opened(data: bytes) -> Image.Image:
    image: Image.Image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("GIF", "P"), ("JPEG", "CMYK"), ("PNG", "L")],
)
def test_raster_pictures_come_out_as_webp(kind: str, mode: str) -> None:
    image = opened(pictures.encode(picture_bytes(kind, mode=mode)))
    assert (image.format, image.size) == ("WEBP", (40, 30))


def test_wide_pictures_are_made_narrower_and_keep_their_shape() -> None:
    image = opened(pictures.encode(picture_bytes("PNG", size=(3200, 1000))))
    assert image.size == (1600, 500)


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turned by 90 degrees
    exif[0x010F] = "Secret camera"
    data = picture_bytes("JPEG", size=(40, 20), exif=exif, comment=b"Secret comment")
    assert b"Secret" in data
    webp = pictures.encode(data)
    assert b"Secret" not in webp
    image = opened(webp)
    assert image.size == (20, 40)
    assert not image.getexif()


def test_of_an_animation_the_first_frame_stays() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue", "green")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = opened(pictures.encode(out.getvalue()))
    assert getattr(image, "n_frames", 1) == 1
    red, green, blue = image.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > blue + green


def test_words_hidden_after_a_picture_do_not_survive() -> None:
    webp = pictures.encode(picture_bytes("JPEG") + b"PK\x03\x04 alert(document.cookie)")
    assert b"alert" not in webp
    assert opened(webp).size == (40, 30)


NOT_PICTURES = {
    "svg": SVG,
    "svg with declaration": b"<?xml version='1.0'?>" + SVG,
    "html": b"<html><script>alert(1)</script></html>",
    "gif that is a script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
    "png with html inside": picture_bytes("PNG") + b"<script>alert(1)</script>",
    "jpeg with php inside": picture_bytes("JPEG") + b"<?PHP system($_GET[0]); ?>",
    "pdf and jpeg": picture_bytes("JPEG") + b"%PDF-1.7",
    "pdf": b"%PDF-1.7",
    "bmp": picture_bytes("BMP"),
    "tiff": picture_bytes("TIFF"),
    "ico": picture_bytes("ICO"),
    "zip": b"PK\x03\x04",
    "nothing": b"",
    "header only": b"\x89PNG\r\n\x1a\n",
    "cut in half": picture_bytes("PNG", size=(400, 400))[:200],
    "riff that is no webp": b"RIFF\0\0\0\0WAVE",
    "webp header only": b"RIFF\x1a\0\0\0WEBPVP8 ",
}


@pytest.mark.parametrize("name", NOT_PICTURES)
def test_what_is_no_whole_picture_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValidationError) as error:
        pictures.encode(NOT_PICTURES[name])
    assert error.value.messages[0] in {
        "This is not a JPEG, PNG, WebP or GIF picture.",
        "The picture is damaged and cannot be read.",
    }


def test_too_many_bytes_and_too_many_pixels_are_refused() -> None:
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        pictures.encode(picture_bytes("PNG") + b"\0" * pictures.MAX_BYTES)
    for size in ((5000, 4001), (20_000, 10_000)):
        bomb = picture_bytes("PNG", size=size, mode="1")
        assert len(bomb) < 100_000
        with pytest.raises(ValidationError, match="20 million pixels"):
            pictures.encode(bomb)


@pytest.mark.django_db
def test_a_kept_picture_has_a_random_name_and_its_measures() -> None:
    one, two = (
        pictures.store(picture_bytes("PNG"), alt_en="A fox", source="Ours", may_reupload=True) for _n in "ab"
    )
    assert one.file.name != two.file.name
    one.refresh_from_db()
    assert (one.width, one.height, one.alt_en, one.source, one.may_reupload) == (
        40,
        30,
        "A fox",
        "Ours",
        True,
    )
    assert one.url == f"/pictures/{one.pk}/{str(one.file.name).rsplit('/', 1)[-1]}"


@pytest.fixture
def picture(db: None) -> Picture:
    return pictures.store(picture_bytes("PNG"))


def test_people_who_are_signed_in_see_it_and_strangers_do_not(
    picture: Picture, ada: Employee, client_for: Callable[[Employee], Client], client: Client
) -> None:
    answer = client_for(ada).get(picture.url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert opened(answer.content).size == (40, 30)
    assert client.get(picture.url).status_code == 404


def test_strangers_see_it_as_long_as_a_live_public_page_shows_it(picture: Picture, client: Client) -> None:
    item = make_item(destination=Item.Destination.OWN_PAGE, picture=picture)
    answer = client.get(picture.url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("public")
    for change in (
        {"state": "withdrawn"},
        {"publish_at": timezone.now() + timedelta(days=1)},
        {"destination": "outside"},
    ):
        Item.objects.filter(pk=item.pk).update(
            **{"state": "approved", "publish_at": timezone.now(), "destination": "own_page", **change}
        )
        assert client.get(picture.url).status_code == 404, change


@pytest.mark.parametrize(
    "name", ["other.webp", "..%2f..%2fsettings.py", "%2e%2e%2f%2e%2e%2fkeys", "a%00.webp", "...webp", "C:\\x"]
)
def test_no_other_name_leads_to_a_file(
    picture: Picture, ada: Employee, client_for: Callable[[Employee], Client], name: str
) -> None:
    assert client_for(ada).get(f"/pictures/{picture.pk}/{name}").status_code == 404


def test_a_file_of_another_type_or_none_at_all_is_not_served(
    ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    signed_in = client_for(ada)
    name = default_storage.save("pictures/x.svg", ContentFile(SVG))
    svg = Picture.objects.create(file=name, width=1, height=1)
    gone = Picture.objects.create(file="pictures/gone.webp", width=1, height=1)
    assert [signed_in.get(each.url).status_code for each in (svg, gone)] == [404, 404]
