"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from namkhong.services.desks.views import batches, exports, handing, leader, lists

urlpatterns = [
    path("can-bo/hang-loat/", batches.batches, name="batches"),
    path("can-bo/hang-loat/<uuid:public_id>/", batches.batch, name="batch"),
    path("can-bo/xuat-danh-sach/", exports.new_export, name="export_new"),
    path("can-bo/xuat-danh-sach/<uuid:public_id>/", exports.export, name="export"),
    path("can-bo/bo-loc/", lists.save_filter, name="save_filter"),
    path("can-bo/bo-loc/<int:filter_id>/bo/", lists.drop_filter, name="drop_filter"),
    path("can-bo/cot-danh-sach/", lists.choose_columns, name="choose_columns"),
    path("can-bo/ban-giao/", handing.hand_work, name="hand_work"),
    path("can-bo/lanh-dao/", leader.leader, name="leader"),
]
