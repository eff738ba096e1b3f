"""“I got a difficult comment”: the form, and what a person sees of her own reports."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk import addresses, reporting, telling
from desk.forms import CommentForm
from desk.models import HoldingReply, Incident, Question
from desk.states import KIND_HINTS, Kind
from desk.views.gates import is_manager
from people.access import AuthedRequest, authed
from people.models import Notice
from sharing.models import Share


@require_http_methods(["GET", "HEAD", "POST"])
@authed
def comment(request: AuthedRequest) -> HttpResponse:
    """The form; sent, it leads to the report's own page. A share menu brings ?title, ?text and ?url."""
    share = _own_share(request)
    if request.method == "POST":
        form = CommentForm(request.POST, request.FILES, has_share=share is not None)
        if form.is_valid():
            return _report(request, form, share)
        return _show(request, form, share, status=422)
    brought = [request.GET.get(name, "") for name in ("url", "text", "title")]
    initial = {"address": addresses.first_in(*brought), "nonce": uuid.uuid4()}
    if share is not None and not initial["address"]:
        initial["address"] = share.remote_url
    return _show(request, CommentForm(initial=initial, has_share=share is not None), share)


def _own_share(request: AuthedRequest) -> Share | None:
    """The share named in the address or the form, if it is her own; anything else is as if it were not there."""
    try:
        pk = uuid.UUID(request.POST.get("share") or request.GET.get("share", ""))
    except ValueError:
        return None
    return Share.objects.of(request.user).select_related("item").filter(pk=pk).first()


def _report(request: AuthedRequest, form: CommentForm, share: Share | None) -> HttpResponse:
    values = dict(form.cleaned_data)
    nonce = values.pop("nonce")
    try:
        incident = reporting.report(reporting.Report(**values, share=share), nonce=nonce, by=request.user)
    except reporting.TooMany:
        form.add_error(
            None, _("That was twenty within an hour. Please call us instead: nothing you wrote is lost.")
        )
        return _show(request, form, share, status=429)
    return redirect("desk:report", pk=incident.pk)


def _show(
    request: AuthedRequest, form: CommentForm, share: Share | None, *, status: int = 200
) -> HttpResponse:
    kinds = [(kind, kind.label, KIND_HINTS[kind]) for kind in Kind]
    context = {
        "form": form,
        "share": share,
        "kinds": kinds,
        "helper": telling.person_to_ask(),
        "has_reports": Incident.objects.of(request.user).exists()
        or Question.objects.of(request.user).exists(),
        "is_manager": is_manager(request.user),
    }
    return render(request, "desk/comment.html", context, status=status)


@require_safe
@authed
def mine(request: AuthedRequest) -> HttpResponse:
    """Her own reports and questions, the last fifty of each."""
    reports = Incident.objects.of(request.user).select_related("assigned_to")[:50]
    questions = Question.objects.of(request.user).prefetch_related("item__texts")[:50]
    return render(request, "desk/mine.html", {"reports": reports, "questions": questions})


def _own(request: AuthedRequest, pk: uuid.UUID) -> Incident:
    own = Incident.objects.of(request.user).select_related("assigned_to", "item")
    return get_object_or_404(own.prefetch_related("item__texts"), pk=pk)


@require_safe
@authed
def report(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """One report of hers: what to do now, replies the company approved, how it stands and how it ended."""
    incident = _own(request, pk)
    replies = HoldingReply.objects.fitting(incident.kind, request.user.language) if incident.is_open else []
    codes = [f"desk.{word}:{incident.pk}" for word in ("seen", "closed")]
    context = {
        "incident": incident,
        "replies": replies,
        "helper": incident.assigned_to.get_full_name() if incident.assigned_to else telling.person_to_ask(),
        "unread": Notice.objects.open_for(request.user).filter(key__in=codes).exists(),
    }
    return render(request, "desk/report.html", context)


@require_POST
@authed
def read(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """She knows: the notice goes."""
    telling.read(_own(request, pk), by=request.user)
    return redirect("home:feed")


@require_safe
@authed
def picture(request: AuthedRequest, pk: uuid.UUID) -> HttpResponse:
    """The picture of a report, for its reporter and for the desk."""
    incident = get_object_or_404(Incident.objects.exclude(picture=""), pk=pk)
    if incident.reporter_id != request.user.pk and not is_manager(request.user):
        raise Http404
    try:
        with incident.picture.open("rb") as file:
            body = file.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type="image/webp", headers=headers)
