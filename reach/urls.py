"""The addresses of the reach app."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "reach"

urlpatterns: list[URLPattern] = []
