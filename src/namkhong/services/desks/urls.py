"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from namkhong.services.desks.views import batches, exports, handing, keys, leader, lists, queue, taking

urlpatterns = [
    path("can-bo/hang-loat/", batches.batches, name="batches"),
    path("can-bo/hang-loat/<uuid:public_id>/", batches.batch, name="batch"),
    path("can-bo/xuat-danh-sach/", exports.new_export, name="export_new"),
    path("can-bo/xuat-danh-sach/<uuid:public_id>/", exports.export, name="export"),
    path("can-bo/bo-loc/", lists.save_filter, name="save_filter"),
    path("can-bo/bo-loc/<int:filter_id>/bo/", lists.drop_filter, name="drop_filter"),
    path("can-bo/cot-danh-sach/", lists.choose_columns, name="choose_columns"),
    path("can-bo/so-theo-doi/xuat/", exports.register_export, name="register_export"),
    path("can-bo/ban-giao/", handing.hand_work, name="hand_work"),
    path("can-bo/ban-giao/don-vi/", handing.hand_unit, name="hand_unit"),
    path("can-bo/phim-tat/", keys.keys, name="keys"),
    path("can-bo/quay/", queue.queue, name="counter_queue"),
    path("can-bo/quay/goi-tiep/", queue.call_next, name="call_next"),
    path("can-bo/quay/phat-so/", queue.give_number, name="give_number"),
    *(
        path(f"can-bo/quay/{deed}/", queue.ticket, {"deed": deed}, name=name)
        for deed, name in (("goi-lai", "call_again"), ("vang", "ticket_missed"), ("xong", "ticket_done"))
    ),
    path("goi-so/<int:agency_id>/", taking.board, name="board_of_calls"),
    path("lay-so/", taking.take_number, name="take_number"),
    path("lay-so/tai-quay/<str:kiosk>/", taking.kiosk, name="kiosk"),
    path("can-bo/lanh-dao/", leader.leader, name="leader"),
]
