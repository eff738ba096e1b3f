"""What every template keeps to: no inline style, script or handler, no word outside translation, no unknown icon."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from people import company
from people.models import CompanySettings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if not {"email", "emails"} & set(path.relative_to(ROOT).parts)  # a mail has no policy
]
# Served when everything else is broken, so it says its two sentences in both languages and asks nobody.
WITHOUT_TRANSLATION = {"500.html"}
# Names that are the same in every language.
NAMES = {"Advocacy"}

COMMENT = re.compile(r"{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.S)
# Names of classes, and words that name their own language.
CLASSES = re.compile(r"{%\s*block \w*class\s*%}.*?{%\s*endblock\b.*?%}", re.S)
OWN_LANGUAGE = re.compile(r'<(\w+)\b[^>]*\slang="(?:de|en|{{[^"]*)"[^>]*>[^<]*</\1>')
RAW = re.compile(r"<(script|style)\b[^>]*>.*?</\1>", re.S)
TAG = re.compile(r"<[^>]*>", re.S)
SPOKEN = re.compile(r"""\b(?:aria-label|title|alt|placeholder)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.fixture(params=TEMPLATES, ids=named)
def template(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def bare(text: str) -> str:
    """The template without comments, translated blocks and template code."""
    for left_out in (COMMENT, TRANSLATED, CLASSES, OWN_LANGUAGE, CODE):
        text = left_out.sub(" ", text)
    return text


def untranslated(text: str) -> list[str]:
    """Words that people would read or hear in English whatever their language."""
    rest = RAW.sub(" ", bare(text))
    heard = [" ".join(found) for found in SPOKEN.findall(rest)]
    seen = TAG.sub("\n", rest).splitlines()
    return [
        line.strip() for line in [*seen, *heard] if set(WORD.findall(re.sub(r"&\w+;", " ", line))) - NAMES
    ]


def inline(text: str) -> list[str]:
    """Style attributes, style elements, event handlers and scripts that the policy would refuse."""
    rest = COMMENT.sub(" ", text)
    found = re.findall(r"<[^>]*\sstyle\s*=", rest) + re.findall(r"<style\b", rest)
    found += re.findall(r"<[^>]*\son[a-z]+\s*=", rest) + re.findall(r"""["']\s*javascript:""", rest)
    scripts = re.findall(r"<script\b([^>]*)>", rest)
    return found + [each for each in scripts if "src=" not in each and "json" not in each]


def test_the_template_has_nothing_inline(template: Path) -> None:
    assert inline(template.read_text()) == []


def test_the_template_says_nothing_outside_translation(template: Path) -> None:
    assert named(template) in WITHOUT_TRANSLATION or untranslated(template.read_text()) == []


def test_the_template_names_only_icons_that_are_drawn(template: Path) -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
    wanted = set(re.findall(r'{% icon "([\w-]+)" %}', template.read_text()))
    wanted |= set(re.findall(r'icon_name="([\w-]+)"', template.read_text()))
    assert wanted - drawn == set()


def test_the_template_links_only_files_that_exist(template: Path) -> None:
    linked = re.findall(r'{% static "([^"]+[^/])" %}', template.read_text())
    linked += [
        path.removeprefix("/static/") for path in re.findall(r'"(/static/[^"{]+)"', template.read_text())
    ]
    assert [path for path in linked if not finders.find(path)] == []


def test_the_checks_see_what_they_look_for() -> None:
    assert inline('<p style="x">') and inline("<a onclick='x()'>") and inline("<script>x()</script>")
    assert inline('<script type="application/json">{}</script><script src="a.js"></script>') == []
    assert untranslated("<p>Hello {{ name }}</p>") == ["Hello"]
    assert untranslated('<a aria-label="Close">×</a>') == ["Close"]
    assert (
        untranslated('{% translate "Hello" %} · Advocacy {% blocktranslate %}all{% endblocktranslate %}')
        == []
    )


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_is_closed_and_fetches_nothing(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert text.count("{") == text.count("}")
    assert "url(" not in text
    assert "@import" not in text


def test_the_brand_sheet_carries_the_company_colour_and_is_kept(db: None) -> None:
    CompanySettings.objects.update_or_create(pk=1, defaults={"colour": "#aa3300"})
    company.forget()
    kept = Client().get("/brand.css", {"v": "#aa3300"})
    assert kept.content == b":root{--brand:#aa3300}\n"
    assert kept["Content-Type"].startswith("text/css")
    assert "immutable" in kept["Cache-Control"]
    assert "no-cache" in Client().get("/brand.css", {"v": "#000000"})["Cache-Control"]


def test_the_manifest_names_the_company_and_icons_that_exist(db: None) -> None:
    assert Client().get("/manifest.webmanifest").json()["name"] == "Advocacy"
    company.rename("Acme", by=None)
    company.forget()
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    content = answer.json()
    assert content["name"] == "Advocacy · Acme"
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in content["icons"])


def test_an_error_page_needs_nothing_but_itself() -> None:
    text = (ROOT / "templates/500.html").read_text()
    assert "{%" not in text
    assert "{{" not in text


def test_a_missing_page_is_told_to_strangers_in_their_language(db: None) -> None:
    answer = Client().get("/s/nothing-here", headers={"accept-language": "de"})
    assert answer.status_code == 404
    assert b'<html lang="de">' in answer.content
    assert b'class="door"' in answer.content
