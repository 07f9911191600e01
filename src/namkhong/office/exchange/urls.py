"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from namkhong.office.exchange import views

urlpatterns: list[URLPattern] = [
    path("can-bo/van-ban/gui-nhan/", views.outbox, name="exchange_outbox"),
    path("can-bo/van-ban/gui-nhan/khong-doc-duoc/", views.strays, name="exchange_strays"),
    path("can-bo/van-ban/gui-nhan/<int:consignment_id>/", views.consignment, name="consignment"),
    path("can-bo/van-ban/gui-nhan/<int:consignment_id>/gui-lai/", views.resend, name="consignment_resend"),
    path("can-bo/quan-tri/danh-ba-lien-thong/", views.addresses, name="address_book"),
]
