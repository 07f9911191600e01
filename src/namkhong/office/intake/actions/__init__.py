"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced."""

from namkhong.office.intake.actions.arriving import record_arrival, take_packet
from namkhong.office.intake.actions.directing import direct, propose
from namkhong.office.intake.actions.facts import load_facts
from namkhong.office.intake.actions.passing import extend, give_back, pass_on
from namkhong.office.intake.actions.reassigning import reassign
from namkhong.office.intake.actions.recalling import ask_recall, settle_recall
from namkhong.office.intake.actions.registering import register, send_back
from namkhong.office.intake.actions.telling import tell_ended, tell_given, tell_giver
from namkhong.office.intake.actions.working import accept, finish, mark_read, opine, report

__all__ = [
    "accept",
    "ask_recall",
    "direct",
    "extend",
    "finish",
    "give_back",
    "load_facts",
    "mark_read",
    "opine",
    "pass_on",
    "propose",
    "reassign",
    "record_arrival",
    "register",
    "report",
    "send_back",
    "settle_recall",
    "take_packet",
    "tell_ended",
    "tell_given",
    "tell_giver",
]
