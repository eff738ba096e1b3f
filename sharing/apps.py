"""The sharing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "sharing"
    verbose_name = _("Sharing")

    def ready(self) -> None:
        """Say what happens here when a person leaves or an item is withdrawn, and how our notices read."""
        from content.hooks import WITHDRAWN
        from people.hooks import LEAVING
        from sharing import leaving, notices, parking

        LEAVING["sharing"] = leaving.leave
        WITHDRAWN["sharing"] = parking.park_item
        notices.register_all()
