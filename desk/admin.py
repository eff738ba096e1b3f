"""Holding replies in the admin: what the company lets people say at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from desk.models import HoldingReply

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[HoldingReply]
else:
    _Admin = admin.ModelAdmin


@admin.register(HoldingReply)
class HoldingReplyAdmin(_Admin):
    list_display = ["text", "language", "kind", "position", "active"]
    list_filter = ["language", "kind", "active"]
