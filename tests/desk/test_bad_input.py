"""What people, phones and attackers send: refused by one clear sentence, nothing lost, nothing unsafe shown."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from PIL import Image

from desk.addresses import Target, aim, first_in
from desk.forms import CommentForm
from desk.models import Incident
from people.models import Employee
from tests.content.pictures import SVG, picture_bytes
from tests.desk.conftest import ClientFor, report

pytestmark = pytest.mark.django_db

FILES = {
    "20 MB": (picture_bytes("PNG") + b"\x00" * 20_000_000, "larger than 5 MB"),
    "svg": (SVG, "not a JPEG, PNG, WebP or GIF"),
    "svg named png": (SVG, "not a JPEG, PNG, WebP or GIF"),
    "windows program": (b"MZ\x90\x00" + b"\x00" * 500, "not a JPEG, PNG, WebP or GIF"),
    "linux program": (b"\x7fELF" + b"\x00" * 500, "not a JPEG, PNG, WebP or GIF"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "not a JPEG, PNG, WebP or GIF"),
    "page": (b"<!doctype html><script>alert(1)</script>", "not a JPEG, PNG, WebP or GIF"),
    "pdf": (b"%PDF-1.7\n", "not a JPEG, PNG, WebP or GIF"),
    "zip": (b"PK\x03\x04" + b"\x00" * 100, "not a JPEG, PNG, WebP or GIF"),
    "picture and page": (picture_bytes("GIF") + b"<script>alert(1)</script>", "not a JPEG, PNG, WebP or GIF"),
    "torn picture": (picture_bytes("PNG")[:40], "damaged"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_picture_is_refused_and_the_words_stay(
    name: str, ada: Employee, client_for: ClientFor
) -> None:
    body, sentence = FILES[name]
    upload = SimpleUploadedFile("shot.png", body, content_type="image/png")
    answer = client_for(ada).post("/comment/", {"kind": "press", "text": "My words.", "picture": upload})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "My words." in page
    assert 'value="press" required checked' in page
    assert not Incident.objects.exists()


def test_an_empty_file_is_refused_by_a_sentence(ada: Employee, client_for: ClientFor) -> None:
    upload = SimpleUploadedFile("shot.png", b"")
    answer = client_for(ada).post("/comment/", {"kind": "press", "text": "My words.", "picture": upload})
    assert answer.status_code == 422
    assert "empty" in answer.content.decode()


def test_a_picture_is_drawn_anew_and_only_reporter_and_desk_get_it(
    ada: Employee, stranger: Employee, eli: Employee, mona: Employee, root: Employee, client_for: ClientFor
) -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    upload = SimpleUploadedFile("at home.jpg", out.getvalue())
    client_for(ada).post("/comment/", {"kind": "press", "picture": upload})
    incident = Incident.objects.get()
    assert "home" not in str(incident.picture.name)
    url = f"/incidents/{incident.pk}/picture/"
    for person in (ada, mona, root):
        answer = client_for(person).get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
        assert b"taken at home" not in answer.content
    for person in (stranger, eli):
        assert client_for(person).get(url).status_code == 404


def test_a_report_without_a_picture_and_one_whose_file_is_gone_are_404(
    ada: Employee, client_for: ClientFor
) -> None:
    without = report(ada)
    gone = report(ada, picture=b"RIFF....WEBP")
    gone.picture.storage.delete(str(gone.picture.name))
    for incident in (without, gone):
        assert client_for(ada).get(f"/incidents/{incident.pk}/picture/").status_code == 404


MARKS = [
    b"<script>alert(1)</script>", b"<svg onload=alert(1)>", b"<html><body>", b"<?php system('id'); ?>",
    b"%PDF-1.7 /JS", b"<iframe src=//x.example>", b"<!DOCTYPE html>", b"MZ\x90\x00", b"\x7fELF", b"PK\x03\x04",
]  # fmt: skip


def polyglots() -> list[bytes]:
    """Files that are a picture and something else: another language before, behind or within each kind of picture."""
    pictures = [picture_bytes(kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")]
    return [
        mixed
        for whole in pictures
        for mark in MARKS
        for mixed in (mark + whole, whole + mark, whole[:24] + mark + whole[24:])
    ]


def test_of_120_polyglots_nothing_but_a_clean_picture_is_kept(
    record_property: Callable[[str, object], None],
) -> None:
    kept = []
    files = polyglots()
    for body in files:
        upload = SimpleUploadedFile("shot.png", body, content_type="image/png")
        form = CommentForm({"kind": "other"}, {"picture": upload}, has_share=False)
        if form.is_valid():
            kept.append(form.cleaned_data["picture"])
        else:
            assert list(form.errors) == ["picture"]
    record_property("polyglots", f"{len(files)}: {len(files) - len(kept)} refused, {len(kept)} drawn anew")
    assert len(files) == 120
    assert kept
    for body in kept:
        assert body[:4] + body[8:12] == b"RIFFWEBP"
        assert not any(mark in body for mark in MARKS if len(mark) > 4)


NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% debug %}",
    "%(name)s %s %n",
    "‮evil‬ ﷽",
    "👩‍👩‍👧‍👦" * 100,
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "'; DROP TABLE desk_incident; --",
    "\r\nBcc: everybody@acme.example",
    "../../../etc/passwd",
    "\ufeff\u2028\u2029",
    "x" * 3000,
]


@pytest.mark.parametrize("words", NAUGHTY)
def test_naughty_words_are_shown_as_words(
    words: str, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    client_for(ada).post("/comment/", {"kind": "other", "text": words + "."[: 3000 - len(words)]})
    incident = Incident.objects.get()
    for person, url in ((ada, f"/comment/{incident.pk}/"), (mona, f"/incidents/{incident.pk}/")):
        page = client_for(person).get(url)
        assert page.status_code == 200
        assert b"<script>alert" not in page.content
        assert b"<img src=x" not in page.content
        assert escape(words.strip().splitlines()[0]) in page.content.decode()


@pytest.mark.parametrize("words", ["\x00", "a\x00b", "x" * 3001, "   ", ""])
def test_words_that_cannot_be_kept_are_refused(words: str, ada: Employee, client_for: ClientFor) -> None:
    assert client_for(ada).post("/comment/", {"kind": "other", "text": words}).status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://x.example", "https://", "http://[::1", "not an address",
        "https://x.example/" + "a" * 1001, "https://x.example/\x00", "//", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(address: str, ada: Employee, client_for: ClientFor) -> None:
    assert client_for(ada).post("/comment/", {"kind": "other", "address": address}).status_code == 422
    assert not Incident.objects.exists()


@pytest.mark.parametrize("kind", ["", "nonsense", "complaint\x00", "COMPLAINT"])
def test_an_unknown_kind_is_refused(kind: str, ada: Employee, client_for: ClientFor) -> None:
    assert client_for(ada).post("/comment/", {"kind": kind, "text": "Rude."}).status_code == 422


def test_a_broken_nonce_is_replaced(ada: Employee, client_for: ClientFor) -> None:
    answer = client_for(ada).post("/comment/", {"kind": "other", "text": "Rude.", "nonce": "broken"})
    assert answer.status_code in {302, 422}


@pytest.mark.parametrize(
    ("address", "host", "account"),
    [
        ("https://social.example/@Troll/12", "social.example", "social.example/@troll"),
        ("https://www.linkedin.com/in/ada/detail", "linkedin.com", "linkedin.com/in/ada"),
        ("https://x.com/troll/status/1", "x.com", "x.com/troll"),
        ("https://paper.example/letters/2026", "paper.example", ""),
        ("https://paper.example", "paper.example", ""),
        ("http://[broken", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_tells_its_host_and_account(address: str, host: str, account: str) -> None:
    assert aim(address) == Target(host, account)


def test_the_first_address_in_a_text_is_found() -> None:
    assert first_in("", "see (https://a.example/x), please") == "https://a.example/x"
    assert first_in("nothing", "here") == ""
