"""The curators' part of the desk: channels, topics, pictures and items."""

from __future__ import annotations

from content.admin import channels, items, pictures

__all__ = ["channels", "items", "pictures"]
