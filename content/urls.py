"""The addresses of the content app."""

from __future__ import annotations

from django.urls import path

from content.views import items, pictures, public

app_name = "content"

urlpatterns = [
    path("items/<int:pk>/event.ics", items.event, name="event"),
    path("items/<int:pk>/dismiss/", items.dismiss, name="dismiss"),
    path("items/<int:pk>/dismiss/undo/", items.undo_dismiss, name="undo_dismiss"),
    path("pictures/<int:pk>/<str:name>", pictures.picture, name="picture"),
    path("s/<slug:slug>", public.page, name="public"),
    path("s/<slug:slug>/event.ics", public.event, name="public_event"),
]
