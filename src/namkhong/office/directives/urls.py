"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from namkhong.office.directives.states import Move
from namkhong.office.directives.views import officer

_DEEDS = {
    Move.ACCEPT: "nhan",
    Move.PROGRESS: "tien-do",
    Move.REPORT: "bao-xong",
    Move.CONFIRM: "xac-nhan",
    Move.RETURN: "lam-lai",
    Move.EXTEND: "lui-han",
    Move.DROP: "thoi",
}

urlpatterns: list[URLPattern] = [
    path("can-bo/viec-duoc-giao/", officer.mine, name="my_directives"),
    path("can-bo/viec-toi-giao/", officer.given, name="given_directives"),
    path("can-bo/viec-toi-giao/them/", officer.new, name="directive_new"),
    path("can-bo/viec-duoc-giao/<uuid:public_id>/", officer.one, name="directive"),
    *(
        path(
            f"can-bo/viec-duoc-giao/<uuid:public_id>/{words}/",
            officer.deed,
            {"verb": move.value},
            name=f"directive_{move}",
        )
        for move, words in _DEEDS.items()
    ),
]
