"""The share sheet: a dialog by htmx, a full page without JavaScript."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.models import Item
from guidelines.checks import Level, to_confirm
from guidelines.models import GuidelineVersion
from people.access import AuthedRequest, authed
from sharing import composing, sheet
from sharing.sheet import Preview, Sheet
from sharing.views.parts import part_for


def get_shareable_item(request: AuthedRequest, pk: int) -> Item:
    """An item that this person sees and may share now, or 404."""
    items = Item.objects.visible_to(request.user).live(timezone.now())
    item = get_object_or_404(items.select_related("picture", "channel").prefetch_related("texts"), pk=pk)
    if not item.shareable:
        raise Http404
    return item


@require_http_methods(["GET", "HEAD", "POST"])
@authed
def compose(request: AuthedRequest, pk: int) -> HttpResponse:
    """Open the sheet, change the words in it, or share."""
    item = get_shareable_item(request, pk)
    now = timezone.now()
    if GuidelineVersion.objects.sharing_under(request.user, now) is None:
        known = GuidelineVersion.objects.known_to(request.user)
        return _show(request, "sharing/guideline_first.html", {"item": item, "known": known})
    if request.method != "POST":
        variant = request.GET.get("variant", "")
        opened = sheet.opened(
            item, employee=request.user, now=now, variant_id=int(variant) if variant.isdecimal() else None
        )
        return _show_sheet(request, opened)
    filled = sheet.read(item, request.POST, employee=request.user, now=now)
    if "look" in request.POST:
        return _show_sheet(request, filled)
    if "variant" in request.POST or "restore" in request.POST:
        _change_words(filled, request.POST.get("variant", ""))
        return _show_sheet(request, filled)
    return _share(request, filled)


def _change_words(filled: Sheet, variant: str) -> None:
    """Take another variant, or bring back her own words that one replaced."""
    for one in filled.variants:
        if str(one.suggestion.pk) == variant:
            sheet.take(filled, one)
            return
    if filled.before:
        filled.choice.text, filled.before = filled.before, ""


def _share(request: AuthedRequest, filled: Sheet) -> HttpResponse:
    """Check once more, make the shares and lead to their result; or show what is wrong with everything kept."""
    filled.errors = _errors(filled)
    filled.reason_missing = not filled.choice.reason and _asks_reason(filled)
    if filled.errors or filled.reason_missing:
        return _show_sheet(request, filled, status=422)
    try:
        batch = composing.share(filled.item, filled.choice, nonce=filled.nonce, by=request.user)
    except composing.TooManyShares:
        filled.errors = [_("That was sixty shares within an hour. Wait a little: nothing you wrote is lost.")]
        return _show_sheet(request, filled, status=429)
    if filled.choice.hand_off:
        handed = batch.shares.filter(network=filled.choice.hand_off, account=None).latest("created_at")
        return redirect("sharing:window", pk=handed.pk)
    return redirect("sharing:batch", pk=batch.pk)


def _errors(filled: Sheet) -> list[str]:
    if not filled.choice.hand_off and not filled.choice.accounts:
        if filled.standing and not filled.usable:
            return []
        return [_("Choose an account first, or one of the windows below.")]
    return [
        f"{preview.network.name}: {finding.sentence}"
        for preview in _aimed_at(filled)
        for finding in preview.findings
        if finding.level == Level.BLOCK
    ]


def _aimed_at(filled: Sheet) -> list[Preview]:
    """Her words where this press would put them."""
    return [filled.preview_for_hand_off()] if filled.choice.hand_off else filled.previews


def _asks_reason(filled: Sheet) -> bool:
    return any(to_confirm(preview.findings) for preview in _aimed_at(filled))


@require_POST
@authed
def preview(request: AuthedRequest, pk: int) -> HttpResponse:
    """What the checks and the networks say to the words as they are typed. Changes nothing."""
    item = get_shareable_item(request, pk)
    filled = sheet.read(item, request.POST, employee=request.user, now=timezone.now())
    return render(request, "sharing/_words_said.html", {"sheet": filled})


def _show_sheet(request: AuthedRequest, filled: Sheet, *, status: int = 200) -> HttpResponse:
    # htmx puts nothing into the page from an answer that says no: the dialog would stay as it is, without a word.
    status = 200 if request.htmx else status
    return _show(request, "sharing/sheet.html", {"sheet": filled, "item": filled.item}, status=status)


def _show(
    request: AuthedRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    return render(request, part_for(request, template), context, status=status)
