"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced."""

from namkhong.office.exchange.actions.addresses import load_address_book, sync_address_book
from namkhong.office.exchange.actions.answering import answer
from namkhong.office.exchange.actions.delivering import deliver, sweep
from namkhong.office.exchange.actions.fetching import receive
from namkhong.office.exchange.actions.recalling import revoke
from namkhong.office.exchange.actions.receiving import accept_packet
from namkhong.office.exchange.actions.sending import replace, resend, send

__all__ = [
    "accept_packet",
    "answer",
    "deliver",
    "load_address_book",
    "receive",
    "replace",
    "resend",
    "revoke",
    "send",
    "sweep",
    "sync_address_book",
]
