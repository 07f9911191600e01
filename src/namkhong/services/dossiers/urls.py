"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.views import citizen, draft, lookup, officer, start

_PLAIN = {
    Move.RECEIVE: "tiep-nhan",
    Move.TAKE_OVER: "nhan-chuyen-den",
    Move.FORWARD: "chuyen-xu-ly",
    Move.SEND_BACK: "tra-lai",
}
_PAGES = {Move.NOT_RECEIVE: "khong-tiep-nhan", Move.DECIDE: "ky-duyet", Move.HAND_OVER: "tra-ket-qua"}

urlpatterns = [
    path("nop-ho-so/ban-nhap/<uuid:public_id>/", citizen.resume, name="resume_draft"),
    path("nop-ho-so/ban-nhap/<uuid:public_id>/bo/", start.discard, name="discard_draft"),
    path("nop-ho-so/ban-nhap/<uuid:public_id>/<slug:section>/", draft.draft, name="draft"),
    path("nop-ho-so/<str:code>/", start.start, name="start"),
    path("ho-so/", citizen.my_dossiers, name="my_dossiers"),
    path("ho-so/<str:code>/", citizen.dossier, name="dossier"),
    path("ho-so/<str:code>/da-gui/", citizen.filed, name="filed"),
    path("ho-so/<str:code>/giay-tiep-nhan.pdf", citizen.form01, name="form01"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("can-bo/", officer.inbox, name="inbox"),
    path("can-bo/ho-so/<str:code>/", officer.officer_dossier, name="officer_dossier"),
    *(
        path(f"can-bo/ho-so/<str:code>/{words}/", officer.move, {"verb": verb.value}, name=f"dossier_{verb}")
        for verb, words in _PLAIN.items()
    ),
    *(
        path(f"can-bo/ho-so/<str:code>/{words}/", officer.page_move, {"verb": verb.value}, name=f"dossier_{verb}")
        for verb, words in _PAGES.items()
    ),
]
