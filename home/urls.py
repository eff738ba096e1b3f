"""The addresses of the home app."""

from __future__ import annotations

from django.urls import path

from home import disclosure_views, funnel_views, views

app_name = "home"

urlpatterns = [
    path("", views.show_feed, name="feed"),
    path("items/<int:pk>/", views.show_item, name="item"),
    path("shares/", views.show_shares, name="shares"),
    path("start/", views.start, name="start"),
    path("start/done/", views.settle_in, name="settle_in"),
    path("start/questions/", views.questions, name="questions"),
    path("start/questions/skip/", views.skip_questions, name="skip_questions"),
    path("funnel/", funnel_views.show, name="funnel"),
    path("funnel/disclosure/", disclosure_views.show, name="disclosure"),
    path("funnel/remind/", funnel_views.remind, name="remind"),
]
