"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from namkhong.office.intake.states import Move
from namkhong.office.intake.views import lists, printing, sheet

_DEEDS = {
    Move.REGISTER: "vao-so",
    Move.RETURN: "tra-lai",
    Move.PROPOSE: "de-xuat",
    Move.DIRECT: "but-phe",
    Move.OPINE: "y-kien",
    Move.AGREE_RECALL: "dong-y-lay-lai",
    Move.REFUSE_RECALL: "khong-cho-lay-lai",
}
_WORK = {
    Move.ACCEPT: "nhan",
    Move.PASS_ON: "chuyen",
    Move.GIVE_BACK: "tra-lai",
    Move.REPORT: "trinh",
    Move.FINISH: "xong",
    Move.EXTEND: "lui-han",
}

urlpatterns: list[URLPattern] = [
    path("can-bo/van-ban-den/", lists.arrivals, name="arrivals"),
    path("can-bo/van-ban-den/viec-cua-toi/", lists.my_work, name="my_arrivals"),
    path("can-bo/van-ban-den/them/", lists.new, name="arrival_new"),
    path("can-bo/van-ban-den/so-theo-doi/", printing.book, name="arrivals_book"),
    *(
        path(
            f"can-bo/van-ban-den/viec/<int:assignment_id>/{words}/",
            sheet.work,
            {"verb": move.value},
            name=f"work_{move}",
        )
        for move, words in _WORK.items()
    ),
    path("can-bo/van-ban-den/<uuid:public_id>/", sheet.one, name="arrival"),
    path("can-bo/van-ban-den/<uuid:public_id>/phieu-giai-quyet.pdf", printing.slip, name="arrival_slip"),
    *(
        path(f"can-bo/van-ban-den/<uuid:public_id>/{words}/", sheet.deed, {"verb": move.value}, name=f"arrival_{move}")
        for move, words in _DEEDS.items()
    ),
]
