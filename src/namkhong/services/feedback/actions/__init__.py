"""Writing: one function per verb, each in one transaction: allowed, changed, saved, recorded, announced."""

from namkhong.services.feedback.actions.answering import answer, assign, close, close_old, not_accept, pass_on
from namkhong.services.feedback.actions.facts import load_facts
from namkhong.services.feedback.actions.rating import rate
from namkhong.services.feedback.actions.sending import send
from namkhong.services.feedback.actions.telling import tell_assigned, tell_relocated, tell_sender

__all__ = [
    "answer",
    "assign",
    "close",
    "close_old",
    "load_facts",
    "not_accept",
    "pass_on",
    "rate",
    "send",
    "tell_assigned",
    "tell_relocated",
    "tell_sender",
]
