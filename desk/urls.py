"""The addresses of the desk app."""

from __future__ import annotations

from django.urls import path

from desk.views import asking, incidents, reporting

app_name = "desk"

urlpatterns = [
    path("comment/", reporting.comment, name="comment"),
    path("comment/mine/", reporting.mine, name="mine"),
    path("comment/<uuid:pk>/", reporting.report, name="report"),
    path("comment/<uuid:pk>/read/", reporting.read, name="read"),
    path("incidents/", incidents.queue, name="queue"),
    path("incidents/months/", incidents.months, name="months"),
    path("incidents/<uuid:pk>/", incidents.incident, name="incident"),
    path("incidents/<uuid:pk>/assign/", incidents.assign, name="assign"),
    path("incidents/<uuid:pk>/close/", incidents.close, name="close"),
    path("incidents/<uuid:pk>/note/", incidents.note, name="note"),
    path("incidents/<uuid:pk>/picture/", reporting.picture, name="picture"),
    path("incidents/<uuid:pk>/see/", incidents.see, name="see"),
    path("incidents/<uuid:pk>/take/", incidents.take, name="take"),
    path("questions/<uuid:pk>/", asking.question, name="question"),
    path("questions/<uuid:pk>/answer/", asking.answer, name="answer"),
    path("questions/<uuid:pk>/read/", asking.read, name="question_read"),
    path("share/<int:pk>/ask/", asking.ask, name="ask"),
]
