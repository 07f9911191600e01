"""Reactions, in jobs: the sender and whoever is named to answer are told."""

from __future__ import annotations

from namkhong.kernel import clock
from namkhong.services.feedback import actions
from namkhong.services.feedback.events import (
    InquiryAnswered,
    InquiryAssigned,
    InquiryEnded,
    InquiryRelocated,
    InquirySent,
)


def tell_sender(event: InquirySent | InquiryAssigned | InquiryAnswered | InquiryEnded) -> None:
    """Tell the sender; a repeated event tells nobody twice."""
    actions.tell_sender(inquiry_step_id=event.inquiry_step_id, now=clock.now())


def tell_assigned(event: InquiryAssigned) -> None:
    """Tell the official named to answer."""
    actions.tell_assigned(inquiry_step_id=event.inquiry_step_id, now=clock.now())


def tell_relocated(event: InquiryRelocated) -> None:
    """Tell the sender who goes on with it."""
    actions.tell_relocated(inquiry_id=event.inquiry_id, reorganisation_id=event.reorganisation_id, now=clock.now())
