"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced.

``sign``, ``seal`` and ``sign_copy`` are several transactions: ``signatures`` never holds a lock while a key is asked.
"""

from namkhong.office.drafting.actions.copies import make_copy, sign_copy
from namkhong.office.drafting.actions.facts import load_facts
from namkhong.office.drafting.actions.issuing import issue, note_status, number
from namkhong.office.drafting.actions.opinions import answer_opinion, ask_opinions, give_opinion
from namkhong.office.drafting.actions.signing import note_signed, seal, sign
from namkhong.office.drafting.actions.steps import pass_check, send_back, submit, withdraw
from namkhong.office.drafting.actions.telling import tell_asked, tell_author, tell_signers
from namkhong.office.drafting.actions.writing import add_annex, create, drop_annex, save

__all__ = [
    "add_annex",
    "answer_opinion",
    "ask_opinions",
    "create",
    "drop_annex",
    "give_opinion",
    "issue",
    "load_facts",
    "make_copy",
    "note_signed",
    "note_status",
    "number",
    "pass_check",
    "save",
    "seal",
    "send_back",
    "sign",
    "sign_copy",
    "submit",
    "tell_asked",
    "tell_author",
    "tell_signers",
    "withdraw",
]
