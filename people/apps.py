"""The people app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from people.second_factor import remember_set_up

        post_migrate.connect(_sync_groups, dispatch_uid="people.sync_groups")
        authenticator_added.connect(remember_set_up, dispatch_uid="people.second_factor")


def _sync_groups(sender: AppConfig, **kwargs: object) -> None:
    """Roles get their permissions once the last app's permissions are there."""
    from django.apps import apps

    from people.roles import sync_groups

    # Django makes permissions in the same signal, app by app, and leaves apps without models out.
    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    if sender.name == with_models[-1].name:
        sync_groups()
