"""The names that layouts link to, each a page that says its own name: the look is tested without the rooms above it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from namkhong.kernel.actor import Role
from namkhong.web import gates
from namkhong.web.http import Request


@gates.public
def page(request: Request) -> HttpResponse:
    return HttpResponse(request.path)


@gates.public
def parts(request: Request) -> HttpResponse:
    """Every component, seen at once."""
    layout = "web/official.html" if request.GET.get("layout") == "official" else "web/citizen.html"
    return render(request, "web/tests/parts.html", {"layout": layout})


@gates.signed_in
def for_signed_in(request: Request) -> HttpResponse:
    return HttpResponse("in")


@gates.citizen
def for_citizens(request: Request) -> HttpResponse:
    return HttpResponse("in")


@gates.official()
def for_officials(request: Request) -> HttpResponse:
    return HttpResponse("in")


@gates.official(Role.LEADER)
def for_leaders(request: Request) -> HttpResponse:
    return HttpResponse("in")


@gates.official(Role.ADMINISTRATOR, elevated=True)
def for_elevated(request: Request) -> HttpResponse:
    return HttpResponse("in")


urlpatterns = [
    path("", page, name="home"),
    path("", include("namkhong.web.urls")),
    path("dang-nhap/", page, name="sign_in"),
    path("dang-xuat/", page, name="sign_out"),
    path("can-bo/dang-nhap/", page, name="official_sign_in"),
    path("can-bo/nang-quyen/", page, name="elevate"),
    path("dich-vu-cong/", page, name="catalogue"),
    path("tra-cuu/", page, name="lookup"),
    path("ho-so/", page, name="my_dossiers"),
    path("thong-bao/", page, name="notices"),
    path("can-bo/", page, name="inbox"),
    path("thu/bo-phan/", parts),
    path("thu/cong/signed_in/", for_signed_in),
    path("thu/cong/citizen/", for_citizens),
    path("thu/cong/official/", for_officials),
    path("thu/cong/leader/", for_leaders),
    path("thu/cong/elevated/", for_elevated),
]
