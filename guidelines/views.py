"""Reading the guideline and acknowledging it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines import acknowledging, comparing, reading
from guidelines.forms import AcknowledgeForm
from guidelines.models import Acknowledgement, GuidelineVersion
from people.access import AuthedRequest, authed
from people.models import Language


@require_safe
@authed
def read(request: AuthedRequest) -> HttpResponse:
    """The version in force, in the reader's language or in the one she asks for."""
    language = request.GET.get("lang", "")
    kept = {name: request.GET.get(name, "") for name in ("item", "back")}
    return _page(request, language=language, form=None, kept=kept)


@require_POST
@authed
def acknowledge(request: AuthedRequest) -> HttpResponse:
    """Keep that she read the version that was on her page, if it is still the one in force."""
    form = AcknowledgeForm(request.POST)
    valid = form.is_valid()
    came = {name: str(form.cleaned_data.get(name) or "") for name in ("item", "back")}
    current = GuidelineVersion.objects.in_force(timezone.now())
    seen = form.cleaned_data.get("version")
    if current is None or seen != current.pk:
        if seen is not None:
            messages.warning(
                request, _("A newer version of the guideline is in force now. Please read this one.")
            )
        return redirect(_with(reverse("guidelines:read"), came))
    if not valid:
        return _page(request, language=form.cleaned_data.get("language", ""), form=form, kept=came)
    acknowledging.acknowledge(current, language=form.cleaned_data["language"], by=request.user)
    messages.success(request, _("Thank you. Version %(number)s is confirmed.") % {"number": current.number})
    return redirect(_where_to(came))


def _with(address: str, query: Mapping[str, str]) -> str:
    kept = urlencode({name: value for name, value in query.items() if value})
    return f"{address}?{kept}" if kept else address


def _where_to(came: Mapping[str, str]) -> str:
    if came["item"]:
        return reverse("sharing:compose", args=[came["item"]])
    return reverse("home:start" if came["back"] == "start" else "guidelines:read")


def _page(
    request: AuthedRequest, *, language: str, form: AcknowledgeForm | None, kept: Mapping[str, str]
) -> HttpResponse:
    """The whole page in one language; sharing's and the first steps' way back stays in the form."""
    language = language if language in Language.values else str(request.user.language)
    version = GuidelineVersion.objects.with_words().in_force(timezone.now())
    with translation.override(language):
        if version is None:
            return render(request, "guidelines/none.html")
        known = Acknowledgement.objects.filter(employee=request.user, version=version).first()
        initial = {"version": version.pk, "language": language, **kept}
        context = {
            "reading": reading.compose(version, language),
            "acknowledgement": known,
            "form": None if known else form or AcknowledgeForm(initial=initial),
            "other_languages": [(code, label) for code, label in Language.choices if code != language],
            "kept": urlencode({name: value for name, value in kept.items() if value}),
            "today": timezone.now(),
            **_search(request, version, language),
            **({} if known else _changes(request, version, language)),
        }
        return render(request, "guidelines/read.html", context)


def _search(request: AuthedRequest, version: GuidelineVersion, language: str) -> dict[str, object]:
    """What ?q= finds, if anything was asked."""
    asked = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    if not asked:
        return {"asked": ""}
    return {"asked": asked, "found": reading.search(reading.compose(version, language), asked)}


def _changes(request: AuthedRequest, version: GuidelineVersion, language: str) -> dict[str, object]:
    """What changed since the version she acknowledged, if there is one, and how long that one still counts."""
    before = GuidelineVersion.objects.with_words().known_to(request.user)
    if before is None or before.number > version.number:
        return {}
    return {
        "changes": comparing.compare(before, version, language),
        "in_grace": timezone.now() < version.grace_ends_at,
    }
