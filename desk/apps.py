"""The desk app: difficult comments and questions before posting."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Difficult comments")

    def ready(self) -> None:
        """Say what happens here when a person leaves, and how our notices read."""
        from desk import leaving, notices
        from people.hooks import LEAVING

        LEAVING["desk"] = leaving.leave
        notices.register_all()
