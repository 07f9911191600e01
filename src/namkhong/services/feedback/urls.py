"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from namkhong.services.feedback.states import Move
from namkhong.services.feedback.views import asking, officer, rating, reading

_DEEDS = {
    Move.ASSIGN: "phan-cong",
    Move.ANSWER: "tra-loi",
    Move.PASS_ON: "chuyen-co-quan-khac",
    Move.NOT_ACCEPT: "khong-tiep-nhan",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("danh-gia/", rating.rate_with_secret, name="rate_with_secret"),
    path("danh-gia/<str:code>/", rating.rate, name="rate"),
    path("hoi-dap/", reading.answered, name="answered_questions"),
    path("phan-anh/", reading.mine, name="my_inquiries"),
    path("phan-anh/gui/", asking.ask, name="ask"),
    path("phan-anh/tra-cuu/", reading.lookup, name="inquiry_lookup"),
    path("phan-anh/<str:code>/", reading.one, name="inquiry"),
    path("phan-anh/<str:code>/ket-thuc/", reading.close, name="inquiry_close"),
    path("can-bo/phan-anh/", officer.inbox, name="inquiries"),
    path("can-bo/phan-anh/<str:code>/", officer.one, name="officer_inquiry"),
    *(
        path(f"can-bo/phan-anh/<str:code>/{words}/", officer.deed, {"verb": move.value}, name=f"inquiry_{move}")
        for move, words in _DEEDS.items()
    ),
    path("can-bo/danh-gia/", officer.ratings, name="ratings"),
]
