"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.views import (
    asked,
    citizen,
    completing,
    confirm,
    counter,
    draft,
    extension,
    fees,
    lookup,
    mandates,
    officer,
    papers,
    process_trials,
    proof,
    recalculating,
    start,
    supplement,
)

_PLAIN = {
    Move.RECEIVE: "tiep-nhan",
    Move.TAKE_OVER: "nhan-chuyen-den",
    Move.FORWARD: "chuyen-xu-ly",
    Move.SEND_BACK: "tra-lai",
}
_ANSWERS = {
    "send_supplement": "gui-yeu-cau-bo-sung",
    "approve_supplement": "dong-y-yeu-cau-bo-sung",
    "approve_not_receive": "dong-y-khong-tiep-nhan",
    "return_proposal": "tra-lai-de-nghi",
    "stop_unmet": "dung-vi-khong-bo-sung",
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
    path("ho-so/<str:code>/bieu-mau/<int:form_id>/phieu.pdf", papers.issued_form, name="issued_form"),
    path("ho-so/<str:code>/kiem-chung.json", proof.proof, name="proof"),
    path("tra-cuu/kiem-chung/", proof.lookup_proof, name="lookup_proof"),
    path("ho-so/<str:code>/bo-sung/", completing.supplement, name="supplement"),
    path("ho-so/<str:code>/bo-sung/to-khai/<slug:section>/", completing.correct, name="correct_answers"),
    path("ho-so/<str:code>/rut/", completing.end, {"verb": "withdraw"}, name="withdraw"),
    path("ho-so/<str:code>/dung/", completing.end, {"verb": "stop_at_request"}, name="ask_to_stop"),
    path("ho-so/<str:code>/ban-du-thao/", confirm.confirm_draft, name="confirm_draft"),
    path("can-bo/ho-so/<str:code>/phan-cong/", asked.assign, name="assign_dossier"),
    path("can-bo/ho-so/<str:code>/thu-lai/", asked.take_back, name="take_back_dossier"),
    path("can-bo/ho-so/<str:code>/gui-du-thao/", asked.send_draft, name="send_draft"),
    path("can-bo/ho-so/<str:code>/lay-y-kien/", asked.ask_opinions, name="ask_opinions"),
    path("can-bo/y-kien/", asked.opinions, name="opinions"),
    path("can-bo/y-kien/<int:request_id>/", asked.opinion, name="opinion"),
    path("can-bo/y-kien/<int:request_id>/thoi-hoi/", asked.withdraw_opinion, name="withdraw_opinion"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("uy-quyen/", mandates.my_mandates, name="my_mandates"),
    path("uy-quyen/<int:mandate_id>/cham-dut/", mandates.end, name="end_mandate"),
    path("can-bo/nop-ho-so/", counter.find, name="counter_filing"),
    path("can-bo/nop-ho-so/<str:code>/", counter.begin, name="counter_begin"),
    path("can-bo/nop-ho-so/<str:code>/xong/", counter.done, name="counter_done"),
    path("can-bo/uy-quyen/moi/", mandates.register, name="mandate_register"),
    path("can-bo/ho-so/<str:code>/bien-lai/", fees.fee_receipt, name="fee_receipt"),
    path("can-bo/ho-so/<str:code>/bien-lai/<int:receipt_id>/huy/", fees.void_receipt, name="void_receipt"),
    path("can-bo/", officer.inbox, name="inbox"),
    path("can-bo/quan-tri/lich/hen-lai/", recalculating.recalculations, name="recalculations"),
    path("can-bo/quan-tri/lich/hen-lai/<int:recalculation_id>/", recalculating.recalculation, name="recalculation"),
    path("can-bo/quan-tri/chay-thu-quy-trinh/<int:version_id>/bat-dau/", process_trials.begin, name="process_try"),
    path("can-bo/quan-tri/chay-thu-quy-trinh/<int:trial_id>/", process_trials.process_trial, name="process_trial"),
    path("can-bo/sap-tre/", extension.late_soon, name="late_soon"),
    path("can-bo/so-theo-doi/", papers.register, name="register"),
    path("can-bo/so-theo-doi/<int:agency_id>/<int:year>/so.csv", papers.register_csv, name="register_csv"),
    path("can-bo/so-theo-doi/<int:agency_id>/<int:year>/<int:part>/so.pdf", papers.register_pdf, name="register_pdf"),
    path("can-bo/ho-so/<str:code>/phieu-kiem-soat.pdf", papers.control_slip, name="control_slip"),
    path("can-bo/ho-so/<str:code>/hen-lai/", extension.extension, name="extension"),
    path("can-bo/ho-so/<str:code>/hen-lai/ky/", extension.sign_extension, name="sign_extension"),
    path("can-bo/ho-so/<str:code>/", officer.officer_dossier, name="officer_dossier"),
    path("can-bo/ho-so/<str:code>/yeu-cau-bo-sung/", supplement.ask, name="dossier_request_supplement"),
    path("can-bo/ho-so/<str:code>/nhan-bo-sung/", supplement.brought, name="dossier_complete_supplement"),
    *(
        path(f"can-bo/ho-so/<str:code>/{words}/", supplement.end_at_counter, {"verb": verb}, name=f"dossier_{verb}")
        for verb, words in (("withdraw", "rut-ho-so"), ("stop_at_request", "dung-giai-quyet"))
    ),
    *(
        path(f"can-bo/ho-so/<str:code>/{words}/", supplement.answer, {"verb": verb}, name=f"dossier_{verb}")
        for verb, words in _ANSWERS.items()
    ),
    *(
        path(f"can-bo/ho-so/<str:code>/{words}/", officer.move, {"verb": verb.value}, name=f"dossier_{verb}")
        for verb, words in _PLAIN.items()
    ),
    *(
        path(f"can-bo/ho-so/<str:code>/{words}/", officer.page_move, {"verb": verb.value}, name=f"dossier_{verb}")
        for verb, words in _PAGES.items()
    ),
]
