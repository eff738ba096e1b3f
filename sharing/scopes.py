"""What a person allowed, in plain words: what Advocacy may do with an account, and what it may not."""

from __future__ import annotations

from django.utils.translation import gettext as _

# What every connection asks for at least.
ASKED = "profile read:statuses write:statuses write:media"
BROAD = frozenset({"read", "write"})


def may(scopes: str) -> list[str]:
    """What these scopes (space separated, as OAuth writes them) let Advocacy do, and what it uses them for."""
    granted = set(scopes.split())
    words = [_("Post the text that you confirmed, once, and take such a post down when you ask for it.")]
    if granted & {"write", "write:media"}:
        words.append(_("Upload the picture that belongs to the post."))
    if granted & {"read", "profile", "read:accounts"}:
        words.append(_("See your name and handle."))
    if granted & {"read", "read:statuses"}:
        words.append(
            _(
                "Read posts that you can see there. Advocacy looks for its own only, to know whether one arrived."
            )
        )
    if granted & BROAD:
        words.append(_("More than it needs: this server offered no narrower permission. We use none of it."))
    return words


def may_not(scopes: str) -> list[str]:
    """What these scopes keep Advocacy from, to be read after “Never:”."""
    if set(scopes.split()) & BROAD:
        return [_("see or change your password or your e-mail address.")]
    return [
        _("see or change your password, your e-mail address or your profile."),
        _("follow, block or like in your name, or see your notifications."),
    ]
