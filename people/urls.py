"""The addresses of the people app."""

from __future__ import annotations

from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("profile/", views.profile, name="profile"),
    path("profile/zone/", views.zone, name="zone"),
]
