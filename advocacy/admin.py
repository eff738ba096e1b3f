"""The desk: Django's admin for curators and above. To everybody else, and beyond their rights, it does not exist."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

# What other packages bring to the admin: nobody here has a right to it, so it is not offered either.
NOT_OFFERED = {"account", "auth", "mfa", "socialaccount", "usersessions"}


class AdvocacyAdminConfig(AdminConfig):
    default_site = "advocacy.admin.Desk"

    def ready(self) -> None:
        super().ready()
        from advocacy import checks  # noqa: F401  registers itself

        for model in list(admin.site._registry):
            if model._meta.app_label in NOT_OFFERED:
                admin.site.unregister(model)


class Desk(admin.AdminSite):
    """No sign-in form of its own: people sign in once, at the one door, with their second factor."""

    site_title = _("Desk")
    site_header = _("Desk")
    index_title = _("Desk")
    site_url = "/"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        raise Http404

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the desk: 404 for those who may not open it, whatever the reason."""
        inner = super().admin_view(view, cacheable)

        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request):
                raise Http404
            try:
                return inner(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None

        return page
