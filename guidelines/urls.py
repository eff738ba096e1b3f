"""The addresses of the guidelines app."""

from __future__ import annotations

from django.urls import path

from guidelines import views

app_name = "guidelines"

urlpatterns = [
    path("guidelines/", views.read, name="read"),
    path("guidelines/acknowledge/", views.acknowledge, name="acknowledge"),
]
