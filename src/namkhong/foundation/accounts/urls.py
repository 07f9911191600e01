"""Addresses of signing in. Names with ``account_``, ``mfa_``, ``openid_`` are those django-allauth asks for."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from namkhong.foundation.accounts.views import citizen, elevation, official, places, security

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", citizen.sign_in, name="sign_in"),
    path("dang-nhap/vneid/", citizen.vneid_go, name="vneid_go"),
    path("dang-nhap/<slug:provider_id>/login/callback/", citizen.vneid_back, name="openid_connect_callback"),
    path("dang-xuat/", citizen.sign_out, name="sign_out"),
    path("noi-dang-nhap/", places.places, name="signed_in_places"),
    path("noi-dang-nhap/ket-thuc/", places.end_place, name="end_place"),
    path("noi-dang-nhap/ket-thuc-noi-khac/", places.end_other_places, name="end_other_places"),
    path("can-bo/dang-nhap/", official.sign_in, name="account_login"),
    path("can-bo/dang-nhap/", official.sign_in, name="official_sign_in"),
    path("can-bo/dang-nhap/buoc-hai/", official.second_step, name="mfa_authenticate"),
    path("can-bo/dang-nhap/khoa-truy-cap/", official.passkey_sign_in, name="passkey_sign_in"),
    path("can-bo/nang-quyen/", elevation.elevate, name="elevate"),
    path("can-bo/nang-quyen/ket-thuc/", elevation.end_elevation, name="end_elevation"),
    path("can-bo/xac-nhan/", security.reauthenticate, name="reauthenticate"),
    path("can-bo/bao-mat/", security.security, name="security"),
    path("can-bo/bao-mat/mat-khau/", security.change_password, name="change_password"),
    path("can-bo/bao-mat/ung-dung/", security.add_totp, name="add_totp"),
    path("can-bo/bao-mat/khoa-truy-cap/", security.add_passkey, name="add_passkey"),
    path("can-bo/bao-mat/ma-du-phong/", security.recovery_codes, name="recovery_codes"),
    path("can-bo/bao-mat/go/<int:factor_id>/", security.remove_factor, name="remove_factor"),
]
