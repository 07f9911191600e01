"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced."""

from namkhong.office.documents.actions.books import lock_book, set_symbol, unlock_book
from namkhong.office.documents.actions.ending import mark_recalled, mark_replaced, note_handed_on, void
from namkhong.office.documents.actions.facts import load_facts
from namkhong.office.documents.actions.files import attach
from namkhong.office.documents.actions.linking import link
from namkhong.office.documents.actions.printing import register_lines, register_pdf
from namkhong.office.documents.actions.reading import read_files
from namkhong.office.documents.actions.registering import register_incoming, register_outgoing

__all__ = [
    "attach",
    "link",
    "load_facts",
    "lock_book",
    "mark_recalled",
    "mark_replaced",
    "note_handed_on",
    "read_files",
    "register_incoming",
    "register_lines",
    "register_outgoing",
    "register_pdf",
    "set_symbol",
    "unlock_book",
    "void",
]
