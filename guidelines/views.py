"""Reading the guideline and acknowledging it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines import acknowledging, reading
from guidelines.forms import AcknowledgeForm
from guidelines.models import Acknowledgement, GuidelineVersion
from people.access import AuthedRequest
from people.models import Language


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    """The version in force, in the reader's language or in the one she asks for."""
    language = request.GET.get("lang", "")
    kept = {name: request.GET.get(name, "") for name in ("item", "back")}
    return _page(cast(AuthedRequest, request), language=language, form=None, kept=kept)


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Keep that she read the version that was on her page, if it is still the one in force."""
    form = AcknowledgeForm(request.POST)
    valid = form.is_valid()
    came = {name: form.cleaned_data.get(name) or "" for name in ("item", "back")}
    current = GuidelineVersion.objects.in_force(timezone.now())
    if current is None or form.cleaned_data.get("version") != current.pk:
        messages.warning(
            request, _("A newer version of the guideline is in force now. Please read this one.")
        )
        return redirect(f"{reverse('guidelines:read')}?{urlencode({k: v for k, v in came.items() if v})}")
    if not valid:
        language = form.cleaned_data.get("language", "")
        return _page(cast(AuthedRequest, request), language=language, form=form, kept=came)
    person = cast(AuthedRequest, request).user
    acknowledging.acknowledge(current, language=form.cleaned_data["language"], by=person)
    messages.success(request, _("Thank you. Version %(number)s is confirmed.") % {"number": current.number})
    return redirect(_where_to(came))


def _where_to(came: dict[str, object]) -> str:
    if came["item"]:
        return reverse("sharing:compose", args=[came["item"]])
    return reverse("home:start" if came["back"] == "start" else "guidelines:read")


def _page(
    request: AuthedRequest, *, language: str, form: AcknowledgeForm | None, kept: dict[str, object]
) -> HttpResponse:
    """The whole page in one language; sharing's and the first steps' way back stays in the form."""
    language = language if language in Language.values else str(request.user.language)
    version = GuidelineVersion.objects.with_words().in_force(timezone.now())
    with translation.override(language):
        if version is None:
            return render(request, "guidelines/none.html")
        known = Acknowledgement.objects.filter(employee=request.user, version=version).first()
        initial = {"version": version.pk, "language": language, **kept}
        return render(
            request,
            "guidelines/read.html",
            {
                "reading": reading.compose(version, language),
                "acknowledgement": known,
                "form": None if known else form or AcknowledgeForm(initial=initial),
                "other_languages": [(code, label) for code, label in Language.choices if code != language],
                "kept": urlencode({name: value for name, value in kept.items() if value}),
                "today": timezone.now(),
            },
        )
