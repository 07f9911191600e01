"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from namkhong.services.procedures.views import admin, citizen

_ADMIN = "can-bo/quan-tri/thu-tuc"

urlpatterns = [
    path("dich-vu-cong/", citizen.catalogue, name="catalogue"),
    path("dich-vu-cong/<str:code>/", citizen.procedure, name="procedure"),
    path("dich-vu-cong/<str:code>/mau/<slug:slug>/", citizen.sample, name="sample"),
    path(f"{_ADMIN}/", admin.unsure, name="admin_procedures"),
    path(f"{_ADMIN}/nhap/", admin.take_file, name="admin_procedures_import"),
    path(f"{_ADMIN}/<str:code>/", admin.one, name="admin_procedure"),
    path(f"{_ADMIN}/<str:code>/cua-nop/", admin.front_door, name="admin_front_door"),
]
