"""Channels and topics on the desk."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext as _

from content.admin.deleting import KeepsPeoplePrivate
from content.models import Channel, Topic


@admin.register(Channel)
class ChannelAdmin(KeepsPeoplePrivate):
    list_display = ["name", "slug", "kind", "position"]
    list_filter = ["kind"]
    search_fields = ["name_en", "name_de", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}

    @admin.display(description=Channel._meta.verbose_name, ordering="name_en")
    def name(self, obj: Channel) -> str:
        """The name in the curator's language."""
        return obj.name

    def kept_because(self) -> str:
        """A channel goes only when it is empty."""
        return _("There are items in this channel. Move or delete them first.")


@admin.register(Topic)
class TopicAdmin(KeepsPeoplePrivate):
    list_display = ["name", "slug"]
    search_fields = ["name_en", "name_de", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}

    @admin.display(description=Topic._meta.verbose_name, ordering="name_en")
    def name(self, obj: Topic) -> str:
        """The name in the curator's language."""
        return obj.name
