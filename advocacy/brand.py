"""The company's colour as a style sheet, and the web app manifest: two small answers that pages link to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from people import company

_YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """One rule that sets --brand. Pages ask for ?v=<colour>, so the answer to that address never changes."""
    colour = company.current().colour
    response = HttpResponse(f":root{{--brand:{colour}}}\n", content_type="text/css; charset=utf-8")
    if request.GET.get("v") == colour:
        patch_cache_control(response, public=True, max_age=_YEAR, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put Advocacy on its home screen (W3C Web Application Manifest)."""
    settings = company.current()
    icons = [
        {
            "src": static(f"img/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    content = {
        "name": f"Advocacy · {settings.name}" if settings.name else "Advocacy",
        "short_name": "Advocacy",
        "start_url": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": settings.colour,
        "icons": icons,
        # A phone's share menu brings a link here (W3C Web Share Target): it opens a difficult comment with it.
        "share_target": {
            "action": reverse("desk:comment"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(content, content_type="application/manifest+json")
