"""What a person does with an item: take its event into her calendar, or say “not for me”."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from content import dismissing
from content.access import get_visible_item
from content.models import Dismissal, Item
from content.views.public import calendar_answer
from people.access import AuthedRequest


@require_safe
def event(request: AuthedRequest, pk: int) -> HttpResponse:
    """The event as a calendar file, for those who may see it."""
    item = get_visible_item(request.user, pk)
    text = item.text_in(request.user.language)
    if item.starts_at is None or text is None:
        raise Http404
    own_page = settings.PUBLIC_URL + item.page_path if item.page_path else ""
    return calendar_answer(item, text, url=own_page or item.card_url)


@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: AuthedRequest, pk: int) -> HttpResponse:
    """“Not for me”: asks why on a page of its own, or folds the card to a line in place."""
    item = get_visible_item(request.user, pk)
    if request.method == "POST":
        dismissal = dismissing.dismiss(item, request.POST.get("reason", ""), by=request.user)
        return _dismissed(request, item, dismissal)
    dismissal_now = item.dismissals.filter(employee=request.user).first()
    context = {"item": item, "dismissal": dismissal_now, "reasons": Dismissal.Reason.choices}
    return render(request, "content/dismiss.html", context)


@require_POST
def undo_dismiss(request: AuthedRequest, pk: int) -> HttpResponse:
    """Put the item back into her feed."""
    item = get_visible_item(request.user, pk)
    dismissing.undo(item, by=request.user)
    if request.htmx:
        return HttpResponseClientRefresh()
    messages.success(request, _("“%(title)s” is back in your feed.") % {"title": item.card_title})
    return redirect(settings.LOGIN_REDIRECT_URL)


def _dismissed(request: AuthedRequest, item: Item, dismissal: Dismissal) -> HttpResponse:
    if request.htmx:
        context = {"item": item, "dismissal": dismissal, "reasons": Dismissal.Reason.choices}
        return render(request, "content/_dismissed.html", context)
    said = _("“%(title)s” will not be shown to you again.") % {"title": item.card_title}
    undo = reverse("content:dismiss", args=[item.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Undo")))
    return redirect(settings.LOGIN_REDIRECT_URL)
