"""What the applicant is told at each step: on the screen, by e-mail, and in one segment of SMS without accents.

Sent and kept, these words are always Vietnamese (the caller sees to it): their catalogues stay empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.kernel.text import without_accents
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.states import Move, Outcome
from namkhong.services.dossiers.types import ReturnWay
from namkhong.web.words import moment


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the applicant."""

    title: str
    text: str
    sms: str
    link: str


def message_of(step: Step, dossier: Dossier) -> Message:
    """The words for a step."""
    code = dossier.code or ""
    due = moment(dossier.due_at) if dossier.due_at else ""
    words = {"name": dossier.procedure_name, "code": code, "due": due, "when": _when(dossier), "note": _note(step)}
    match Move(step.move):
        case Move.FILE:
            title = _("Đã gửi hồ sơ, chờ cơ quan tiếp nhận")
            text = (
                _("Hồ sơ %(code)s – %(name)s đã gửi. Cơ quan tiếp nhận sẽ trả lời ông/bà trong 8 giờ làm việc.") % words
            )
            short = _("Ho so %(code)s da gui, cho tiep nhan.") % words
        case Move.RECEIVE if dossier.clock_started_at is None:
            title = _("Hồ sơ đã được tiếp nhận, dự kiến trả %(due)s") % words
            text = (
                _(
                    "Hồ sơ %(code)s – %(name)s đã được tiếp nhận và đang chuyển tới cơ quan giải quyết. "
                    "Ngày hẹn chính thức tính từ khi cơ quan đó nhận được hồ sơ, chúng tôi sẽ báo ông/bà."
                )
                % words
            )
            short = _("Ho so %(code)s da tiep nhan, dang chuyen toi co quan giai quyet.") % words
        case Move.RECEIVE | Move.TAKE_OVER:
            title = _("Đang giải quyết – hẹn trả %(due)s") % words
            text = _("Hồ sơ %(code)s – %(name)s đã được tiếp nhận. Hẹn trả kết quả %(due)s.") % words
            short = _("Ho so %(code)s da tiep nhan, hen tra %(when)s.") % words
        case Move.NOT_RECEIVE:
            title = _("Hồ sơ không được tiếp nhận")
            text = _("Hồ sơ %(code)s – %(name)s không được tiếp nhận. Lý do: %(note)s") % words
            short = _("Ho so %(code)s khong duoc tiep nhan. Xem ly do tai trang Ho so cua toi.") % words
        case Move.DECIDE | Move.ISSUE:
            title, text, short = _decided(dossier, words)
        case _:
            title = _("Đã trả kết quả")
            text = _("Ông/bà đã nhận kết quả của hồ sơ %(code)s – %(name)s. Cảm ơn ông/bà.") % words
            short = _("Ho so %(code)s da tra ket qua.") % words
    return Message(title, text, without_accents(short)[:160], reverse("dossier", kwargs={"code": code}))


def _note(step: Step) -> str:
    """What the applicant may read; a clerk's issuing carries the words of the leader who signed."""
    if step.move != Move.ISSUE:
        return step.note
    signed = Step.objects.filter(dossier=step.dossier_id, move=Move.SIGN).order_by("-revision").first()
    return signed.note if signed else ""


def _decided(dossier: Dossier, words: dict[str, str]) -> tuple[str, str, str]:
    if dossier.outcome == Outcome.REFUSED:
        title = _("Đã có kết quả: không giải quyết")
        text = _("Hồ sơ %(code)s – %(name)s không được giải quyết. Lý do: %(note)s") % words
    else:
        title = _("Đã có kết quả")
        how = (
            _("Ông/bà mở trang hồ sơ để tải kết quả về.")
            if dossier.return_way == ReturnWay.ONLINE
            else _("Kết quả sẽ được trả theo cách ông/bà đã chọn.")
        )
        text = _("Hồ sơ %(code)s – %(name)s đã có kết quả.") % words + " " + how
    return title, text, _("Ho so %(code)s da co ket qua.") % words


def _when(dossier: Dossier) -> str:
    return f"{clock.local(dossier.due_at):%H:%M %d/%m/%Y}" if dossier.due_at else ""
