"""Notices: the sender at every turn, whoever is named to answer. A repeated event tells nobody twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.notifications import actions as notifications
from namkhong.kernel.text import without_accents
from namkhong.services.feedback.models import Inquiry, InquiryStep
from namkhong.services.feedback.states import MOVES, Move
from namkhong.web.words import moment


@transaction.atomic
def tell_sender(*, inquiry_step_id: int, now: datetime) -> None:
    """Tell the sender what happened: signed in on the screen, else by the way she gave; never a word of what it is about."""
    step = InquiryStep.objects.select_related("inquiry").filter(pk=inquiry_step_id).first()
    if step is None or (step.move == Move.CLOSE and step.by_id is not None):
        return  # who ended it knows
    inquiry, move = step.inquiry, Move(step.move)
    if inquiry.sender_id is None and not (inquiry.contact_email or inquiry.contact_phone):
        return
    words = {"code": inquiry.code, "due": moment(inquiry.due_at), "note": step.note}
    text = {
        Move.SEND: _("Đã nhận %(code)s. Chậm nhất %(due)s sẽ có trả lời.") % words,
        Move.ASSIGN: _("%(code)s đã được phân công trả lời. Chậm nhất %(due)s sẽ có trả lời.") % words,
        Move.ANSWER: _("%(code)s đã có trả lời. Xin mở trang phản ánh, kiến nghị để đọc.") % words,
        Move.PASS_ON: _("%(code)s đã chuyển cơ quan có thẩm quyền: %(note)s") % words,
        Move.NOT_ACCEPT: _("%(code)s không được tiếp nhận. Lý do: %(note)s") % words,
        Move.CLOSE: _("%(code)s đã có trả lời và đã kết thúc.") % words,
    }[move]
    short = without_accents(f"{inquiry.code}: {MOVES[move].sender}.")[:160]
    notifications.notify(
        account_id=inquiry.sender_id,
        email=inquiry.contact_email,
        phone=inquiry.contact_phone,
        title=str(MOVES[move].sender),
        text=text,
        sms=short,
        link=_where(inquiry),
        about=("inquiry", inquiry.pk),
        key=f"feedback.told:{step.pk}",
        now=now,
    )


@transaction.atomic
def tell_relocated(*, inquiry_id: int, reorganisation_id: int, now: datetime) -> None:
    """Tell the sender which agency goes on with it; the day by which there is an answer stays."""
    inquiry = Inquiry.objects.select_related("desk_agency").filter(pk=inquiry_id).first()
    if inquiry is None or not (inquiry.sender_id or inquiry.contact_email or inquiry.contact_phone):
        return
    words = {"code": inquiry.code, "agency": inquiry.desk_agency.name, "due": moment(inquiry.due_at)}
    notifications.notify(
        account_id=inquiry.sender_id,
        email=inquiry.contact_email,
        phone=inquiry.contact_phone,
        title=_("%(code)s nay do %(agency)s xem xét") % words,
        text=_("Do sắp xếp cơ quan, %(code)s nay do %(agency)s xem xét. Hạn trả lời giữ nguyên: %(due)s.") % words,
        sms=without_accents(f"{inquiry.code}: {inquiry.desk_agency.name}")[:160],
        link=_where(inquiry),
        about=("inquiry", inquiry.pk),
        key=f"feedback.relocated:{reorganisation_id}:{inquiry.pk}",
        now=now,
    )


def _where(inquiry: Inquiry) -> str:
    """Where the sender reads it."""
    return reverse("inquiry", kwargs={"code": inquiry.code}) if inquiry.sender_id else reverse("inquiry_lookup")


@transaction.atomic
def tell_assigned(*, inquiry_step_id: int, now: datetime) -> None:
    """Tell the official who is named to answer."""
    step = InquiryStep.objects.select_related("inquiry").filter(pk=inquiry_step_id).first()
    if step is None or step.inquiry.assigned_to_id is None:
        return
    inquiry = step.inquiry
    notifications.notify(
        account_id=inquiry.assigned_to_id,
        title=_("Ông/Bà được giao trả lời %s") % inquiry.code,
        text=_("Phải trả lời trước %s.") % moment(inquiry.due_at),
        link=reverse("officer_inquiry", kwargs={"code": inquiry.code}),
        about=("inquiry", inquiry.pk),
        key=f"feedback.assigned:{step.pk}",
        now=now,
    )
