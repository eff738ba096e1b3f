"""The guidelines app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    verbose_name = _("Guidelines")

    def ready(self) -> None:
        from guidelines import proof_admin, term_admin  # noqa: F401  register themselves
