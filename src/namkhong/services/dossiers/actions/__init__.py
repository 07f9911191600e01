"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced."""

from namkhong.services.dossiers.actions.deciding import decide, hand_over
from namkhong.services.dossiers.actions.drafting import discard_draft, save_step, start_draft
from namkhong.services.dossiers.actions.facts import load_facts
from namkhong.services.dossiers.actions.figures import refresh_figures
from namkhong.services.dossiers.actions.filing import file
from namkhong.services.dossiers.actions.issuing import receipt_pdf, tell_applicant
from namkhong.services.dossiers.actions.papers import attach, detach, mark_refused
from namkhong.services.dossiers.actions.processing import forward, send_back
from namkhong.services.dossiers.actions.receiving import not_receive, receive, take_over

__all__ = [
    "attach",
    "decide",
    "detach",
    "discard_draft",
    "file",
    "forward",
    "hand_over",
    "load_facts",
    "mark_refused",
    "not_receive",
    "receipt_pdf",
    "receive",
    "refresh_figures",
    "save_step",
    "send_back",
    "start_draft",
    "take_over",
    "tell_applicant",
]
