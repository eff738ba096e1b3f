"""A person's own connected accounts: see them, connect, come back from the network, disconnect. Nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from advocacy.lib import networks
from content.models import Item
from people import company
from people.access import AuthedRequest, authed
from sharing import connecting, scopes
from sharing.connecting import Cancelled, Connected, Leaving
from sharing.disconnecting import disconnect as end_connection
from sharing.forms import ServerForm
from sharing.models import Account, Server
from sharing.registering import CannotConnect


@dataclass(frozen=True)
class Row:
    """An account as the page shows it."""

    account: Account
    may: list[str]
    may_not: list[str]

    @classmethod
    def of(cls, account: Account) -> Row:
        return cls(account, scopes.may(account.scopes), scopes.may_not(account.scopes))


@require_safe
@authed
def accounts(request: AuthedRequest) -> HttpResponse:
    """Her accounts with what Advocacy may do there, and how to connect one."""
    context = {
        "rows": [Row.of(account) for account in Account.objects.of(request.user)],
        "connectable": networks.connecting(),
        "item": _item(request, request.GET.get("item", "")),
        "may": scopes.may(scopes.ASKED),
        "may_not": scopes.may_not(scopes.ASKED),
    }
    return render(request, "sharing/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@authed
def connect(request: AuthedRequest, network: str) -> HttpResponse:
    """Ask for the server; then show where she is going, from where the browser goes on by itself.

    Not a redirect: our `form-action 'self'` stops a form whose answer leads to another site.
    """
    spec = _connectable(network)
    item = _item(request, request.GET.get("item", ""))
    form = ServerForm(request.POST or None, initial={"server": request.GET.get("server", "")})
    if request.method == "POST" and form.is_valid():
        session_key, typed = _session_key(request), form.cleaned_data["server"]
        try:
            leaving = connecting.begin(request.user, network, typed, session_key=session_key, item=item)
        except CannotConnect as error:
            form.add_error("server", error.sentence)
        else:
            return _leaving_page(request, spec, leaving)
    context = {
        "network": spec,
        "form": form,
        "item": item,
        "suggestions": _suggested_servers(),
        "may": scopes.may(scopes.ASKED),
        "may_not": scopes.may_not(scopes.ASKED),
    }
    return render(request, "sharing/connect.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@authed
def callback(request: AuthedRequest, server_id: UUID) -> HttpResponse:
    """The network sends her back here, with a code or with her no."""
    server = get_object_or_404(Server, pk=server_id)
    answer = {name: request.GET.get(name, "") for name in ("state", "code", "error", "iss")}
    try:
        connected = connecting.finish(request.user, server, session_key=_session_key(request), **answer)
    except Cancelled as no:
        messages.info(request, _("Nothing was connected. You can share by hand-off just as well."))
        return _back(no.item_id)
    except CannotConnect as error:
        context = {"sentence": error.sentence, "network": networks.NETWORKS[server.network]}
        return _private(render(request, "sharing/connect_refused.html", context, status=400))
    messages.success(request, _welcome(connected))
    return _back(connected.item_id)


@require_http_methods(["GET", "HEAD", "POST"])
@authed
def disconnect(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Ask once, then end the connection. A second press changes nothing."""
    account = get_object_or_404(Account.objects.filter(employee=request.user).select_related("server"), pk=pk)
    if request.method != "POST":
        planned = account.shares.filter(state="scheduled").count()
        return render(request, "sharing/disconnect.html", {"account": account, "planned": planned})
    ended = end_connection(account, by=request.user)
    told = {"handle": account.handle, "network": account.spec.name}
    if ended.given_back:
        messages.success(request, _("%(handle)s is disconnected, and our key to it is destroyed.") % told)
    else:
        sentence = _(
            "%(handle)s is disconnected, and our key to it is destroyed. The server did not confirm: to be sure, "
            "remove Advocacy there under Settings › Authorised apps."
        )
        messages.warning(request, sentence % told)
    return redirect("sharing:accounts")


def _connectable(network: str) -> networks.Network:
    spec = networks.NETWORKS.get(network)
    if spec is None or not spec.connects:
        raise Http404
    return spec


def _item(request: AuthedRequest, pk: str) -> Item | None:
    """The item whose sheet she came from, if she may see it."""
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return Item.objects.visible_to(request.user).filter(pk=pk).first()


def _session_key(request: AuthedRequest) -> str:
    if not request.session.session_key:
        request.session.save()
    return request.session.session_key or ""


def _suggested_servers() -> list[str]:
    return [name.strip() for name in company.current().suggested_servers.split(",") if name.strip()]


def _leaving_page(request: AuthedRequest, spec: networks.Network, leaving: Leaving) -> HttpResponse:
    context = {"network": spec, "host": leaving.host, "address": leaving.address}
    return _private(render(request, "sharing/connect_leaving.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the address of this page, or one on it, from travelling on in a Referer header."""
    response["Referrer-Policy"] = "no-referrer"
    return response


def _welcome(connected: Connected) -> str:
    handle = {"handle": connected.account.handle}
    sentence = _("%(handle)s is connected. Nothing is posted until you press Share.") % handle
    if connected.resumed:
        waiting = ngettext(
            "One post that waited for it goes out now.",
            "%(count)s posts that waited for it go out now.",
            connected.resumed,
        )
        sentence = _("%(handle)s is connected again.") % handle
        sentence = f"{sentence} {waiting % {'count': connected.resumed}}"
    return sentence


def _back(item_id: int | None) -> HttpResponseRedirect:
    if item_id is not None:
        return redirect("sharing:compose", item_id)
    return redirect("sharing:accounts")
