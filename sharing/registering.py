"""Our app at a server: which server a person means by what she typed, and making the app known there once."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from advocacy.lib import http, vault
from sharing import networks
from sharing.models import Server
from sharing.networks.base import App, NetworkError, RateLimited

APP_NAME = "Advocacy"
# Programs disagree on where a host ends when an address holds one of these.
AMBIGUOUS = re.compile(r"[\\\x00-\x20\x7f]")
# The address that a server was told to send people back to, kept beside what the server told about itself. It changes
# with PUBLIC_URL, and servers take no other than the one they know.
REDIRECT = "redirect_uri"


class CannotConnect(Exception):
    """It did not work, and nothing was connected. `sentence` says why and what to do, in the person's language."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def host_of(typed: str) -> str:
    """The server in "social.example", "@mara@social.example" or the address of a profile, as "host" or "host:port".

    Raises CannotConnect for what names no server, and for one that may not be called.
    """
    text = typed.strip()[:500]
    try:
        if AMBIGUOUS.search(text):
            raise ValueError("not one address")
        named = urlsplit(text).netloc if "://" in text else text.split("/")[0]
        found = urlsplit(http.check_url(f"https://{named.rpartition('@')[2].strip()}/")).netloc
    except (http.Refused, ValueError):
        found = ""
    host = found.removesuffix(":443").rstrip(".")
    if not host or len(host) > 255:
        sentence = _("This names no server. Write it like social.example, or like @mara@social.example.")
        raise CannotConnect(sentence)
    if not http.is_allowed_host(host):
        told = {"host": host}
        raise CannotConnect(_("“%(host)s” is not a public server, so it cannot be connected.") % told)
    return host


def server_for(network: str, host: str) -> Server:
    """The row of a server that knows our app, registered now if need be. Raises CannotConnect.

    It may be another server than the one named: @ada@acme.example can live on social.acme.example.
    """
    try:
        return _known_or_registered(network, host)
    except NetworkError as error:
        home = networks.adapter(network).home(host) if error.status is not None else ""
        if home in ("", host) or not http.is_allowed_host(home):
            raise CannotConnect(why_not(host, error)) from None
    try:
        return _known_or_registered(network, home)
    except NetworkError as error:
        raise CannotConnect(why_not(home, error)) from None


def forget(server: Server) -> None:
    """Register anew at the next connection: what we once asked for no longer fits the server."""
    server.limits.pop(REDIRECT, None)
    server.save(update_fields=["limits"])


def app_of(server: Server) -> App:
    """Our app at this server."""
    return App(server.host, server.client_id, server.secret)


def redirect_uri(server_id: uuid.UUID) -> str:
    """Where this server, and no other, sends people back to."""
    return f"{settings.PUBLIC_URL}{reverse('sharing:callback', args=[server_id])}"


def why_not(host: str, error: NetworkError) -> str:
    """What to tell a person whose server did not do its part."""
    told = {"host": host}
    if isinstance(error, RateLimited):
        return _("%(host)s asks for patience: too many requests. Please try again in a few minutes.") % told
    if error.status is None:
        sentence = _(
            "No server answers at %(host)s. Please check the spelling. A server inside a private network must first "
            "be named by your administrator."
        )
        return sentence % told
    if error.status >= 500:
        return _("%(host)s has trouble at the moment. Please try again in a few minutes.") % told
    sentence = _(
        "%(host)s does not answer like a Mastodon server. Some servers live under another name than the one in the "
        "handle: open your profile there and paste its address."
    )
    return sentence % told


def _known_or_registered(network: str, host: str) -> Server:
    server = Server.objects.filter(network=network, host=host).first()
    if server is None:
        return _register_first(network, host)
    if server.limits.get(REDIRECT) != redirect_uri(server.pk) or not _knows(server):
        return _register_anew(server)
    return server


def _register_first(network: str, host: str) -> Server:
    """Two people may be the first at the same moment: one registration is kept."""
    server = Server(network=network, host=host)
    _registered(server)
    try:
        with transaction.atomic():
            server.save(force_insert=True)
    except IntegrityError:
        return Server.objects.get(network=network, host=host)
    return server


def _register_anew(server: Server) -> Server:
    forgotten = server.client_id
    _registered(server)
    Server.objects.filter(pk=server.pk, client_id=forgotten).update(
        client_id=server.client_id, client_secret=server.client_secret, limits=server.limits
    )
    server.refresh_from_db()
    return server


def _registered(server: Server) -> None:
    """Make the app known and put what the server answered into the row, unsaved."""
    back = redirect_uri(server.pk)
    app = networks.adapter(server.network).register(
        server.host, name=APP_NAME, redirect_uri=back, website=settings.PUBLIC_URL
    )
    server.client_id = app.client_id
    server.client_secret = vault.seal(app.client_secret.reveal(), bound_to=server.bound_to)
    server.limits = {**server.limits, REDIRECT: back}


def _knows(server: Server) -> bool:
    try:
        app = app_of(server)
    except vault.CannotUnseal:
        return False
    return networks.adapter(server.network).knows(app)
