"""Company settings: one row that opens directly, a history of changes, and a logo drawn anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client, TestCase
from PIL import Image

from people import company
from people.models import AuditEntry, CompanySettings, Employee

CHANGE = "/desk/people/companysettings/1/change/"


def form_of(**changes: Any) -> dict[str, Any]:
    row = company.current()
    names = [
        "name",
        "colour",
        "time_zone",
        "language",
        "contact_name",
        "contact_email",
        "suggested_servers",
        "hashtag",
        "acknowledgement_days",
    ]
    return {**{name: getattr(row, name) for name in names}, **changes}


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def bomb() -> bytes:
    """190 million pixels in a few kilobytes."""
    buffer = io.BytesIO()
    Image.new("1", (20000, 9500)).save(buffer, "PNG")
    return buffer.getvalue()


def logo(content: bytes, name: str = "logo.png") -> dict[str, Any]:
    return {"logo": SimpleUploadedFile(name, content)}


@pytest.fixture
def desk(root: Employee, client_for: Callable[[Employee], Client]) -> Client:
    """An administrator's browser, in a company that has a name."""
    CompanySettings.objects.create(pk=1, name="Acme")
    return client_for(root)


def test_the_list_of_one_opens_the_one(desk: Client) -> None:
    answer = desk.get("/desk/people/companysettings/")
    assert (answer.status_code, answer["Location"]) == (302, CHANGE)
    assert desk.get(CHANGE).status_code == 200


def test_a_change_leaves_old_and_new_and_is_seen_at_once(desk: Client, root: Employee) -> None:
    assert company.current().name == "Acme"
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert desk.post(CHANGE, form_of(name="Umbrella", hashtag="umbrella")).status_code == 302
    assert company.current().name == "Umbrella"
    entry = AuditEntry.objects.get(name="people.settings.changed")
    assert entry.by == root
    assert entry.data == {"changes": {"name": ["Acme", "Umbrella"], "hashtag": ["", "umbrella"]}}
    trail = desk.get("/desk/people/auditentry/").content.decode()
    assert "name: Acme → Umbrella" in trail


def test_saving_without_a_change_leaves_no_line(desk: Client) -> None:
    assert desk.post(CHANGE, form_of()).status_code == 302
    assert not AuditEntry.objects.filter(name="people.settings.changed").exists()


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"colour": "#12345g"}, {"time_zone": "Mars/Olympus"}, {"name": ""}]
)
def test_what_cannot_be_is_refused(wrong: dict[str, str], desk: Client) -> None:
    assert desk.post(CHANGE, form_of(**wrong)).status_code == 200
    assert CompanySettings.objects.get().name == "Acme"
    assert CompanySettings.objects.get().colour == "#0c5c66"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_drawn_anew(kind: str, desk: Client, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    secret = b"GPS 51.34 N 12.37 E"
    content = picture(kind, (2000, 1000)) + secret
    assert desk.post(CHANGE, form_of(**logo(content, "../evil.svg"))).status_code == 302
    stored = CompanySettings.objects.get().logo
    assert stored.name
    assert stored.name.startswith("company/")
    assert stored.name.endswith(".png")
    assert "evil" not in stored.name
    with stored.open() as file:
        kept = file.read()
    assert secret not in kept
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (512, 256))


BAD_LOGOS = [
    (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "Choose a picture"),
    (b"<html><script>alert(1)</script>", "Choose a picture"),
    (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "Choose a picture"),
    (picture()[:60], "Choose a picture"),
    (picture("BMP"), "Choose a picture"),
    (picture("TIFF"), "Choose a picture"),
    (b"\x89PNG" + b"x" * (2 * 1024 * 1024), "larger than 2 MB"),
    (picture("PNG", (5000, 4001)), "more than 20 million pixels"),
    (bomb(), "Choose a picture"),
]


@pytest.mark.parametrize(("content", "sentence"), BAD_LOGOS, ids=range(len(BAD_LOGOS)))
def test_what_is_no_fit_picture_is_refused(
    content: bytes, sentence: str, desk: Client, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    answer = desk.post(CHANGE, form_of(**logo(content)))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not CompanySettings.objects.get().logo
    assert not list(tmp_path.rglob("*.png"))


def test_saving_without_a_new_logo_keeps_the_old_one(desk: Client, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    desk.post(CHANGE, form_of(**logo(picture())))
    kept = CompanySettings.objects.get().logo.name
    desk.post(CHANGE, form_of(name="Umbrella"))
    assert CompanySettings.objects.get().logo.name == kept


def test_there_is_one_row_for_ever(desk: Client) -> None:
    company.current()
    assert desk.get("/desk/people/companysettings/add/").status_code == 404
    assert desk.post("/desk/people/companysettings/1/delete/", {"post": "yes"}).status_code == 404
    with pytest.raises(IntegrityError):
        CompanySettings.objects.create(pk=2)


def test_settings_are_for_administrators_only(
    eli: Employee, mona: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    CompanySettings.objects.create(pk=1, name="Acme")
    for person in (eli, mona, ada):
        assert client_for(person).get(CHANGE).status_code == 404
        assert client_for(person).post(CHANGE, form_of(name="Mine")).status_code == 404
    assert CompanySettings.objects.get().name == "Acme"
