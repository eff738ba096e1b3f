"""The addresses of the sharing app."""

from __future__ import annotations

from django.urls import URLPattern, path

from sharing.views import accounts, compose, shares

app_name = "sharing"

urlpatterns: list[URLPattern] = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/callback/<uuid:server_id>/", accounts.callback, name="callback"),
    path("accounts/connect/<slug:network>/", accounts.connect, name="connect"),
    path("accounts/<uuid:pk>/disconnect/", accounts.disconnect, name="disconnect"),
    path("share/<int:pk>/", compose.compose, name="compose"),
    path("share/<int:pk>/preview/", compose.preview, name="preview"),
    path("batches/<uuid:pk>/", shares.batch, name="batch"),
    path("batches/<uuid:pk>/undo/", shares.undo, name="undo"),
    path("shares/<uuid:pk>/cancel/", shares.cancel, name="cancel"),
    path("shares/<uuid:pk>/edit/", shares.edit, name="edit"),
    path("shares/<uuid:pk>/hand-off/", shares.hand_off, name="hand_off"),
    path("shares/<uuid:pk>/posted/", shares.posted, name="posted"),
    path("shares/<uuid:pk>/retry/", shares.retry, name="retry"),
    path("shares/<uuid:pk>/settle/", shares.settle, name="settle"),
    path("shares/<uuid:pk>/window/", shares.window, name="window"),
]
