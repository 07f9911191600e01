"""Every form of the product, filled in right: who sends it, to which address, with what. The bad input starts from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from namkhong.foundation.accounts.tests.factories import PASSWORD
from namkhong.foundation.organisations.models import Official
from namkhong.services.dossiers import queries
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import PAGES, SETUP
from tests.cast import World
from tests.promises.objects import address

Fields = Mapping[str, Any]


def pdf(name: str = "giay.pdf") -> SimpleUploadedFile:
    """A PDF as a browser sends it."""
    return SimpleUploadedFile(name, factories.pdf(), content_type="application/pdf")


@dataclass(frozen=True)
class FilledForm:
    """One form, right in every field. ``file`` names the field that takes a file; ``more`` needs the world."""

    name: str
    who: str
    fields: Fields = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    more: Callable[[World], Fields] = lambda world: {}
    query: str = ""
    taken: bool = True  # right in every field, it is done; else it only can be refused here

    @property
    def id(self) -> str:
        """A name for the test."""
        return " ".join([self.name, *self.args.values()])

    def address(self, world: World) -> str:
        """Where it goes."""
        return address(world, self.name, self.args) + self.query

    def filled(self, world: World) -> dict[str, Any]:
        """What is sent when everything is right."""
        return {**self.fields, **self.more(world)}


def _day(name: str, day: int = 1, month: int = 12, year: int = 2026) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def _revision(key: str) -> Callable[[World], Fields]:
    return lambda world: {"revision": str(world.dossier(key).revision)}


def _component(world: World) -> Fields:
    return {"component": str(next(line.id for line in queries.components_of(world.dossier("papers")) if line.upload))}


def _items(world: World) -> Fields:
    """Every item that was asked for, ticked."""
    asked = world.dossier("asked").supplements.get(state="sent")
    return {f"item-{item.pk}": "1" for item in asked.items.all()}


def _post(day: str) -> dict[str, str]:
    return {"role": "specialist", "rank": "", "basis": "15/QĐ-UBND", **_day(day)}


def _ticket(name: str) -> Callable[[World], Fields]:
    return lambda world: {name: str(world.ids["ticket"])}


def _agency(world: World) -> Fields:
    return {"agency": str(world.province.other_commune_id)}


def _official(world: World, who: str) -> int:
    return Official.objects.get(account_id=world.account(who)).pk


def _authority(world: World) -> Fields:
    return {"post": str(world.ids["post"]), "agency": str(world.province.other_commune_id)}


QR: Final = "011190000077||Vàng Thị Mỷ|15041990|Nữ|Bản Huổi Lếch, Mường Phăng, Điện Biên|01072021"
_OFFICIAL: Final = {"official_id": "official"}
_POST: Final = {"official_id": "official", "post_id": "post"}
_MARRIAGE: Final = {"code": "marriage"}
_REASON: Final = {"reason": "Theo quyết định của xã"}
_DRAFTED: Final = {"key": "drafted_process"}
_FORM: Final = {"key": "designed_form"}
_TOLD: Final = {"public_id": "subscription"}
_FORM_FILE: Final = (
    '{"key": "mau-thu", "title": "Mẫu thử", "valid_from": "2026-01-01", "sections": [{"code": "mot", "title": "Một", '
    '"fields": [{"name": "ten", "kind": "text", "label": "Họ tên"}]}]}'
)
_STEP: Final = {
    "revision": "1",
    "name": "Kiểm tra hồ sơ",
    "public_name": "Công chức chuyên môn kiểm tra",
    "kind": "work",
    "role": "specialist",
    "unit": "decider",
    "hours": "4",
    "back": "truoc",
}
_DRAFT: Final = {
    "nguoi-yeu-cau": "requester",
    "ve-ban-than": "self",
    "tinh-trang": "marital",
    "noi-cu-tru": "residence",
    "muc-dich": "purpose",
    "muc-dich-khac": "purpose_detail",
    "cam-doan": "declaration",
}

_ASKED: Final = {
    "kind": "question",
    "title": "Cần giấy tờ gì khi khai sinh muộn",
    "text": "Con tôi sinh tháng trước.",
    "token": "00000000-0000-0000-0000-0000000000a1",
    "agency": "",
    "may_publish": "1",
}

_NEW: Final = {"public_id": "arrival_new"}
_WORK: Final = {"assignment_id": "assignment"}
_TASK: Final = {"public_id": "directive"}
_OPEN_DRAFT: Final = {"public_id": "draft_open"}
_CHECKED: Final = {"public_id": "draft_checking"}
_WRITTEN: Final = {
    "subject": "Thành lập tổ công tác", "body": "Điều 1. Thành lập tổ công tác.", "urgency": "0", "addressed": "",
    "receivers": "Các phòng thuộc xã", "f-keep": "VT, VP", "symbol": "", "f-authority": "",
}  # fmt: skip


def _lead(who: str) -> Callable[[World], Fields]:
    return lambda world: {"lead": f"p{world.account(who)}"}


FORMS: Final = (
    FilledForm("lookup", "visitor", {"ma": "H18.55.04-261123-9999", "bm": "ABCD2345"}, taken=False),
    FilledForm("lookup_proof", "visitor", {"ma": "H18.55.04-261123-9999", "bm": "ABCD2345"}, taken=False),
    FilledForm("check_signatures", "visitor", file="tep", taken=False),  # what it takes: the room's test_page
    FilledForm("ask", "visitor", {**_ASKED, "contact_name": "Bà Mỷ", "contact": "0912 345 679"}),
    FilledForm("inquiry_lookup", "visitor", {"ma": "H18-PAKN-2026-99999", "bm": "ABCD2345"}, taken=False),
    FilledForm(
        "rate_with_secret",
        "visitor",
        {"ma": "H18.55.04-261123-9999", "bm": "ABCD2345", "stars": "4", "words": "Nhanh"},
        taken=False,
    ),
    FilledForm("rate", "lan", {"stars": "4", "words": "Nhanh, dễ hiểu"}, {"code": "handed_over"}),
    FilledForm("inquiry_close", "lan", {"satisfied": "yes"}, {"code": "question_replied"}),
    FilledForm(
        "inquiry_assign",
        "chief",
        {"note": "Trả lời trong tuần", "revision": "1"},
        {"code": "question"},
        more=lambda world: {"to": f"a{world.province.commune_id}"},
    ),
    FilledForm(
        "inquiry_answer",
        "leader",
        {
            "answer": "Không cần mang theo.",
            "publish": "1",
            "public_title": "Giấy khai sinh",
            "public_text": "Có phải mang giấy khai sinh không?",
            "revision": "2",
        },
        {"code": "question_given"},
        file="file",
    ),
    FilledForm(
        "inquiry_pass_on",
        "chief",
        {"authority": "Bảo hiểm xã hội tỉnh", "pass_reason": "Việc của bảo hiểm", "revision": "1"},
        {"code": "question"},
    ),
    FilledForm(
        "inquiry_not_accept", "chief", {"reason": "Không rõ hỏi việc gì", "revision": "1"}, {"code": "question"}
    ),
    FilledForm(
        "draft_new",
        "specialist",
        _WRITTEN | {"loai": "quyet-dinh", "token": "00000000-0000-0000-0000-0000000000d1"},
        more=lambda world: {"unit": str(world.province.office_id), "signer": str(world.account("leader"))},
    ),
    FilledForm("draft_edit", "specialist", _WRITTEN | {"version": "1"}, _OPEN_DRAFT, "source", taken=False),
    FilledForm(
        "draft_submit", "specialist", {"note": "", "revision": "1"}, _OPEN_DRAFT, taken=False
    ),  # it has no signer
    FilledForm("draft_withdraw", "specialist", {"why": "Không cần nữa", "revision": "1"}, _OPEN_DRAFT),
    FilledForm(
        "draft_ask",
        "specialist",
        {"question": "Xin góp ý", **_day("due")},
        _OPEN_DRAFT,
        more=lambda world: {"whom": f"p{world.account('chief')}"},
    ),
    FilledForm("draft_opine", "chief", {"opinion": "Nhất trí", "request": "1"}, _OPEN_DRAFT, taken=False),
    FilledForm(
        "draft_answer", "specialist", {"given": "1", "answer": "taken", "explanation": ""}, _OPEN_DRAFT, taken=False
    ),
    FilledForm(
        "draft_annex", "specialist", {}, _OPEN_DRAFT, "annex", taken=False
    ),  # with its file: the room's test_screens
    FilledForm("draft_annex_off", "specialist", {"position": "1"}, _OPEN_DRAFT),
    FilledForm("draft_pass", "chief", {"note": "Đúng thể thức", "revision": "2"}, _CHECKED),
    FilledForm("draft_return", "chief", {"reason": "Chưa rõ Điều 1", "revision": "2"}, _CHECKED),
    FilledForm("draft_number", "chief", {"revision": "1"}, _OPEN_DRAFT, taken=False),  # nobody has signed it
    FilledForm("draft_issue", "chief", {"revision": "1"}, _OPEN_DRAFT, taken=False),
    FilledForm("draft_seal", "clerk", {"key": "1", "pin": "1234", "read": "1"}, _OPEN_DRAFT, taken=False),
    FilledForm("draft_sign", "leader", {"key": "1", "pin": "1234", "read": "1"}, _OPEN_DRAFT, taken=False),
    FilledForm("check_layout", "specialist", file="tep", taken=False),  # the same
    FilledForm(
        "copy_new",
        "clerk",
        {"kind": "SY", "pages": "", "token": "00000000-0000-0000-0000-0000000000d2"},
        {"public_id": "scanned"},
    ),
    FilledForm("copy_sign", "clerk", {"key": "1", "pin": "1234", "read": "1"}, {"public_id": "copy"}, taken=False),
    FilledForm("document_book_lock", "clerk", args={"book_id": "document_in:book"}),
    FilledForm("document_book_unlock", "clerk", {"reason": "Còn một văn bản"}, {"book_id": "document_in:book"}),
    FilledForm(
        "document_symbols",
        "clerk",
        {"symbol": "UBND", **_day("valid_from")},
        more=lambda world: {"agency": str(world.province.commune_id)},
    ),
    FilledForm("document_void", "clerk", {"reason": "Cấp nhầm loại"}, {"public_id": "document_out"}),
    FilledForm(  # with its file: the room's test_screens
        "document_attach", "clerk", {"role": "scan"}, {"public_id": "document_in"}, file="files", taken=False
    ),
    FilledForm(
        "arrival_new",  # with its file: the room's test_screens
        "clerk",
        {"source": "paper", "token": "00000000-0000-0000-0000-0000000000c1"},
        file="file",
        taken=False,
    ),
    FilledForm(
        "arrival_register",
        "clerk",
        {
            "number": "77/SGDĐT-VP",
            "type_code": "cong-van",
            "type_name": "",
            "organ_name": "Sở Giáo dục và Đào tạo",
            "subject": "Tuyển sinh năm học mới",
            "signer_name": "Lê Văn Quý",
            "signer_position": "Giám đốc",
            "urgency": "1",
            "organ_code": "",
            "pages": "3",
            "note": "",
            "revision": "1",
            **_day("issued_on", 20, 11),
            **_day("due_on"),
        },
        _NEW,
    ),
    FilledForm("arrival_return", "clerk", {"reason": "Không thuộc thẩm quyền của xã", "revision": "1"}, _NEW),
    FilledForm("arrival_agree_recall", "clerk", {"recall_reason": "", "revision": "1"}, _NEW),
    FilledForm("arrival_refuse_recall", "clerk", {"recall_reason": "Đã giải quyết", "revision": "1"}, _NEW),
    FilledForm(
        "arrival_propose",
        "chief",
        {"words": "Đề nghị giao Văn phòng", "revision": "2", "leader": "", **_day("due")},
        {"public_id": "arrival_registered"},
        more=_lead("chief"),
    ),
    FilledForm(
        "arrival_direct",
        "leader",
        {"words": "Xem xét", "revision": "2", "confirmed": "1", **_day("due")},
        {"public_id": "arrival_registered"},
        more=_lead("chief"),
    ),
    FilledForm("arrival_opine", "leader", {"opinion": "Làm sớm", "revision": "4"}, {"public_id": "arrival_given"}),
    FilledForm("work_accept", "specialist", {"revision": "4"}, _WORK),
    FilledForm(
        "work_pass_on",
        "chief",
        {"words": "Cùng làm", "revision": "4", **_day("due", 26, 11)},
        {"assignment_id": "assignment_top"},
        more=lambda world: {"help": f"p{world.account('counter')}"},
    ),
    FilledForm("work_give_back", "specialist", {"reason": "Không đúng việc", "revision": "4"}, _WORK),
    FilledForm("work_report", "specialist", {"report": "Kính trình phương án", "revision": "4"}, _WORK),
    FilledForm("work_finish", "specialist", {"result": "Đã báo cáo", "answer": "", "revision": "4"}, _WORK),
    FilledForm("work_extend", "chief", {"reason": "Chờ số liệu", "revision": "4", **_day("new_due", 27, 11)}, _WORK),
    FilledForm(
        "directive_new",
        "leader",
        {
            "subject": "Kiểm tra kho vật tư",
            "words": "Làm kỹ",
            "source": "12/TB-UBND",
            **_day("due"),
            "token": "00000000-0000-0000-0000-0000000000c2",
        },
        more=lambda world: {"lead": str(world.account("specialist")), "help": str(world.account("counter"))},
    ),
    FilledForm("directive_accept", "specialist", {"revision": "1"}, _TASK),
    FilledForm(
        "directive_progress", "specialist", {"progress": "Đã xong một nửa", "percent": "50", "revision": "1"}, _TASK
    ),
    FilledForm("directive_report", "specialist", {"report": "Đã xong", "revision": "1"}, _TASK),
    FilledForm("directive_confirm", "leader", {"words": "Tốt", "revision": "1"}, _TASK),
    FilledForm(
        "directive_return", "leader", {"reason": "Thiếu", "revision": "1"}, _TASK, taken=False
    ),  # not reported yet
    FilledForm("directive_extend", "leader", {"extend_reason": "Chờ Sở", "revision": "1", **_day("new_due", 4)}, _TASK),
    FilledForm("directive_drop", "leader", {"drop_reason": "Thôi", "revision": "1"}, _TASK, taken=False),  # a note's
    FilledForm("consignment_resend", "clerk", args={"consignment_id": "consignment"}),
    FilledForm("set_language", "visitor", {"language": "vi", "next": "/dich-vu-cong/"}),
    FilledForm("vneid_go", "visitor", {"next": "/ho-so/"}, taken=False),
    FilledForm("sign_out", "lan"),
    FilledForm("end_place", "lan", {"place": "0" * 32}),
    FilledForm("end_other_places", "lan"),
    FilledForm("official_sign_in", "visitor", {"username": "xuan.lt", "password": PASSWORD, "next": "/can-bo/"}),
    FilledForm("account_login", "visitor", {"username": "xuan.lt", "password": PASSWORD, "next": ""}),
    FilledForm("mfa_authenticate", "counter", {"code": "123456"}),
    FilledForm("passkey_sign_in", "visitor", {"credential": '{"id": "AAAA", "type": "public-key"}'}, taken=False),
    FilledForm("reauthenticate", "counter", {"password": PASSWORD, "next": "/can-bo/bao-mat/"}),
    FilledForm(
        "change_password",
        "counter",
        {
            "present_password": PASSWORD,
            "new_password": "bốn con trâu qua suối",
            "new_password_again": "bốn con trâu qua suối",
            "next": "",
        },
    ),
    FilledForm("add_totp", "counter", {"code": "123456", "next": ""}, taken=False),
    FilledForm("add_passkey", "counter", {"name": "Máy cơ quan", "credential": "{}", "next": ""}, taken=False),
    FilledForm("recovery_codes", "counter", taken=False),
    FilledForm("remove_factor", "counter", args={"factor_id": "nothing"}, taken=False),
    FilledForm("elevate", "admin", {"reason": "Mở tài khoản cho cán bộ mới", "minutes": "30", "password": PASSWORD}),
    FilledForm("end_elevation", "elevated"),
    FilledForm("my_profile", "lan", {"phone": "0912 345 678", "email": "lan@example.vn"}),
    FilledForm("start", "lan", args=_MARRIAGE, more=lambda world: {"commune": str(world.province.commune_id)}),
    *(
        FilledForm("draft", "lan", PAGES[section] | {"_revision": "0"}, {"public_id": "draft", "section": word})
        for section, word in _DRAFT.items()
    ),
    FilledForm(
        "draft",
        "lan",
        {"request": "Đăng ký lại khai sinh", "details": "Sổ cũ bị cháy", "existing_paper": "12/1999", "_revision": "0"},
        {"public_id": "papers", "section": "request"},
    ),
    FilledForm("draft", "lan", {}, {"public_id": "papers", "section": "papers"}, "file", _component, taken=False),
    FilledForm("draft", "lan", {"bo-tep": "1"}, {"public_id": "papers", "section": "papers"}, query="?bo"),
    FilledForm("draft", "lan", {"declared": "1", "return_way": "online"}, {"public_id": "draft", "section": "check"}),
    FilledForm(
        "counter_begin",
        "counter",
        {"the": QR, "bat-dau": "1", "consent": "spoken"},
        _MARRIAGE,
        more=lambda world: {"commune": str(world.province.commune_id)},
    ),
    FilledForm(
        "mandate_register",
        "counter",
        {
            "mandator-the": "011199000015",
            "attorney-the": "011085000027",
            "procedure": "",
            "number": "300/2026/CT",
            "certified_by": "Ủy ban nhân dân xã Mường Phăng",
            **_day("signed_on", 20, 11),
            **_day("valid_from", 20, 11),
            **_day("valid_to", 20, 11, 2027),
        },
        file="paper",
    ),
    FilledForm("end_mandate", "lan", {"reason": "Tôi tự đi nộp"}, {"mandate_id": "mandate"}),
    FilledForm(
        "fee_receipt",
        "counter",
        {"amount": "8.000", "number": "0000777", "way": "cash", "payer": "Lò Thị Lan", "note": "Theo mức của tỉnh"},
        {"code": "received"},
    ),
    FilledForm("void_receipt", "counter", {"reason": "Ghi nhầm số"}, {"code": "decided", "receipt_id": "receipt"}),
    FilledForm("discard_draft", "lan", args={"public_id": "draft"}),
    FilledForm("dossier_receive", "counter", args={"code": "filed"}, more=_revision("filed")),
    FilledForm(
        "dossier_not_receive",
        "counter",
        {"reason": "Nộp trùng hồ sơ", "law": "Điều 17 Nghị định 118/2025/NĐ-CP"},
        {"code": "filed"},
        more=_revision("filed"),
    ),
    FilledForm("dossier_take_over", "counter", args={"code": "from_next_door"}, more=_revision("from_next_door")),
    FilledForm(
        "dossier_forward", "specialist", {"note": "Đủ điều kiện"}, {"code": "received"}, "result", _revision("received")
    ),
    FilledForm(
        "dossier_send_back",
        "leader",
        {"reason": "Ghi lại nơi cư trú"},
        {"code": "appraised"},
        more=_revision("appraised"),
    ),
    FilledForm(
        "dossier_decide",
        "leader",
        {"answer": "no", "reason": "Đang có vợ theo Sổ đăng ký kết hôn"},
        {"code": "appraised"},
        "result",
        _revision("appraised"),
    ),
    FilledForm(
        "dossier_hand_over",
        "counter",
        {"way": "counter", "taken_by": "Chị ruột của chị Lan"},
        {"code": "decided"},
        more=_revision("decided"),
    ),
    FilledForm(
        "assign_dossier",
        "chief",
        args={"code": "received"},
        more=lambda world: {
            "revision": str(world.dossier("received").revision),
            "account": world.account("specialist"),
        },
    ),
    FilledForm("take_back_dossier", "specialist", args={"code": "received"}, more=_revision("received"), taken=False),
    FilledForm(
        "send_draft",
        "specialist",
        {"line-0": "Lò Minh An", "line-1": "12/11/2026", "line-7": "Họ và tên mẹ: Lò Thị Lan"},
        {"code": "to_confirm"},
        "file",
        _revision("to_confirm"),
    ),
    FilledForm("confirm_draft", "lan", {"answer": "agree"}, {"code": "confirming"}, more=_revision("confirming")),
    FilledForm(
        "confirm_draft",
        "lan",
        {"answer": "correct", "words": "Tên con là Lò Minh Ân"},
        {"code": "confirming"},
        more=_revision("confirming"),
    ),
    FilledForm(
        "dossier_forward",
        "specialist",
        {"note": "", "outside_number": "125/2026", **_day("outside_on", 23, 11)},
        {"code": "outside"},
        "result",
        _revision("outside"),
    ),
    FilledForm(
        "ask_opinions",
        "specialist",
        {"question": "Nơi cư trú có đúng không?", "value": "2", "unit": "working_day", "silence": "agreed"},
        {"code": "received"},
        more=lambda world: {
            "revision": str(world.dossier("received").revision),
            "agency": str(world.province.other_commune_id),
            "commune": "",
        },
    ),
    FilledForm(
        "opinion",
        "head",
        {"verdict": "conditions", "words": "Có lối thoát nạn thứ hai", "deed": "sign"},
        {"request_id": "asked_opinion"},
        "file",
    ),
    FilledForm(
        "withdraw_opinion", "specialist", {"withdraw_reason": "Đã có văn bản khác"}, {"request_id": "asked_opinion"}
    ),
    FilledForm(
        "dossier_request_supplement",
        "specialist",
        {
            "component-0": "",
            "what-0": "Ghi rõ nơi cư trú",
            "law-0": "Điều 22 Nghị định 123/2015/NĐ-CP",
            "sample-0": "Từ tháng, năm nào, ở xã nào",
            "reason": "Tờ khai chưa đủ",
        },
        {"code": "received"},
        more=_revision("received"),
    ),
    FilledForm("dossier_send_supplement", "counter", args={"code": "proposed"}, more=_revision("proposed")),
    FilledForm("dossier_approve_supplement", "leader", args={"code": "asked_twice"}, more=_revision("asked_twice")),
    FilledForm(
        "dossier_return_proposal",
        "leader",
        {"proposal_reason": "Đã đủ để giải quyết"},
        {"code": "asked_twice"},
        more=_revision("asked_twice"),
    ),
    FilledForm(
        "dossier_approve_not_receive", "director", args={"code": "refusal_proposed"}, more=_revision("refusal_proposed")
    ),
    FilledForm(
        "dossier_complete_supplement",
        "counter",
        {"reply": "Có mang theo bản gốc"},
        {"code": "asked"},
        more=lambda world: {**_revision("asked")(world), **_items(world)},
    ),
    FilledForm("dossier_stop_unmet", "counter", args={"code": "asked"}, more=_revision("asked"), taken=False),
    FilledForm(
        "dossier_withdraw",
        "counter",
        {"reason": "Nộp nhầm"},
        {"code": "filed"},
        "paper",
        _revision("filed"),
        taken=False,
    ),
    FilledForm(
        "dossier_stop_at_request",
        "counter",
        {"reason": "Đổi ý"},
        {"code": "received"},
        "paper",
        _revision("received"),
        taken=False,
    ),
    FilledForm("supplement", "lan", {"reply": "Tôi ở bản Co Cượm"}, {"code": "asked"}, more=_revision("asked")),
    FilledForm(
        "correct_answers", "lan", PAGES["tinh-trang"] | {"_revision": "0"}, {"code": "asked", "section": "marital"}
    ),
    FilledForm("withdraw", "lan", {"reason": "Nộp nhầm"}, {"code": "filed"}, more=_revision("filed")),
    FilledForm("ask_to_stop", "lan", {"reason": "Đổi ý"}, {"code": "received"}, more=_revision("received")),
    FilledForm(
        "batches",
        "counter",
        {"viec": "receive", "khoa": "b", "loc": "", "y-kien": "", "giao-cho": "", "lam": "1"},
        more=lambda world: {"ho-so": f"{world.ids['filed']}-{world.dossier('filed').revision}"},
    ),
    FilledForm("export_new", "counter", {"loai": "csv", "loc": "q=lan"}),
    FilledForm("save_filter", "counter", {"ten": "Hộ tịch", "loc": "q=lan"}),
    FilledForm("drop_filter", "counter", args={"filter_id": "saved_filter"}),
    FilledForm("choose_columns", "counter", {"cot": "filed"}),
    FilledForm(
        "absence_new",
        "elsewhere",
        {"reason": "Nghỉ phép", **_day("valid_from", 7), **_day("last_day", 11)},
        _OFFICIAL,
        more=lambda world: {"substitute": str(_official(world, "other_leader"))},
    ),
    FilledForm(
        "hand_work",
        "leader",
        {"khoa": "c"},
        more=lambda world: {"tu": str(world.account("counter")), "giao-cho": str(world.account("counter2"))},
        taken=False,
    ),
    FilledForm(
        "hand_unit",
        "chief",
        {"khoa": "d"},
        more=lambda world: {"viec": world.ids["post_handed"]},
    ),
    FilledForm(
        "register_export",
        "counter",
        {"nam": "2026", "loai": "xlsx"},
        more=lambda world: {"co-quan": str(world.province.centre_id)},
    ),
    FilledForm("counter_queue", "counter", {"quay": "3"}, more=lambda world: {"noi": str(world.province.centre_id)}),
    FilledForm("call_next", "counter", {"lam": "nop"}, more=_ticket("sau")),
    FilledForm("give_number", "counter", {"khoa": "e"}),
    *(
        FilledForm(name, "counter", {"lam": ""}, more=_ticket("so"))
        for name in ("call_again", "ticket_missed", "ticket_done")
    ),
    FilledForm("kiosk", "visitor", {"khoa": "f"}, {"kiosk": "kiosk_today"}),
    FilledForm("take_number", "lan", more=lambda world: {"noi": str(world.province.centre_id)}),
    FilledForm("absence_end", "elsewhere", args={"substitution_id": "substitution"}),
    FilledForm(
        "reorganisation_new",
        "elevated",
        {
            "title": "Sáp nhập hai xã",
            "basis": "Nghị quyết 1/NQ-HĐND",
            "on-day": "1",
            "on-month": "1",
            "on-year": "2027",
        },
        file="tep",
        taken=False,
    ),
    FilledForm("reorganisation_approve", "elevated", args={"reorganisation_id": "reorganisation"}),
    FilledForm("reorganisation_cancel", "elevated", args={"reorganisation_id": "reorganisation"}),
    FilledForm("admin_officials_import", "elevated", {"du-lieu": ""}, file="tep", taken=False),
    FilledForm(
        "extension",
        "specialist",
        {
            "reason": "Chờ xác minh",
            "fault": "unit",
            "late_reason": "",
            "draft": "1",
            **_day("new_day", 3, 12, 2026),
        },
        {"code": "drafted"},
    ),
    FilledForm("sign_extension", "leader", {"draft": "1"}, {"code": "drafted"}, more=_revision("drafted")),
    FilledForm("read_all_notices", "lan"),
    FilledForm("begin_upload", "lan", {"name": "giay.pdf", "size": "2000", "sha256": ""}),
    FilledForm("finish_upload", "lan", args={"upload_id": "upload"}, taken=False),
    FilledForm("upload", "lan", args={"upload_id": "upload"}, taken=False),
    FilledForm(
        "admin_agency_code",
        "elevated",
        {"code": "H18.99", "basis": "15/QĐ-UBND", **_day("on")},
        {"agency_id": "agency"},
    ),
    FilledForm(
        "admin_agency_new",
        "elevated",
        {
            "name": "Phòng Hộ tịch",
            "short_name": "Phòng Hộ tịch",
            "kind": "division",
            "code": "H18.98",
            "basis": "16/QĐ-UBND",
            **_day("valid_from"),
        },
        more=_agency,
    ),
    FilledForm(
        "admin_agency_rename",
        "elevated",
        {"name": "Ủy ban nhân dân xã Nà Tấu", "short_name": "UBND xã Nà Tấu", "basis": "17/QĐ-UBND", **_day("on")},
        {"agency_id": "agency"},
    ),
    FilledForm(
        "admin_agency_move",
        "elevated",
        {"basis": "18/QĐ-UBND", **_day("on")},
        {"agency_id": "unit"},
        more=lambda world: {"parent": world.ids["agency"]},
    ),
    FilledForm(
        "admin_agency_end", "elevated", {"basis": "19/QĐ-UBND", **_day("on")}, {"agency_id": "agency"}, taken=False
    ),
    FilledForm(
        "admin_official_new",
        "elevated",
        {
            "full_name": "Lường Thị Én",
            "username": "en.lt",
            "phone": "0912 000 111",
            "email": "en@example.vn",
            **_post("valid_from"),
        },
        more=_agency,
    ),
    FilledForm(
        "admin_official_edit",
        "elevated",
        {"full_name": "Sùng Thị Chía", "phone": "0912 000 222", "email": "chia@example.vn"},
        _OFFICIAL,
    ),
    FilledForm("admin_post_new", "elevated", _post("valid_from"), _OFFICIAL, more=_agency),
    FilledForm("admin_post_move", "elevated", _post("on") | {"successor": "post"}, _POST, more=_agency),
    FilledForm("admin_post_end", "elevated", _REASON | _day("on") | {"successor": "post"}, _POST),
    FilledForm("admin_official_lock", "elevated", _REASON, _OFFICIAL),
    FilledForm("admin_official_unlock", "elevated", _REASON, _OFFICIAL),
    FilledForm("admin_official_sign_out", "elevated", _REASON, _OFFICIAL),
    FilledForm("admin_official_password", "elevated", _REASON, _OFFICIAL),
    FilledForm(
        "admin_authority_new",
        "elevated",
        {
            "form": "TUQ.",
            "scope": "Chứng thực bản sao",
            "basis": "13/UQ-UBND",
            **_day("valid_from"),
            **_day("last_day", 31),
        },
        _OFFICIAL,
        more=_authority,
    ),
    FilledForm("admin_authority_end", "elevated", _REASON | _day("on"), _OFFICIAL | {"authority_id": "authority"}),
    FilledForm(
        "calendar_admin",
        "elevated",
        {"kind": "off", "name": "Nghỉ lễ của tỉnh", "source": "20/TB-UBND", **_day("day", 7, 5, 2026)},
    ),
    FilledForm(
        "calendar_year",
        "elevated",
        {"kind": "off", "name": "Nghỉ lễ của tỉnh", "source": "20/TB-UBND", **_day("day", 7, 5, 2026)},
        {"year": "year"},
    ),
    FilledForm("calendar_confirm_year", "elevated", {"source": "20/TB-UBND"}, {"year": "year"}, taken=False),
    FilledForm("calendar_open_year", "elevated", {"source": "20/TB-UBND"}),
    FilledForm("recalculation", "elevated", _REASON, {"recalculation_id": "recalculation"}),
    FilledForm(
        "calendar_hours",
        "elevated",
        {
            "morning": "07:30-11:30",
            "afternoon": "13:30-17:30",
            "saturday": "1",
            "source": "20/TB-UBND",
            **_day("valid_from", 1, 1, 2027),
        },
    ),
    FilledForm(
        "calendar_day", "elevated", {"deed": "confirm", "source": "20/TB-UBND", "reason": ""}, {"day_id": "day"}
    ),
    FilledForm("process_new", "admin", {"name": "Quy trình cấp phép xây dựng"}),
    FilledForm("process_begin", "admin", {}, {"key": "process"}),
    FilledForm("process_draft", "admin", {"revision": "1", "viec": "ten", "name": "Tên khác"}, _DRAFTED),
    FilledForm("process_step_new", "admin", _STEP, _DRAFTED),
    FilledForm("process_step", "admin", _STEP, _DRAFTED | {"step": "appraise_step"}),
    FilledForm("process_discard", "admin", {"revision": "1"}, _DRAFTED),
    FilledForm(
        "process_publish",
        "elevated",
        {"revision": "1", "basis": "12/QĐ-UBND", **_day("from_day")},
        _DRAFTED,
        taken=False,
    ),
    FilledForm("process_try", "admin", {}, {"version_id": "process_version"}),
    FilledForm("process_trial", "elevated", {**_REASON, "choice": "keep"}, {"trial_id": "process_trial"}),
    FilledForm("admin_procedures_import", "elevated", file="tep", taken=False),
    FilledForm(
        "admin_procedure_form", "elevated", {"form_key": "don-de-nghi", **_day("from_day", 1, 12, 2027)}, _MARRIAGE
    ),
    FilledForm("admin_form_new", "admin", {"title": "Tờ khai nuôi con nuôi", "key": "", "copy_of": ""}),
    FilledForm("admin_form_import", "admin", {"json": _FORM_FILE}),
    FilledForm("admin_form", "admin", {}, _FORM),
    FilledForm("admin_form_withdraw", "elevated", {}, {"key": "coming_form", "number": "first"}),
    FilledForm("admin_form_draft", "admin", {"revision": "2", "viec": "up:email"}, _FORM),
    FilledForm(
        "admin_form_head",
        "admin",
        {"revision": "2", "title": "Đơn đề nghị", "legal_basis": "Nghị định 118/2025/NĐ-CP", "to_be_confirmed": ""},
        _FORM,
    ),
    FilledForm(
        "admin_form_take", "admin", {"revision": "2", "json": _FORM_FILE.replace("mau-thu", "don-de-nghi")}, _FORM
    ),
    FilledForm(
        "admin_form_section_new",
        "admin",
        {"revision": "2", "title": "Gia đình", "label": "Họ tên cha", "kind": "text", "after": "de-nghi"},
        _FORM,
    ),
    FilledForm(
        "admin_form_section",
        "admin",
        {"revision": "2", "title": "Việc đề nghị", "intro": "Xin ghi ngắn gọn."},
        _FORM | {"part": "de-nghi"},
    ),
    FilledForm(
        "admin_form_question_new",
        "admin",
        {"revision": "2", "label": "Ghi chú thêm", "kind": "textarea", "after": "request"},
        _FORM | {"part": "de-nghi"},
    ),
    FilledForm(
        "admin_form_question",
        "admin",
        {
            "revision": "2",
            "label": "Số điện thoại",
            "hint": "Ví dụ 0912 345 678",
            "kind": "text",
            "required": "1",
            "format": "phone",
            "max_length": "15",
            "default": "",
            "bind": "applicant.phone",
        },
        _FORM | {"field": "phone"},
    ),
    FilledForm(
        "admin_form_column_new",
        "admin",
        {"revision": "2", "label": "Số bản", "kind": "number"},
        _FORM | {"field": "giay_to_kem_theo"},
    ),
    FilledForm(
        "admin_form_column",
        "admin",
        {"revision": "2", "label": "Tên giấy tờ", "hint": "", "kind": "text", "required": "1", "format": ""},
        _FORM | {"field": "giay_to_kem_theo", "column": "noi_dung"},
    ),
    FilledForm(
        "admin_form_page",
        "admin",
        {"request": "Cấp lại giấy chứng nhận", "details": "", "existing_paper": ""},
        _FORM | {"part": "de-nghi"},
        taken=False,
    ),
    FilledForm("admin_form_publish", "elevated", {"revision": "2", **_day("from_day")}, _FORM),
    FilledForm("admin_form_drop", "admin", {"revision": "2"}, _FORM),
    FilledForm(
        "admin_hand_procedures",
        "elevated",
        {"from_agency": "1", "to_agency": "1", "basis": "Quyết định 10/QĐ-UBND", **_day("on")},
        taken=False,
    ),
    FilledForm(
        "admin_front_door",
        "elevated",
        {
            "kind": "national",
            "url": "https://dichvucong.gov.vn/nop",
            "basis": "Công văn số 1 ngày 01/12/2026",
            **_day("from_day"),
        },
        _MARRIAGE,
    ),
    FilledForm(
        "admin_program_new",
        "elevated",
        {"name": "Sở Xây dựng", "client_id": "so-xay-dung", "scopes": "catalogue", "agency": ""},
    ),
    FilledForm(
        "admin_program_secret",
        "elevated",
        {"rotated": SETUP.isoformat()},
        {"client_id": "cong-quoc-gia"},
    ),
    FilledForm(
        "admin_program_switch", "elevated", {"active": "0", "reason": "Bảo trì"}, {"client_id": "cong-quoc-gia"}
    ),
    FilledForm(
        "subscription_new",
        "elevated",
        {"url": "https://nhan-tin.example.vn/ho-so", "kinds": "dossier.received"},
        more=lambda world: {"client": str(world.ids["program_account"])},
        taken=False,  # no machine has this name
    ),
    FilledForm("subscription_pause", "elevated", {"reason": "Đơn vị nhận bảo trì"}, _TOLD),
    FilledForm("subscription_resume", "elevated", args=_TOLD, taken=False),
    FilledForm("subscription_try", "elevated", args=_TOLD),
    FilledForm("subscription_replay", "elevated", _day("since", 20, 11), _TOLD),
    FilledForm("subscription_renew", "elevated", args=_TOLD),
    FilledForm("subscription_end", "elevated", args=_TOLD),
    FilledForm("subscription_send_again", "elevated", args=_TOLD | {"notice_id": "webhook_notice"}),
    FilledForm("retry_job", "elevated", args={"job_id": "nothing"}, taken=False),
    FilledForm("retry_delivery", "elevated", args={"delivery_id": "nothing"}, taken=False),
)


def exe(name: str = "giay.pdf") -> SimpleUploadedFile:
    """A program that calls itself a PDF."""
    return SimpleUploadedFile(name, b"MZ\x90\x00" + b"\x00" * 200 + b"This program cannot be run", "application/pdf")


def stream(content: bytes) -> BytesIO:
    """Bytes as a file."""
    return BytesIO(content)
