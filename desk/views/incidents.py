"""The desk: the queue, one incident and its moves, a month in figures."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk import handling, summing
from desk.forms import AssignForm, CloseForm, FenceForm, NoteForm
from desk.models import Incident, Question
from desk.querysets import IncidentQuerySet
from desk.views.gates import for_managers
from people.access import AuthedRequest
from people.models import Employee, Language

SHOWS = ("open", "mine", "closed")
PAGE = 50


@require_safe
@for_managers
def queue(request: AuthedRequest) -> HttpResponse:
    """What waits: ?show=open, mine or closed. Questions before posting stand below the open ones."""
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "open"
    page = Paginator(_rows(show, request.user), PAGE).get_page(request.GET.get("page"))
    questions = Question.objects.unanswered().select_related("asker").prefetch_related("item__texts")
    context = {
        "page": page,
        "show": show,
        "overdue": [row.pk for row in page if row.is_overdue(timezone.now())],
        "questions": questions[:PAGE] if show == "open" else [],
    }
    return render(request, "desk/queue.html", context)


def _rows(show: str, person: Employee) -> IncidentQuerySet:
    rows = Incident.objects.for_queue()
    if show == "closed":
        return rows.closed()
    return rows.still_open().filter(assigned_to=person) if show == "mine" else rows.still_open()


@require_safe
@for_managers
def incident(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """One incident with all that the desk knows about it."""
    return _show(request, _found(pk))


def _found(pk: uuid.UUID) -> Incident:
    return get_object_or_404(Incident.objects.for_queue(), pk=pk)


def _show(
    request: AuthedRequest,
    shown: Incident,
    *,
    closing: CloseForm | None = None,
    noting: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    fence = {"fence": shown.fence}
    context = {
        "incident": shown,
        "overdue": shown.is_overdue(timezone.now()),
        "beside": Incident.objects.beside(shown)[:10],
        "notes": shown.notes.select_related("by"),
        "delivery": shown.deliveries.last(),
        "assigning": AssignForm(initial=fence | {"person": shown.assigned_to_id}),
        "closing": closing or CloseForm(initial=fence),
        "noting": noting or NoteForm(),
        "languages": Language.values,
    }
    return render(request, "desk/incident.html", context, status=status)


@require_POST
@for_managers
def see(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Seen; somebody has still to take it."""
    found = _found(pk)
    try:
        handling.see(found, fence=_fence(request), by=request.user)
    except handling.SomebodyWasFaster:
        _say_who_was_faster(request, found)
    return redirect("desk:incident", pk=pk)


@require_POST
@for_managers
def take(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Mine from now on."""
    return _assign(request, _found(pk), request.user)


@require_POST
@for_managers
def assign(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Into another manager's hands."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose somebody who works at the desk."))
        return redirect("desk:incident", pk=pk)
    return _assign(request, _found(pk), form.cleaned_data["person"])


def _assign(request: AuthedRequest, found: Incident, person: Employee) -> HttpResponse:
    try:
        handling.assign(found, person, fence=_fence(request), by=request.user)
    except handling.SomebodyWasFaster:
        _say_who_was_faster(request, found)
    return redirect("desk:incident", pk=found.pk)


@require_POST
@for_managers
def close(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """How it ended. The reporter is told."""
    found, form = _found(pk), CloseForm(request.POST)
    if not form.is_valid():
        return _show(request, found, closing=form, status=422)
    said = form.cleaned_data
    try:
        handling.close(found, said["outcome"], words=said["words"], fence=said["fence"], by=request.user)
    except handling.SomebodyWasFaster:
        _say_who_was_faster(request, found)
        kept = request.POST.copy()
        kept["fence"] = str(found.fence)
        return _show(request, found, closing=CloseForm(kept), status=409)
    messages.success(request, _("Settled. Whoever reported it is told."))
    return redirect("desk:queue")


@require_POST
@for_managers
def note(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """Something the desk wants to remember."""
    found, form = _found(pk), NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, found, noting=form, status=422)
    handling.note(found, form.cleaned_data["text"], by=request.user)
    return redirect("desk:incident", pk=pk)


def _fence(request: AuthedRequest) -> int:
    """What the page knew; -1, which no row has, for anything that is not a number."""
    form: forms.Form = FenceForm(request.POST)
    return int(form.cleaned_data["fence"]) if form.is_valid() else -1


def _say_who_was_faster(request: AuthedRequest, found: Incident) -> None:
    if found.assigned_to and found.assigned_to != request.user:
        said = _("Somebody was faster: it is in the hands of %(name)s.") % {"name": found.assigned_to}
    else:
        said = _("This changed while you looked at it. Here is how it stands now.")
    messages.warning(request, said)


@require_safe
@for_managers
def months(request: AuthedRequest) -> HttpResponse:
    """One month in figures, ?month=2026-11, else this one."""
    summary = summing.sum_up(_month(request.GET.get("month", "")))
    return render(request, "desk/months.html", {"summary": summary, "today": timezone.localdate()})


def _month(text: str) -> date:
    try:
        chosen = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return timezone.localdate().replace(day=1)
    return chosen if 2000 <= chosen.year <= 2100 else timezone.localdate().replace(day=1)
