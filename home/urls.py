"""The addresses of the home app."""

from __future__ import annotations

from django.urls import path

from home import views

app_name = "home"

urlpatterns = [
    path("", views.show_feed, name="feed"),
    path("items/<int:pk>/", views.show_item, name="item"),
    path("shares/", views.show_shares, name="shares"),
    path("start/", views.start, name="start"),
    path("start/done/", views.settle_in, name="settle_in"),
]
