"""The notices of the sharing app in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.notices import Kind, register


def register_all() -> None:
    """Give each code of ours its sentence, what to do and where."""
    register(
        "sharing.reconnect",
        Kind(
            sentence=_(
                "%(network)s no longer takes posts for %(handle)s from us. What you planned waits, nothing is lost."
            ),
            action=_("Connect again"),
            url_name="sharing:accounts",
        ),
    )
    register(
        "sharing.failed",
        Kind(
            sentence=_("%(network)s did not take one of your posts. Your text is kept."),
            action=_("See why"),
            url_name="home:shares",
            tone="bad",
        ),
    )
    register(
        "sharing.finding",
        Kind(
            sentence=_("Your post for %(network)s waits, nothing was sent. %(why)s"),
            action=_("Change the words"),
            url_name="sharing:edit",
            values_in_url=("pk",),
        ),
    )
    register(
        "sharing.needs_you",
        Kind(
            sentence=_("We cannot see whether your post arrived on %(network)s. Please have a look."),
            action=_("Look and answer"),
            url_name="home:shares",
        ),
    )
