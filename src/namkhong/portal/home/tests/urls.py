"""The first page, and the names it links to."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import include, path

from namkhong.web import gates
from namkhong.web.http import Request


@gates.public
def page(request: Request) -> HttpResponse:
    return HttpResponse(request.get_full_path())


urlpatterns = [
    path("", include("namkhong.portal.home.urls")),
    path("", include("namkhong.web.urls")),
    path("dang-nhap/", page, name="sign_in"),
    path("dich-vu-cong/", page, name="catalogue"),
    path("tra-cuu/", page, name="lookup"),
]
