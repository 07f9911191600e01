"""What the applicant is told at each step: on the screen, by e-mail, and in one segment of SMS without accents.

Sent and kept, these words are always Vietnamese (the caller sees to it): their catalogues stay empty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.kernel.text import without_accents
from namkhong.services.dossiers.models import Dossier, DraftRound, Step
from namkhong.services.dossiers.states import Move, Outcome, State
from namkhong.services.dossiers.types import ReturnWay
from namkhong.web.words import moment


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the applicant."""

    title: str
    text: str
    sms: str
    link: str


def redated_message(dossier: Dossier, promised: datetime, reason: str) -> Message:
    """The calendar changed and the date moved later."""
    text = _(
        "Hồ sơ %(code)s – %(name)s: lịch làm việc thay đổi (%(reason)s), nên ngày hẹn trả chuyển từ %(old)s "
        "sang %(due)s. Xin lỗi ông/bà vì sự thay đổi này."
    )
    short = _("Ho so %(code)s: lich lam viec thay doi, hen tra chuyen sang %(when)s.")
    return _later(dossier, promised, reason, text, short)


def process_message(dossier: Dossier, promised: datetime, reason: str) -> Message:
    """The dossier follows a new version of its process and the date moved later."""
    text = _(
        "Hồ sơ %(code)s – %(name)s: quy trình giải quyết thay đổi (%(reason)s), nên ngày hẹn trả chuyển từ %(old)s "
        "sang %(due)s. Xin lỗi ông/bà vì sự thay đổi này."
    )
    short = _("Ho so %(code)s: quy trinh thay doi, hen tra chuyen sang %(when)s.")
    return _later(dossier, promised, reason, text, short)


def _later(dossier: Dossier, promised: datetime, reason: str, text: str, short: str) -> Message:
    """The date moved later than ``promised``; ``text`` and ``short`` say why."""
    words = {
        "code": dossier.code,
        "name": dossier.procedure_name,
        "old": moment(promised),
        "due": moment(dossier.due_at) if dossier.due_at else "",
        "when": _when(dossier),
        "reason": reason,
    }
    title = _("Ngày hẹn trả chuyển sang %(due)s") % words
    link = reverse("dossier", kwargs={"code": dossier.code or ""})
    return Message(title, text % words, without_accents(short % words)[:160], link)


def relocated_message(dossier: Dossier, old: str, new: str, place: str, basis: str) -> Message:
    """Another agency goes on with it; number and date stay as they were."""
    words = {
        "code": dossier.code,
        "name": dossier.procedure_name,
        "old": old,
        "new": new,
        "place": place,
        "basis": basis,
    }
    title = _("Hồ sơ của ông/bà nay do %(new)s giải quyết") % words
    text = (
        _(
            "Hồ sơ %(code)s – %(name)s: %(old)s được sắp xếp lại (%(basis)s), nên từ nay %(new)s giải quyết tiếp. "
            "Số hồ sơ và ngày hẹn trả giữ nguyên, ông/bà không phải nộp lại giấy tờ nào. Nơi tiếp nhận, trả kết quả: %(place)s."
        )
        % words
    )
    short = _("Ho so %(code)s nay do %(new)s giai quyet. So ho so, ngay hen tra giu nguyen.") % words
    link = reverse("dossier", kwargs={"code": dossier.code or ""})
    return Message(title, text, without_accents(short)[:160], link)


def mandate_words(attorney: str, number: str) -> tuple[str, str]:
    """Title and text for whoever is named as mandator."""
    text = _("%(name)s được nộp hồ sơ thay ông/bà theo giấy ủy quyền số %(number)s. Nếu không phải, xin chấm dứt ngay.")
    return _("Đã ghi nhận giấy ủy quyền của ông/bà"), text % {"name": attorney, "number": number}


def mandate_ended_words(mandator: str, number: str) -> tuple[str, str]:
    """Title and text for whoever was named as attorney."""
    text = _("%(name)s đã chấm dứt giấy ủy quyền số %(number)s. Hồ sơ đã gửi vẫn được giải quyết.")
    return _("Giấy ủy quyền đã chấm dứt"), text % {"name": mandator, "number": number}


def under_mandate(message: Message, attorney: str, number: str) -> Message:
    """What whoever gave the mandate reads when it is used: who filed in her name."""
    said = _("%(name)s nộp thay ông/bà theo giấy ủy quyền số %(number)s.") % {"name": attorney, "number": number}
    return replace(message, text=f"{message.text}\n{said}")


def for_attorney(message: Message, dossier: Dossier, number: str, move: str, link: str) -> Message:
    """The same for whoever filed by mandate: whose dossier it is; ``link`` where its own page is not hers."""
    words = {"name": dossier.applicant_name, "number": number}
    titles = {
        Move.WITHDRAW: _("Hồ sơ ông/bà nộp thay đã được rút"),
        Move.STOP_AT_REQUEST: _("Hồ sơ ông/bà nộp thay đã dừng giải quyết"),
    }
    said = _("Hồ sơ ông/bà nộp thay %(name)s theo giấy ủy quyền số %(number)s.") % words
    title = titles.get(Move(move), message.title) if move else message.title
    return replace(message, title=title, text=f"{said}\n{message.text}", link=link or message.link)


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
        case Move.SEND_DRAFT | Move.CONFIRM_DRAFT:
            return _about_draft(step, words)
        case (
            Move.REQUEST_SUPPLEMENT
            | Move.COMPLETE_SUPPLEMENT
            | Move.SEND_AGAIN
            | Move.SEND_ON
            | Move.WITHDRAW
            | Move.STOP_AT_REQUEST
            | Move.STOP_UNMET
        ):
            return _about_supplement(step, dossier, words)
        case Move.NOT_RECEIVE:
            title = _("Hồ sơ không được tiếp nhận")
            text = _("Hồ sơ %(code)s – %(name)s không được tiếp nhận. Lý do: %(note)s") % words
            short = _("Ho so %(code)s khong duoc tiep nhan. Xem ly do tai trang Ho so cua toi.") % words
        case Move.EXTEND | Move.APOLOGISE:
            title, text, short = _apology(dossier, words)
        case Move.DECIDE | Move.ISSUE:
            title, text, short = _decided(dossier, words)
        case _:
            title = _("Đã trả kết quả")
            text = _("Ông/bà đã nhận kết quả của hồ sơ %(code)s – %(name)s. Cảm ơn ông/bà.") % words
            short = _("Ho so %(code)s da tra ket qua.") % words
    return Message(title, text, without_accents(short)[:160], reverse("dossier", kwargs={"code": code}))


def _about_draft(step: Step, words: dict[str, str]) -> Message:
    """Until when she may answer, as it was when the draft was sent."""
    asked = DraftRound.objects.filter(dossier=step.dossier_id, sent_at__lte=step.at).order_by("-number").first()
    until = asked.due_at if asked else step.at
    words = {**words, "until": moment(until), "at": f"{clock.local(until):%H:%M %d/%m}"}
    link = reverse("dossier", kwargs={"code": words["code"]})
    if step.move == Move.CONFIRM_DRAFT:
        title = _("Bản dự thảo được coi là đã đồng ý")
        text = _("Ông/bà không trả lời trước %(until)s nên bản dự thảo của hồ sơ %(code)s được coi là đúng.") % words
        short = _("Ho so %(code)s: ban du thao duoc coi la dong y.") % words
    else:
        title = _("Xin ông/bà xem và xác nhận bản dự thảo")
        text = (
            _("Hồ sơ %(code)s – %(name)s: xin xem bản dự thảo trước %(until)s. Không trả lời được coi là đồng ý.")
            % words
        )
        short = _("Ho so %(code)s: xem ban du thao truoc %(at)s. Khong tra loi la dong y.") % words
        link = reverse("confirm_draft", kwargs={"code": words["code"]})
    return Message(title, text, without_accents(short)[:160], link)


def _about_supplement(step: Step, dossier: Dossier, words: dict[str, str]) -> Message:
    """What is missing, that it has come, or that the dossier has ended without a result."""
    link = reverse("dossier", kwargs={"code": words["code"]})
    match Move(step.move):
        case Move.REQUEST_SUPPLEMENT:
            title = _("Hồ sơ còn thiếu, cần bổ sung")
            text = _("Hồ sơ %(code)s – %(name)s còn thiếu:\n%(note)s") % words
            asked = dossier.supplements.filter(sent_at__lte=step.at).order_by("-sent_at").first()
            if asked is not None and asked.answer_by is not None:
                text += "\n" + _("Xin bổ sung trước %s, quá hạn hồ sơ có thể bị dừng.") % moment(asked.answer_by)
            short = _("Ho so %(code)s con thieu, xin bo sung. Xem tai trang Ho so cua toi.") % words
            if dossier.owner_id is not None and dossier.now_in is State.SUPPLEMENT_REQUESTED:
                link = reverse("supplement", kwargs={"code": words["code"]})
        case Move.COMPLETE_SUPPLEMENT:
            title = _("Đã nhận đủ bổ sung – hẹn trả %(due)s") % words
            text = _("Hồ sơ %(code)s – %(name)s đã được bổ sung đủ. Ngày hẹn trả mới là %(due)s.") % words
            short = _("Ho so %(code)s da bo sung du, hen tra %(when)s.") % words
        case Move.SEND_ON:
            title = _("Đã nhận đủ bổ sung – dự kiến trả %(due)s") % words
            text = (
                _("Hồ sơ %(code)s – %(name)s đã được bổ sung đủ và đang chuyển tới cơ quan giải quyết.") % words
                + " "
                + _("Ngày hẹn chính thức tính từ khi cơ quan đó nhận được hồ sơ.")
            )
            short = _("Ho so %(code)s da bo sung du, dang chuyen toi co quan giai quyet.") % words
        case Move.SEND_AGAIN:
            title = _("Đã gửi lại hồ sơ, chờ cơ quan tiếp nhận")
            text = _("Cơ quan tiếp nhận sẽ xem phần bổ sung của hồ sơ %(code)s – %(name)s và trả lời ông/bà.") % words
            short = _("Ho so %(code)s da gui bo sung, cho tiep nhan.") % words
        case Move.WITHDRAW:
            title = _("Đã rút hồ sơ theo đề nghị của ông/bà")
            text = _("Hồ sơ %(code)s – %(name)s đã được rút, không giải quyết nữa.") % words
            short = _("Ho so %(code)s da rut theo de nghi.") % words
        case Move.STOP_AT_REQUEST:
            title = _("Đã dừng giải quyết theo đề nghị của ông/bà")
            text = _("Hồ sơ %(code)s – %(name)s đã dừng giải quyết. Thông báo dừng có ở trang hồ sơ.") % words
            short = _("Ho so %(code)s da dung giai quyet theo de nghi.") % words
        case _:
            title = _("Đã dừng giải quyết vì chưa bổ sung đủ")
            text = _("Hồ sơ %(code)s – %(name)s đã dừng giải quyết. %(note)s") % words
            short = _("Ho so %(code)s da dung vi chua bo sung du. Ong/ba co the nop lai.") % words
    return Message(title, text, without_accents(short)[:160], link)


def _note(step: Step) -> str:
    """What the applicant may read; a clerk's issuing carries the words of the leader who signed."""
    if step.move != Move.ISSUE:
        return step.note
    signed = Step.objects.filter(dossier=step.dossier_id, move=Move.SIGN).order_by("-revision").first()
    return signed.note if signed else ""


def _apology(dossier: Dossier, words: dict[str, str]) -> tuple[str, str, str]:
    """Sorry, why, and the new date; the letter itself is on the dossier's page."""
    again = dossier.new_due_at
    words = {**words, "again": moment(again) if again else "", "at": f"{clock.local(again):%d/%m/%Y}" if again else ""}
    title = _("Xin lỗi ông/bà, hồ sơ chậm hẹn; ngày hẹn mới là %(again)s") % words
    text = (
        _(
            "Hồ sơ %(code)s – %(name)s chưa xong đúng hẹn. Lý do: %(note)s\n"
            "Chúng tôi xin lỗi ông/bà và sẽ trả kết quả %(again)s. Phiếu xin lỗi có ở trang hồ sơ."
        )
        % words
    )
    return title, text, _("Xin loi, ho so %(code)s cham hen. Ngay hen moi: %(at)s.") % words


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
