"""The URL table: unaccented Vietnamese for people, English below ``/api/v1/``. Every view carries a gate."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path

from namkhong.web import gates


@gates.public
def _placeholder(request: object) -> HttpResponse:
    return HttpResponse("Năm Không")


urlpatterns: list[URLPattern | URLResolver] = [path("", _placeholder, name="home")]

handler400 = "namkhong.web.views.bad_request"
handler403 = "namkhong.web.views.permission_denied"
handler404 = "namkhong.web.views.not_found"
handler500 = "namkhong.web.views.server_error"
