"""Inquiries at every station, made by the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.feedback import actions
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.types import InquiryCard, Kind, NewInquiry

HOUR = timedelta(hours=1)


def new(kind: Kind = Kind.QUESTION, **how: Any) -> NewInquiry:
    """What somebody writes."""
    how.setdefault("title", "Cần giấy tờ gì khi đăng ký khai sinh muộn")
    how.setdefault("text", "Con tôi sinh tháng trước, tôi cần mang theo giấy tờ gì?")
    return NewInquiry(kind=kind, token=uuid4(), **how)


def sent(actor: Actor, *, now: datetime = MONDAY, **how: Any) -> Inquiry:
    """Sent."""
    card = actions.send(new=new(**how), actor=actor, now=now)
    return Inquiry.objects.get(pk=card.id)


def assigned(actor: Actor, desk: Actor, to: int, *, now: datetime = MONDAY, **how: Any) -> Inquiry:
    """Given to a body."""
    inquiry = sent(actor, now=now, **how)
    actions.assign(inquiry_id=inquiry.pk, actor=desk, now=now + HOUR, agency_id=to)
    inquiry.refresh_from_db()
    return inquiry


def answered(inquiry: Inquiry, by: Actor, *, now: datetime = MONDAY + 2 * HOUR, **how: Any) -> InquiryCard:
    """Answered."""
    how.setdefault("words", "Ông/bà mang theo giấy chứng sinh và căn cước.")
    return actions.answer(inquiry_id=inquiry.pk, actor=by, now=now, **how)
