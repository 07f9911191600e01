"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced."""

from namkhong.services.dossiers.actions.asking import (
    approve_supplement,
    request_supplement,
    return_proposal,
    send_supplement,
)
from namkhong.services.dossiers.actions.assigning import assign, take_back
from namkhong.services.dossiers.actions.changing_process import (
    apply_process_move,
    keep_open_dossiers,
    move_open_dossiers,
)
from namkhong.services.dossiers.actions.completing import complete_supplement, correct_answers
from namkhong.services.dossiers.actions.confirming import answer_draft, close_silent_drafts, send_draft
from namkhong.services.dossiers.actions.counter import (
    count_copies,
    enrol_stranger,
    file_and_receive,
    note_paper,
    read_card,
    start_at_counter,
)
from namkhong.services.dossiers.actions.deciding import decide, hand_over
from namkhong.services.dossiers.actions.drafting import discard_draft, save_step, start_draft
from namkhong.services.dossiers.actions.ending import close_unanswered, stop_at_request, stop_unmet, withdraw
from namkhong.services.dossiers.actions.extending import propose_extension, sign_extension
from namkhong.services.dossiers.actions.facts import load_facts
from namkhong.services.dossiers.actions.fees import record_receipt, void_receipt
from namkhong.services.dossiers.actions.figures import refresh_figures
from namkhong.services.dossiers.actions.filing import file
from namkhong.services.dossiers.actions.handing import hand_to_unit
from namkhong.services.dossiers.actions.issuing import form_pdf, receipt_pdf, tell_applicant
from namkhong.services.dossiers.actions.mandates import close_mandates, end_mandate, register_mandate
from namkhong.services.dossiers.actions.opinions import (
    Question,
    ask_opinions,
    close_silent_opinions,
    draft_opinion,
    sign_opinion,
    withdraw_opinion,
)
from namkhong.services.dossiers.actions.papers import attach, detach, mark_refused
from namkhong.services.dossiers.actions.processing import forward, send_back
from namkhong.services.dossiers.actions.recalculating import (
    apply_recalculation,
    approve_recalculation,
    preview_recalculation,
)
from namkhong.services.dossiers.actions.receiving import approve_not_receive, not_receive, receive, take_over
from namkhong.services.dossiers.actions.registering import control_slip, open_register, register_lines, register_pdf
from namkhong.services.dossiers.actions.relocating import tell_relocated
from namkhong.services.dossiers.actions.submitting import submit
from namkhong.services.dossiers.actions.telling import tell_asked, tell_asker, tell_holder, tell_signers
from namkhong.services.dossiers.actions.trying import count_process_trial, try_process
from namkhong.services.dossiers.actions.warning import draft_extensions, refresh_late_chances, refresh_step_times

__all__ = [
    "Question",
    "answer_draft",
    "apply_process_move",
    "apply_recalculation",
    "approve_not_receive",
    "approve_recalculation",
    "approve_supplement",
    "ask_opinions",
    "assign",
    "attach",
    "close_mandates",
    "close_silent_drafts",
    "close_silent_opinions",
    "close_unanswered",
    "complete_supplement",
    "control_slip",
    "correct_answers",
    "count_copies",
    "count_process_trial",
    "decide",
    "detach",
    "discard_draft",
    "draft_extensions",
    "draft_opinion",
    "end_mandate",
    "enrol_stranger",
    "file",
    "file_and_receive",
    "form_pdf",
    "forward",
    "hand_over",
    "hand_to_unit",
    "keep_open_dossiers",
    "load_facts",
    "mark_refused",
    "move_open_dossiers",
    "not_receive",
    "note_paper",
    "open_register",
    "preview_recalculation",
    "propose_extension",
    "read_card",
    "receipt_pdf",
    "receive",
    "record_receipt",
    "refresh_figures",
    "refresh_late_chances",
    "refresh_step_times",
    "register_lines",
    "register_mandate",
    "register_pdf",
    "request_supplement",
    "return_proposal",
    "save_step",
    "send_back",
    "send_draft",
    "send_supplement",
    "sign_extension",
    "sign_opinion",
    "start_at_counter",
    "start_draft",
    "stop_at_request",
    "stop_unmet",
    "submit",
    "take_back",
    "take_over",
    "tell_applicant",
    "tell_asked",
    "tell_asker",
    "tell_holder",
    "tell_relocated",
    "tell_signers",
    "try_process",
    "void_receipt",
    "withdraw",
    "withdraw_opinion",
]
