"""Ask before posting: the draft from the share sheet, the desk's answer, and what the asker reads."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from content.models import Item
from desk import handling, reporting, telling
from desk.forms import AnswerForm, QuestionForm
from desk.models import Question
from desk.states import Verdict
from desk.views.gates import for_managers
from people.access import AuthedRequest, authed
from people.models import Notice


@require_POST
@authed
def ask(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send the words of the sheet to the desk. What is refused is shown with the words in it."""
    items = Item.objects.visible_to(request.user).live(timezone.now()).prefetch_related("texts")
    item = get_object_or_404(items, pk=pk)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _refused(request, item, form, status=422)
    language = form.cleaned_data["language"] or request.user.language
    try:
        asked = reporting.ask(item, form.cleaned_data["text"], language=language, by=request.user)
    except reporting.TooMany:
        form.add_error(
            "text", _("That was twenty questions within an hour. Wait a little: your words are kept.")
        )
        return _refused(request, item, form, status=429)
    address = reverse("desk:question", args=[asked.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _refused(request: AuthedRequest, item: Item, form: QuestionForm, *, status: int) -> HttpResponse:
    """In the sheet one line below the button, elsewhere a page with the words."""
    if request.htmx:
        line = render(request, "desk/_ask_refused.html", {"form": form})
        return reswap(retarget(line, "#ask-said"), "innerHTML")
    return render(request, "desk/ask.html", {"form": form, "item": item}, status=status)


def _own(request: AuthedRequest, pk: uuid.UUID) -> Question:
    own = Question.objects.of(request.user).select_related("answered_by", "item")
    return get_object_or_404(own.prefetch_related("item__texts"), pk=pk)


@require_safe
@authed
def question(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """A question of hers, with its answer once there is one, and the way back to the sheet."""
    asked = _own(request, pk)
    live = Item.objects.visible_to(request.user).live(timezone.now()).filter(pk=asked.item_id).exists()
    key = f"desk.answered:{asked.pk}"
    context = {
        "question": asked,
        "can_share": live and asked.item.shareable,
        "helper": telling.person_to_ask(),
        "unread": Notice.objects.open_for(request.user).filter(key=key).exists(),
    }
    return render(request, "desk/question.html", context)


@require_POST
@authed
def read(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """She knows: the notice goes."""
    telling.read(_own(request, pk), by=request.user)
    return redirect("home:feed")


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def answer(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The desk reads a draft and answers it, once."""
    rows = Question.objects.select_related("asker", "item", "answered_by").prefetch_related("item__texts")
    asked = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"better": asked.text})
    if request.method == "POST" and form.is_valid():
        return _answer(request, asked, form)
    return render(
        request, "desk/answer.html", {"question": asked, "form": form}, status=422 if form.errors else 200
    )


def _answer(request: AuthedRequest, asked: Question, form: AnswerForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        handling.answer(
            asked, Verdict(said["verdict"]), better=said["better"], reason=said["reason"], by=request.user
        )
    except handling.SomebodyWasFaster:
        messages.warning(request, _("Somebody was faster: this question has an answer already."))
        return redirect("desk:answer", pk=asked.pk)
    messages.success(request, _("Answered. The decision stays with your colleague."))
    return redirect("desk:queue")
