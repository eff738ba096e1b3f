"""Every address of the site. Who may open which is written down in tests/test_access.py."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from advocacy.brand import brand_css, manifest


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answers when the process serves and the database answers: for monitors and for script/demo."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


urlpatterns = [
    path("", include("home.urls")),
    path("", include("reach.urls")),
    path("", include("desk.urls")),
    path("", include("sharing.urls")),
    path("", include("content.urls")),
    path("", include("guidelines.urls")),
    path("", include("people.urls")),
    path("auth/", include("people.auth_urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("desk/", admin.site.urls),
    path("brand.css", brand_css, name="brand"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("healthz", health, name="health"),
]
