"""The addresses of the reach app. The redirect itself is answered by ShortLinkMiddleware, before everything else."""

from __future__ import annotations

from django.urls import URLPattern, path

from reach import views

app_name = "reach"

urlpatterns: list[URLPattern] = [
    path("r/<str:code>", views.unknown, name="follow"),
]
