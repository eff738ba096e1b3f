"""The desk: Django's admin for curators and above. To everybody else it does not exist."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class AdvocacyAdminConfig(AdminConfig):
    default_site = "advocacy.admin.Desk"


class Desk(admin.AdminSite):
    """No sign-in form of its own: people sign in once, at the one door, with their second factor."""

    site_title = _("Desk")
    site_header = _("Desk")
    index_title = _("Desk")
    site_url = "/"

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        raise Http404
