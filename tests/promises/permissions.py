"""Who may open and send what: every named address × the whole cast. ``python -m tests.promises.permissions`` writes it out.

A cell is what the cast member gets: ``ok`` the page, ``go`` it is done or she is led to where it belongs, ``in`` first
sign in, ``up`` first elevate, ``403`` seen but not hers, ``404`` unseen, ``405`` an address that only takes forms,
``422`` allowed, and told what is missing (forms are sent empty, so nothing but the right to send is asked), ``204`` done
without a page. ``test_every_url.py`` holds the product to every cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.who import SHORT, WHO

Cells = dict[str, str]
GUESTS: Final = ("visitor", "program")
CITIZENS: Final = ("lan", "neighbour")
OFFICIALS: Final = tuple(who for who in WHO if who not in GUESTS + CITIZENS)
AT_WORK: Final = tuple(
    who for who in OFFICIALS if who not in {"accountant", "controller", "commune_admin", "admin", "elevated"}
)
_DECIDING: Final = ("specialist", "chief", "clerk", "leader")
OF_COMMUNE: Final = ("counter", "specialist", "chief", "clerk", "leader", "director")  # see what their commune decides


def cells(
    officials: str = "ok", *, guests: str = "in", citizens: str = "ok", at_work: str = "", **others: str
) -> Cells:
    """One row: the three kinds of people, those who work on dossiers, then each who differs."""
    row = dict.fromkeys(GUESTS, guests) | dict.fromkeys(CITIZENS, citizens) | dict.fromkeys(OFFICIALS, officials)
    row |= dict.fromkeys(AT_WORK, at_work or officials)
    return {who: (row | others)[who] for who in WHO}


def only(
    *who: str, cell: str = "ok", rest: str = "403", guests: str = "in", citizens: str = "403", **others: str
) -> Cells:
    """One row: these, and nobody else."""
    return cells(rest, guests=guests, citizens=citizens, **(dict.fromkeys(who, cell) | others))


EVERYBODY: Final = cells(guests="ok")
SIGNED_IN: Final = cells()
CITIZEN: Final = cells("403")
OFFICIAL: Final = cells(citizens="403")
WORKING: Final = cells("403", citizens="403", at_work="ok")
ADMINISTRATOR: Final = only("commune_admin", "admin", "elevated")
ELEVATED: Final = only("commune_admin", "elevated", admin="up")
OF_PROVINCE: Final = only("admin", "elevated")  # what touches every agency is not a commune's to change
PROVINCE_ELEVATED: Final = only("elevated", admin="up")
KEEPER: Final = only("admin", "elevated", "controller")
KEEPER_ELEVATED: Final = only("elevated", admin="up", controller="up")


def sent(row: Cells, answer: str) -> Cells:
    """The same people, sending the form of the page."""
    return {who: answer if cell == "ok" else cell for who, cell in row.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One address with one thing behind it. ``args`` name what stands in the address (see ``tests.promises.objects``)."""

    name: str
    what: str
    get: Cells
    post: Cells | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """A name for the test."""
        return " ".join([self.name, *self.args.values()])


def _405(row: Cells) -> Cells:
    return sent(row, "405")


def form(name: str, what: str, who: Cells, answer: str = "422", **args: str) -> Row:
    """A page with a form on it."""
    return Row(name, what, who, sent(who, answer), args)


def deed(name: str, what: str, who: Cells, answer: str = "go", **args: str) -> Row:
    """An address that only takes a form."""
    return Row(name, what, _405(who), sent(who, answer), args)


def script(name: str, what: str, who: Cells, answer: str = "go", **args: str) -> Row:
    """The same, where the method is looked at before the person."""
    return Row(name, what, _CLOSED, sent(who, answer), args)


def keepers(name: str, what: str, answer: str = "go", **args: str) -> Row:
    """A deed of those who keep the procedures: the gate knows the role, the deed itself asks for the province's."""
    return Row(name, what, _405(KEEPER) | {"commune_admin": "405"}, sent(KEEPER, answer), args)


_CLOSED: Final = cells("405", guests="405", citizens="405")
AT_COUNTERS: Final = only("helper", "counter", "counter2", "elsewhere")
_AT_ITS_COUNTER: Final = only("counter", "counter2", helper="404", elsewhere="404")
_LANS: Final = only("lan", guests="in", rest="404", citizens="404")
_NOBODY: Final = cells("404", citizens="404")
_HERS: Final = only("lan", citizens="404")


def _seen(*who: str) -> Cells:
    """An official's page of a dossier: who works on it or leads there; others who work learn nothing."""
    return cells("403", citizens="403", at_work="404", **dict.fromkeys(who, "ok"))


_DRAFTING: Final = ("specialist", "chief", "leader")  # who may write the apology of a dossier of the commune
_COUNTERS: Final = ("helper", "counter", "director", "elsewhere")


def _told_not(*may: str) -> Cells:
    """An official's page about one dossier of the commune: these; its other officials are told it is not theirs."""
    row = cells("403", citizens="403", at_work="404", **dict.fromkeys(OF_COMMUNE, "403"))
    return row | dict.fromkeys(may, "ok")


_READING: Final = WORKING | {"controller": "ok"}
_BOOKS: Final = only("chief", "clerk", "leader")  # read every book of their agency
_DRAFTS: Final = cells("403", citizens="403", at_work="ok", accountant="ok")  # whoever works may draft
_A_DRAFT: Final = cells("403", citizens="403", at_work="404", accountant="404") | dict.fromkeys(_DRAFTING, "ok")
_SIGNERS: Final = ("specialist", "head", "chief", "leader", "director")


def _of_draft(name: str, what: str, rest: str, about: str = "draft_open", **cells_: str) -> Row:
    """A deed on a draft of the commune: of those who see it, these; the others are told ``rest``."""
    return Row(name, what, sent(_DRAFTS, "405"), sent(_A_DRAFT, rest) | cells_, {"public_id": about})


_COMMUNE_DESK: Final = ("chief", "clerk", "leader")  # see everything that comes to the commune
_MAY_BE_GIVEN: Final = (
    *("helper", "counter", "specialist", "head", "chief", "clerk", "accountant", "leader", "director", "elsewhere"),
)
_TAKING: Final = only(*_MAY_BE_GIVEN)  # somebody may give them an incoming document or a task
_A_DIRECTIVE: Final = {"public_id": "directive"}


def _taking(*who: str, cell: str = "ok", **others: str) -> Cells:
    """One incoming document or one task: these; others who might be given one learn nothing."""
    row = dict.fromkeys(_MAY_BE_GIVEN, "404") | dict.fromkeys(who, cell) | others
    return cells("403", citizens="403") | row


_ADMINISTERING: Final = dict.fromkeys(("commune_admin", "admin", "elevated"), "ok")
_DESK: Final = ("chief", "leader", "director")  # who shares out what is asked of the commune, and answers it
_ANSWERABLE: Final = only("head", "chief", "leader", "director", "controller")


def _at_desk(*who: str) -> Cells:
    """An inquiry: those at whose desk it lies; others who might read one learn nothing."""
    return cells("403", citizens="403", at_work="404", **({"controller": "404"} | dict.fromkeys(who, "ok")))


def move(
    name: str,
    what: str,
    turn: str,
    code: str,
    done: str = "go",
    *,
    page: bool = False,
    also: tuple[str, ...] = (),
    **data: str,
) -> Row:
    """A move: whose turn it is; others who see the dossier are told it is not theirs."""
    row = cells("403", citizens="403", at_work="404", **dict.fromkeys((*OF_COMMUNE, *also), "403"))
    opened = row | {turn: "ok"} if page else cells("403", citizens="403", at_work="405")
    return Row(name, what, opened, row | {turn: done}, {"code": code}, data)


_FORM: Final = {"key": "designed_form"}
_PROGRAM: Final = {"client_id": "cong-quoc-gia"}
_TOLD: Final = {"public_id": "subscription"}
_NOTICE: Final = _TOLD | {"notice_id": "webhook_notice"}

ROWS: Final[tuple[Row, ...]] = (
    # ---- everybody
    Row("home", "Trang chủ", EVERYBODY),
    Row("health", "Tình trạng hệ thống, cho người vận hành", EVERYBODY),
    Row("metrics", "Số liệu vận hành: chỉ từ chính máy chủ khi chạy thử, hoặc bằng khóa", EVERYBODY),
    Row("catalogue", "Danh mục thủ tục", EVERYBODY),
    Row("procedure", "Một thủ tục", EVERYBODY, args={"code": "marriage"}),
    Row("places", "Tra tên xã cũ và mới", EVERYBODY),
    Row("lookup", "Tra cứu hồ sơ", EVERYBODY, sent(EVERYBODY, "422")),
    deed("lookup_proof", "Tệp kiểm chứng, bằng mã bí mật in trên Giấy tiếp nhận", EVERYBODY, "404"),
    Row("check_signatures", "Kiểm tra chữ ký số trên văn bản", EVERYBODY, sent(EVERYBODY, "422")),
    Row("public_log", "Nhật ký công khai", EVERYBODY),
    Row("public_log_json", "Các gốc đã công bố trong năm", EVERYBODY, args={"year": "year"}),
    Row("public_log_text", "Các gốc đã công bố trong năm, bản chữ", EVERYBODY, args={"year": "year"}),
    Row("check_program", "Chương trình kiểm chứng", EVERYBODY),
    deed("set_language", "Chọn ngôn ngữ", EVERYBODY),
    Row("board", "Công khai giải quyết hồ sơ", EVERYBODY),
    Row(
        "board_dossiers",
        "Hồ sơ đang giải quyết của xã bên, chỉ số và giai đoạn",
        EVERYBODY,
        args={"agency_id": "agency"},
    ),
    Row("board_data", "Số liệu công khai để tải về", EVERYBODY),
    *(
        Row(name, "Số liệu công khai, tệp", EVERYBODY, args={"period": "period"})
        for name in ("board_period_csv", "board_period_json", "board_days_csv", "board_days_json")
    ),
    Row("answered_questions", "Câu hỏi đã trả lời", EVERYBODY),
    Row("ask", "Gửi câu hỏi, phản ánh, kiến nghị", EVERYBODY, sent(EVERYBODY, "422")),
    Row("inquiry_lookup", "Đọc câu trả lời bằng mã bí mật", EVERYBODY, sent(EVERYBODY, "422")),
    Row("rate_with_secret", "Đánh giá bằng mã bí mật", EVERYBODY, sent(EVERYBODY, "422")),
    # ---- signing in and out
    Row("sign_in", "Đăng nhập của người dân", cells(guests="ok", citizens="go")),
    deed("vneid_go", "Sang VNeID, khi chưa nối VNeID", EVERYBODY, "503"),
    Row(
        "openid_connect_callback",
        "Từ VNeID trở về, khi chưa nối VNeID",
        cells("503", guests="503", citizens="503"),
        args={"provider_id": "vneid"},
    ),
    Row("sign_out", "Đăng xuất", cells(guests="go"), cells("ok", guests="go")),
    Row("signed_in_places", "Nơi đang đăng nhập", SIGNED_IN),
    deed("end_place", "Đăng xuất ở một nơi khác", SIGNED_IN),
    deed("end_other_places", "Đăng xuất ở mọi nơi khác", SIGNED_IN),
    Row(
        "official_sign_in", "Đăng nhập của cán bộ", cells("go", guests="ok"), cells("422", guests="422", citizens="422")
    ),
    Row("account_login", "Đăng nhập của cán bộ", cells("go", guests="ok"), cells("422", guests="422", citizens="422")),
    Row("mfa_authenticate", "Bước hai khi đăng nhập", cells("go", citizens="in"), cells("go", citizens="in")),
    Row("passkey_sign_in", "Đăng nhập bằng khóa truy cập", EVERYBODY, sent(EVERYBODY, "422")),
    # ---- an official's own account
    Row("security", "Bảo mật tài khoản của mình", OFFICIAL),
    form("reauthenticate", "Xác nhận lại chính mình", OFFICIAL),
    form("change_password", "Đổi mật khẩu của mình", OFFICIAL),
    form("add_totp", "Thêm ứng dụng xác thực", OFFICIAL),
    form("add_passkey", "Thêm khóa truy cập", OFFICIAL),
    form("recovery_codes", "Mã dự phòng", OFFICIAL),
    deed("remove_factor", "Gỡ cách xác thực không phải của mình", OFFICIAL, "404", factor_id="nothing"),
    form("elevate", "Nâng quyền", only("commune_admin", "admin", "elevated", "controller")),
    deed("end_elevation", "Kết thúc nâng quyền", OFFICIAL),
    # ---- citizens
    form("my_profile", "Thông tin của tôi", CITIZEN, "go"),
    Row("who_read_my_data", "Ai đã xem thông tin của tôi", CITIZEN),
    form("start", "Bắt đầu một hồ sơ", CITIZEN, code="marriage"),
    Row("my_dossiers", "Hồ sơ của tôi", CITIZEN),
    Row(
        "resume_draft",
        "Điền tiếp bản nháp của chị Lan",
        only("lan", cell="go", rest="404", citizens="404"),
        args={"public_id": "draft"},
    ),
    Row("draft", "Bản nháp của chị Lan", _LANS, sent(_LANS, "go"), {"public_id": "draft", "section": "marital"}),
    Row("draft", "Gửi hồ sơ nháp của chị Lan", _LANS, sent(_LANS, "go"), {"public_id": "draft", "section": "check"}),
    Row(
        "draft",
        "Giấy tờ của bản nháp của chị Lan",
        _LANS,
        sent(_LANS, "422"),
        {"public_id": "papers", "section": "papers"},
    ),
    Row(
        "draft",
        "Bản nháp cán bộ điền giúp chị Lan",
        only("lan", "helper", rest="404", citizens="404"),
        only("helper", cell="go", lan="403", rest="404", citizens="404"),
        {"public_id": "helped_draft", "section": "marital"},
    ),
    Row(
        "draft",
        "Bản nháp của anh Inh",
        only("neighbour", rest="404", citizens="404"),
        None,
        {"public_id": "neighbours_draft", "section": "marital"},
    ),
    Row("draft", "Trang không có của bản nháp", _NOBODY, _NOBODY, {"public_id": "draft", "section": "nothing"}),
    form("discard_draft", "Bỏ bản nháp của chị Lan", only("lan", rest="404", citizens="404"), "go", public_id="draft"),
    Row("my_mandates", "Tôi ủy quyền cho ai, ai ủy quyền cho tôi", CITIZEN),
    form("end_mandate", "Chấm dứt ủy quyền của chị Lan", only("lan", citizens="404"), "go", mandate_id="mandate"),
    Row("sample", "Mẫu điền sẵn của một giấy tờ", EVERYBODY, args={"code": "marriage", "slug": "to-khai"}),
    Row(
        "sample",
        "Mẫu không có",
        cells("404", guests="404", citizens="404"),
        args={"code": "marriage", "slug": "nothing"},
    ),
    Row("my_inquiries", "Câu hỏi, phản ánh của tôi", CITIZEN),
    Row("inquiry", "Câu hỏi của chị Lan", only("lan", citizens="404"), args={"code": "question"}),
    Row(
        "inquiry_close",
        "Chị Lan kết thúc câu hỏi đã có trả lời",
        cells("403", citizens="405"),
        only("lan", cell="422", citizens="404"),
        {"code": "question_replied"},
    ),
    form("rate", "Chị Lan đánh giá hồ sơ đã trả kết quả", only("lan", citizens="404"), code="handed_over"),
    # ---- one dossier, as its owner or any other sees it
    Row(
        "dossier",
        "Hồ sơ đang giải quyết của chị Lan",
        only("lan", rest="404", citizens="404", **dict.fromkeys(OF_COMMUNE, "go")),
        args={"code": "received"},
    ),
    Row(
        "dossier",
        "Hồ sơ của anh Inh ở xã bên",
        only("neighbour", rest="404", citizens="404", elsewhere="go"),
        args={"code": "neighbours"},
    ),
    Row(
        "dossier",
        "Hồ sơ nộp giúp chị Lan",
        only("lan", rest="404", citizens="404", **dict.fromkeys(("helper", *_DECIDING), "go")),
        args={"code": "helped"},
    ),
    Row(
        "filed",
        "Trang đã gửi hồ sơ của chị Lan",
        only("lan", *OF_COMMUNE, rest="404", citizens="404"),
        args={"code": "filed"},
    ),
    Row(
        "form01",
        "Giấy tiếp nhận hồ sơ của chị Lan",
        only("lan", *OF_COMMUNE, rest="404", citizens="404"),
        args={"code": "received"},
    ),
    Row(
        "form01",
        "Giấy tiếp nhận khi chưa tiếp nhận",
        _NOBODY | dict.fromkeys(("lan", *OF_COMMUNE), "403"),
        args={"code": "filed"},
    ),
    Row(
        "proof",
        "Tệp kiểm chứng hồ sơ của chị Lan",
        only("lan", *OF_COMMUNE, rest="404", citizens="404"),
        args={"code": "received"},
    ),
    Row("dossier", "Hồ sơ không có", _NOBODY, args={"code": "nothing"}),
    # ---- the counter files for people
    Row("counter_filing", "Nộp hồ sơ giúp người dân", AT_COUNTERS),
    form("counter_begin", "Người dân ở quầy, một thủ tục", AT_COUNTERS, code="marriage"),
    Row("counter_done", "Đã nộp giúp, in giấy tiếp nhận", _AT_ITS_COUNTER, args={"code": "received"}),
    form("mandate_register", "Ghi nhận giấy ủy quyền", AT_COUNTERS),
    form("fee_receipt", "Thu phí, ghi biên lai", _AT_ITS_COUNTER, code="received"),
    Row(
        "void_receipt",
        "Hủy biên lai",
        sent(AT_COUNTERS, "405"),
        sent(_AT_ITS_COUNTER, "422"),
        {"code": "decided", "receipt_id": "receipt"},
    ),
    # ---- officials
    Row("inbox", "Việc của tôi", OFFICIAL),
    Row("officer_dossier", "Hồ sơ của chị Lan, trang cán bộ", _seen(*OF_COMMUNE), args={"code": "received"}),
    Row("officer_dossier", "Hồ sơ của anh Inh ở xã bên", _seen("elsewhere"), args={"code": "neighbours"}),
    Row("officer_dossier", "Hồ sơ ở Sở Xây dựng", _seen("helper", "head"), args={"code": "department"}),
    Row("officer_dossier", "Hồ sơ không có", _seen(), args={"code": "nothing"}),
    Row("control_slip", "Phiếu kiểm soát của hồ sơ của chị Lan", _seen(*OF_COMMUNE), args={"code": "received"}),
    Row(
        "issued_form",
        "Phiếu xin lỗi gửi chị Lan",
        only("lan", *OF_COMMUNE, rest="404", citizens="404"),
        args={"code": "extended", "form_id": "letter"},
    ),
    Row(
        "extension",
        "Soạn phiếu xin lỗi",
        _told_not(*_DRAFTING),
        sent(_told_not(*_DRAFTING), "422"),
        {"code": "drafted"},
    ),
    Row(
        "sign_extension",
        "Ký phiếu xin lỗi",
        _405(WORKING),
        _told_not("leader") | {"leader": "go"},
        {"code": "drafted"},
    ),
    Row("late_soon", "Sắp trễ", only("head", "chief", "leader", "other_leader", "department_leader")),
    Row("register", "Sổ theo dõi hồ sơ", only(*_COUNTERS)),
    Row(
        "register_csv",
        "Sổ của Trung tâm xã Mường Phăng, cả năm",
        only("counter", "director", helper="404", elsewhere="404"),
        args={"agency_id": "centre", "year": "year"},
    ),
    Row(
        "register_pdf",
        "Sổ của Trung tâm xã Mường Phăng, tập 1",
        only("counter", "director", helper="404", elsewhere="404"),
        args={"agency_id": "centre", "year": "year", "part": "first_part"},
    ),
    move("dossier_receive", "Tiếp nhận", "counter", "filed"),
    move("dossier_take_over", "Nhận hồ sơ nơi khác chuyển đến", "counter", "from_next_door", also=("elsewhere",)),
    move("dossier_forward", "Chuyển xử lý", "specialist", "received"),
    move("dossier_send_back", "Trả lại bước trước", "leader", "appraised", "422"),
    # ---- what is missing, and the end without a result
    Row("supplement", "Bổ sung hồ sơ của chị Lan", _HERS, sent(_HERS, "422"), {"code": "asked"}),
    Row(
        "correct_answers", "Sửa tờ khai khi bổ sung", _HERS, sent(_HERS, "go"), {"code": "asked", "section": "marital"}
    ),
    Row("withdraw", "Chị Lan rút hồ sơ", _HERS, sent(_HERS, "go"), {"code": "filed"}),
    Row("ask_to_stop", "Chị Lan đề nghị dừng giải quyết", _HERS, sent(_HERS, "422"), {"code": "received"}),
    move("dossier_request_supplement", "Yêu cầu bổ sung", "specialist", "received", "422", page=True),
    move("dossier_request_supplement", "Yêu cầu bổ sung trước tiếp nhận", "counter", "filed", "422", page=True),
    move("dossier_send_supplement", "Gửi người nộp yêu cầu bổ sung", "counter", "proposed"),
    move("dossier_approve_supplement", "Đồng ý yêu cầu bổ sung lần nữa", "leader", "asked_twice"),
    move("dossier_approve_not_receive", "Đồng ý không tiếp nhận", "director", "refusal_proposed"),
    move("dossier_return_proposal", "Trả lại đề nghị", "leader", "asked_twice", "422"),
    move("dossier_complete_supplement", "Nhận bổ sung tại quầy", "counter", "asked", "422", page=True),
    move("dossier_stop_unmet", "Dừng vì không bổ sung đủ", "counter", "asked", "422"),
    move("dossier_withdraw", "Ghi đơn rút hồ sơ", "counter", "filed", "422", page=True),
    move("dossier_stop_at_request", "Ghi đơn đề nghị dừng", "counter", "received", "422", page=True),
    move("dossier_not_receive", "Không tiếp nhận", "counter", "filed", "422", page=True),
    move("dossier_decide", "Ký duyệt", "leader", "appraised", "422", page=True, answer="no"),
    move("dossier_hand_over", "Trả kết quả", "counter", "decided", page=True, way="online"),
    # ---- who does a step, and who is asked beside it
    Row(
        "assign_dossier",
        "Nhận hoặc giao việc",
        cells("403", citizens="403", at_work="405"),
        cells("403", citizens="403", at_work="404", **dict.fromkeys(OF_COMMUNE, "403"))
        | {"specialist": "422", "chief": "422"},
        {"code": "received"},
    ),
    move("take_back_dossier", "Thu lại phân công chưa có", "specialist", "received", "403"),
    move("send_draft", "Gửi người nộp xác nhận bản dự thảo", "specialist", "to_confirm", "422"),
    Row(
        "confirm_draft",
        "Xem và xác nhận bản dự thảo",
        only("lan", *OF_COMMUNE, rest="404", citizens="404"),
        only("lan", cell="422", rest="404", citizens="404", **dict.fromkeys(OF_COMMUNE, "403")),
        {"code": "confirming"},
    ),
    move("dossier_forward", "Chuyển xử lý bước làm ở hệ thống khác", "specialist", "outside", "422"),
    move("ask_opinions", "Lấy ý kiến cơ quan khác", "specialist", "received", "422", page=True),
    Row("opinions", "Cho ý kiến", WORKING),
    form(
        "opinion",
        "Trả lời câu hỏi lấy ý kiến",
        _seen("head", "department_specialist", "department_leader"),
        request_id="asked_opinion",
    ),
    Row(
        "withdraw_opinion",
        "Thôi hỏi ý kiến",
        cells("403", citizens="403", at_work="405"),
        cells("403", citizens="403", at_work="404", **dict.fromkeys(OF_COMMUNE, "403")) | {"specialist": "422"},
        {"request_id": "asked_opinion"},
    ),
    # ---- the desk of those who work on dossiers
    form("batches", "Làm hàng loạt", WORKING),
    Row("batch", "Lượt làm hàng loạt của quầy", _seen("counter"), args={"public_id": "batch"}),
    deed("export_new", "Xuất danh sách", WORKING, "422"),
    Row("export", "Tệp xuất của quầy", _seen("counter"), args={"public_id": "export"}),
    deed("save_filter", "Lưu bộ lọc", WORKING, "422"),
    Row(
        "drop_filter",
        "Bỏ bộ lọc của quầy",
        _405(WORKING),
        _seen("counter") | {"counter": "go"},
        {"filter_id": "saved_filter"},
    ),
    form("choose_columns", "Chọn cột của danh sách", WORKING, "go"),
    Row(
        "leader",
        "Chờ ký, quá hạn",
        only("head", "chief", "leader", "director", "other_leader", "department_leader"),
    ),
    form(
        "hand_work",
        "Bàn giao việc của một người",
        only("head", "chief", "leader", "director", "other_leader", "department_leader"),
    ),
    form(
        "hand_unit",
        "Bàn giao việc của đơn vị, vị trí",
        only("head", "chief", "leader", "director", "other_leader", "department_leader"),
    ),
    Row("keys", "Phím tắt", OFFICIAL),
    deed("register_export", "Xuất sổ theo dõi", only(*_COUNTERS), "404"),
    # ---- the queue in front of the counters
    form("counter_queue", "Gọi số, hàng chờ", AT_COUNTERS),
    deed("call_next", "Gọi số tiếp theo", AT_COUNTERS),
    deed("give_number", "Phát một số", AT_COUNTERS),
    *(
        Row(name, words, _405(AT_COUNTERS), sent(AT_COUNTERS, "go") | {"counter": "404"})
        for name, words in (
            ("call_again", "Gọi lại số"),
            ("ticket_missed", "Người được gọi không đến"),
            ("ticket_done", "Xong số đang gọi"),
        )
    ),
    Row("board_of_calls", "Màn hình gọi số", EVERYBODY, args={"agency_id": "centre"}),
    form("kiosk", "Lấy số tại quầy", EVERYBODY, "go", kiosk="kiosk_today"),
    form("take_number", "Lấy số từ nhà", CITIZEN),
    Row("absences", "Vắng mặt, làm thay", OFFICIAL),
    form(
        "absence_new",
        "Người làm thay một cán bộ của xã bên",
        only("elsewhere", "other_leader", "commune_admin", "admin", "elevated", rest="404"),
        official_id="official",
    ),
    Row(
        "absence_end",
        "Kết thúc việc làm thay ở xã bên",
        _405(OFFICIAL),
        only("elsewhere", "other_leader", "commune_admin", "elevated", cell="go", rest="404", admin="403"),
        {"substitution_id": "substitution"},
    ),
    # ---- what people say, and what is shown of the work
    Row("inquiries", "Câu hỏi, phản ánh, kiến nghị", _READING),
    Row("officer_inquiry", "Câu hỏi chị Lan gửi xã", _at_desk(*_DESK), args={"code": "question"}),
    Row("officer_inquiry", "Phản ánh về xã, ở tỉnh", _at_desk("controller"), args={"code": "complaint"}),
    *(
        Row(f"inquiry_{verb}", what, _405(_READING), sent(_at_desk(*_DESK), "422"), {"code": code})
        for verb, what, code in (
            ("assign", "Phân công trả lời", "question"),
            ("answer", "Trả lời", "question_given"),
            ("pass_on", "Chuyển cơ quan có thẩm quyền", "question"),
            ("not_accept", "Không tiếp nhận", "question"),
        )
    ),
    Row(
        "ratings",
        "Đánh giá của người nộp hồ sơ",
        only("helper", "counter", "elsewhere", "head", "chief", "leader", "director", "controller"),
    ),
    Row("responsibility", "Báo cáo trách nhiệm", _ANSWERABLE),
    Row("responsibility_csv", "Báo cáo trách nhiệm, bảng tính", _ANSWERABLE),
    Row(
        "responsibility_steps",
        "Các bước đã làm ở xã Mường Phăng",
        only("leader", "controller"),
        args={"agency_id": "distant_agency"},
    ),
    # ---- the books of documents
    Row("document_books", "Sổ văn bản của xã", _BOOKS),
    Row("document_book", "Sổ văn bản đến của xã", _BOOKS, args={"book_id": "document_in:book"}),
    Row("document_book_pdf", "In sổ", _BOOKS, args={"book_id": "document_in:book", "volume": "first_part"}),
    Row("document_book_csv", "Sổ, bảng tính", _BOOKS, args={"book_id": "document_in:book"}),
    deed("document_book_lock", "Khóa sổ", only("clerk"), book_id="document_in:book"),
    deed("document_book_unlock", "Mở khóa sổ", only("clerk"), book_id="document_in:book"),
    form("document_symbols", "Ký hiệu trong số văn bản", only("clerk")),
    Row("document_search", "Tìm văn bản", only("specialist", "head", "chief", "clerk", "leader", "director")),
    Row(
        "document",
        "Văn bản đến của xã",
        only("chief", "clerk", "leader", rest="404"),
        args={"public_id": "document_in"},
    ),
    deed("document_void", "Hủy số", only("clerk"), "422", public_id="document_out"),
    deed("document_attach", "Thêm tệp vào văn bản", only("clerk"), "422", public_id="document_in"),
    # ---- documents that go out
    Row("drafts", "Dự thảo văn bản", _DRAFTS),
    form("draft_new", "Soạn văn bản mới", _DRAFTS),
    Row("draft", "Dự thảo đang soạn", _A_DRAFT, args={"public_id": "draft_open"}),
    Row("draft_preview", "Xem dự thảo trên giấy", _A_DRAFT, args={"public_id": "draft_open"}),
    Row("draft_compare", "So sánh các bản của dự thảo", _A_DRAFT, args={"public_id": "draft_open"}),
    Row("draft_opinions", "In bảng tổng hợp ý kiến", _A_DRAFT, args={"public_id": "draft_open"}),
    Row(
        "draft_edit",
        "Sửa dự thảo",
        _A_DRAFT | {"chief": "403", "leader": "403"},
        _A_DRAFT | {"specialist": "422", "chief": "403", "leader": "403"},
        {"public_id": "draft_open"},
    ),
    _of_draft("draft_submit", "Trình dự thảo", "403", specialist="422"),
    _of_draft("draft_withdraw", "Bỏ dự thảo", "403", specialist="go"),
    _of_draft("draft_ask", "Hỏi ý kiến về dự thảo", "403", specialist="422"),
    _of_draft("draft_opine", "Góp ý dự thảo", "422"),
    _of_draft("draft_answer", "Tiếp thu, giải trình", "422"),
    _of_draft("draft_annex", "Thêm phụ lục", "422"),
    _of_draft("draft_annex_off", "Bỏ phụ lục", "403", specialist="go"),
    _of_draft("draft_pass", "Đồng ý thể thức", "403", "draft_checking", chief="go"),
    _of_draft("draft_return", "Trả lại người soạn", "403", "draft_checking", chief="422"),
    _of_draft("draft_number", "Cấp số, khi chưa ký", "409"),
    _of_draft("draft_issue", "Phát hành, khi chưa ký", "409"),
    form("draft_seal", "Ký số của cơ quan, khi chưa ký", only("clerk", cell="404"), "404", public_id="draft_open"),
    Row("to_sign", "Văn bản chờ tôi ký", only(*_SIGNERS)),
    form(
        "draft_sign",
        "Ký, khi chưa đến lượt",
        only(*_SIGNERS, cell="404", specialist="403", chief="403", leader="403"),
        public_id="draft_open",
    ),
    Row("clerk_morning", "Việc của văn thư", only("clerk")),
    Row("clerk_heap", "Văn bản chờ cấp số", only("clerk"), args={"name": "cho-cap-so"}),
    form("check_layout", "Kiểm tra thể thức", _DRAFTS),
    Row("copies", "Bản sao", only("clerk")),
    form("copy_new", "Sao văn bản", only("clerk"), public_id="scanned"),
    form("copy_sign", "Ký số bản sao", only("clerk"), public_id="copy"),
    Row("copy_file", "Tệp của bản sao", only("clerk", cell="go"), args={"public_id": "copy"}),
    # ---- documents that came in, and the tasks they cause
    Row("arrivals", "Văn bản đến của xã", _BOOKS),
    Row("arrivals_book", "Sổ theo dõi giải quyết văn bản đến", _BOOKS),
    Row("my_arrivals", "Văn bản giao tôi", _TAKING),
    form("arrival_new", "Thêm văn bản giấy, thư điện tử", only("clerk")),
    Row("arrival", "Văn bản đến, chờ vào sổ", _taking(*_COMMUNE_DESK), args={"public_id": "arrival_new"}),
    Row("arrival", "Văn bản đến, đã giao", _taking(*_COMMUNE_DESK, "specialist"), args={"public_id": "arrival_given"}),
    Row("arrival_slip", "Phiếu giải quyết", _taking(*_COMMUNE_DESK, "specialist"), args={"public_id": "arrival_given"}),
    *(
        Row(name, what, sent(_TAKING, "405"), _taking(*_COMMUNE_DESK, cell="403", **cells_), {"public_id": about})
        for name, what, about, cells_ in (
            ("arrival_register", "Vào sổ", "arrival_new", {"clerk": "422"}),
            ("arrival_return", "Trả lại nơi gửi", "arrival_new", {"clerk": "422"}),
            ("arrival_agree_recall", "Đồng ý cho nơi gửi lấy lại", "arrival_new", {"clerk": "go"}),
            ("arrival_refuse_recall", "Không cho lấy lại", "arrival_new", {"clerk": "422"}),
            ("arrival_propose", "Đề xuất", "arrival_registered", {"chief": "422"}),
            ("arrival_direct", "Bút phê", "arrival_registered", {"leader": "422"}),
            ("arrival_opine", "Ghi ý kiến", "arrival_given", dict.fromkeys((*_COMMUNE_DESK, "specialist"), "422")),
        )
    ),
    *(
        Row(
            name,
            what,
            sent(_TAKING, "405"),
            _taking(*_COMMUNE_DESK, "specialist", cell="403", **cells_),
            {"assignment_id": about},
        )
        for name, what, about, cells_ in (
            ("work_accept", "Nhận việc", "assignment", {"specialist": "go"}),
            ("work_pass_on", "Chuyển xử lý", "assignment_top", {"chief": "422"}),
            ("work_give_back", "Trả lại người giao", "assignment", {"specialist": "422"}),
            ("work_report", "Trình lên", "assignment", {"specialist": "422"}),
            ("work_finish", "Báo xong", "assignment", {"specialist": "422", "chief": "422"}),
            ("work_extend", "Lùi hạn", "assignment", {"chief": "422"}),
        )
    ),
    Row("my_directives", "Việc được giao", _TAKING),
    Row("given_directives", "Việc tôi giao", only("leader")),
    form("directive_new", "Giao việc", only("leader")),
    Row(
        "directive", "Việc giao theo văn bản", _taking("chief", "leader", "specialist"), args={"public_id": "directive"}
    ),
    *(
        Row(
            name,
            what,
            sent(_TAKING, "405"),
            _taking("chief", "leader", "specialist", cell="403", **cells_),
            _A_DIRECTIVE,
        )
        for name, what, cells_ in (
            ("directive_accept", "Nhận việc", {"chief": "go", "specialist": "go"}),
            ("directive_progress", "Báo cáo tiến độ", {"chief": "422", "specialist": "422"}),
            ("directive_report", "Báo xong", {"chief": "422", "specialist": "422"}),
            ("directive_confirm", "Xác nhận đã xong", {"leader": "go"}),
            ("directive_return", "Yêu cầu làm lại", {"chief": "409", "specialist": "409", "leader": "409"}),
            ("directive_extend", "Lùi hạn", {"leader": "422"}),
            ("directive_drop", "Thôi không làm", {}),
        )
    ),
    # ---- documents to and from other agencies
    Row("exchange_outbox", "Văn bản đã gửi của xã", _BOOKS),
    Row("exchange_strays", "Văn bản đến không đọc được", _BOOKS | _ADMINISTERING),
    Row("consignment", "Một lần gửi của xã", _BOOKS, args={"consignment_id": "consignment"}),
    deed("consignment_resend", "Gửi lại", only("clerk"), consignment_id="consignment"),
    Row("address_book", "Danh bạ liên thông", ADMINISTRATOR),
    # ---- notices and files
    Row("notices", "Thông báo", SIGNED_IN),
    Row("notice", "Thông báo của chị Lan", only("lan", rest="404", citizens="404"), args={"notice_id": "notice"}),
    script("read_all_notices", "Đã đọc tất cả", SIGNED_IN),
    Row(
        "file_link",
        "Liên kết tệp cấp cho chị Lan",
        only("lan", guests="404", rest="404", citizens="404"),
        args={"token": "result"},
    ),
    Row(
        "file_thumbnail",
        "Ảnh nhỏ của tệp không phải ảnh",
        cells("404", guests="404", citizens="404"),
        args={"token": "result"},
    ),
    script("begin_upload", "Báo trước một tệp lớn", SIGNED_IN, "422"),
    Row("upload", "Tệp chị Lan đang gửi (đọc và gửi tiếp bằng HEAD, PATCH)", _CLOSED, _CLOSED, {"upload_id": "upload"}),
    script(
        "finish_upload",
        "Gửi xong tệp của chị Lan",
        only("lan", cell="409", rest="404", citizens="404"),
        "409",
        upload_id="upload",
    ),
    # ---- administrators: agencies and officials
    Row("admin_agencies", "Cây cơ quan", ADMINISTRATOR),
    Row("admin_agency", "Xã bên", ADMINISTRATOR, args={"agency_id": "agency"}),
    Row(
        "admin_agency", "Xã Mường Phăng", ADMINISTRATOR | {"commune_admin": "404"}, args={"agency_id": "distant_agency"}
    ),
    form("admin_agency_code", "Mã của xã bên", ELEVATED, agency_id="agency"),
    form("admin_agency_code", "Mã của xã Mường Phăng", ELEVATED | {"commune_admin": "404"}, agency_id="distant_agency"),
    form("admin_agency_new", "Thành lập cơ quan", ELEVATED),
    form("admin_agency_rename", "Tên của xã bên", ELEVATED, agency_id="agency"),
    form(
        "admin_agency_rename", "Tên của xã Mường Phăng", ELEVATED | {"commune_admin": "404"}, agency_id="distant_agency"
    ),
    form("admin_agency_move", "Nơi trực thuộc của xã bên", ELEVATED, agency_id="agency"),
    form(
        "admin_agency_move",
        "Nơi trực thuộc của xã Mường Phăng",
        ELEVATED | {"commune_admin": "404"},
        agency_id="distant_agency",
    ),
    form("admin_agency_end", "Kết thúc xã bên", ELEVATED, agency_id="agency"),
    form(
        "admin_agency_end", "Kết thúc xã Mường Phăng", ELEVATED | {"commune_admin": "404"}, agency_id="distant_agency"
    ),
    Row("admin_officials", "Danh sách cán bộ", ADMINISTRATOR),
    form("admin_official_new", "Thêm cán bộ", ELEVATED),
    form("admin_officials_import", "Nhập cán bộ từ tệp", ELEVATED),
    Row("admin_official", "Một cán bộ của xã bên", ADMINISTRATOR, args={"official_id": "official"}),
    Row(
        "admin_official",
        "Một cán bộ của xã Mường Phăng",
        ADMINISTRATOR | {"commune_admin": "404"},
        args={"official_id": "distant_official"},
    ),
    # ---- the province puts its agencies in a new order
    Row("reorganisations", "Các phương án sắp xếp cơ quan", OF_PROVINCE),
    form("reorganisation_new", "Nhập phương án sắp xếp", PROVINCE_ELEVATED),
    Row("reorganisation", "Một phương án sắp xếp", OF_PROVINCE, args={"reorganisation_id": "reorganisation"}),
    *(
        Row(name, what, _405(ELEVATED), sent(PROVINCE_ELEVATED, "go"), {"reorganisation_id": "reorganisation"})
        for name, what in (
            ("reorganisation_approve", "Duyệt phương án sắp xếp"),
            ("reorganisation_cancel", "Hủy phương án sắp xếp"),
        )
    ),
    form("admin_official_edit", "Sửa thông tin cán bộ", ELEVATED, official_id="official"),
    form(
        "admin_official_edit",
        "Sửa thông tin cán bộ xã khác",
        ELEVATED | {"commune_admin": "404"},
        official_id="distant_official",
    ),
    form("admin_post_new", "Giao thêm vị trí", ELEVATED, official_id="official"),
    form("admin_post_move", "Chuyển công tác", ELEVATED, official_id="official", post_id="post"),
    form("admin_post_end", "Kết thúc vị trí", ELEVATED, official_id="official", post_id="post"),
    form("admin_official_lock", "Khóa tài khoản cán bộ", ELEVATED, official_id="official"),
    form("admin_official_unlock", "Mở khóa tài khoản cán bộ", ELEVATED, official_id="official"),
    form("admin_official_sign_out", "Đăng xuất cán bộ ở mọi nơi", ELEVATED, official_id="official"),
    form("admin_official_password", "Cấp mật khẩu mới cho cán bộ", ELEVATED, official_id="official"),
    form(
        "admin_official_lock",
        "Khóa tài khoản cán bộ xã khác",
        ELEVATED | {"commune_admin": "404"},
        official_id="distant_official",
    ),
    form("admin_authority_new", "Giao ký thay", ELEVATED, official_id="official"),
    form("admin_authority_end", "Kết thúc ký thay", ELEVATED, official_id="official", authority_id="authority"),
    # ---- administrators: calendar, catalogue, failed work
    *(
        Row(name, what, ADMINISTRATOR, only("elevated", cell=cell), args)
        for name, what, cell, args in (
            ("calendar_admin", "Lịch làm việc năm nay", "422", {}),
            ("calendar_year", "Lịch làm việc một năm", "422", {"year": "year"}),
            ("calendar_hours", "Giờ làm việc", "422", {}),
            ("calendar_day", "Một ngày của lịch", "422", {"day_id": "day"}),
        )
    ),
    Row(
        "calendar_confirm_year",
        "Xác nhận lịch một năm",
        _405(ADMINISTRATOR),
        only("elevated", cell="422"),
        {"year": "year"},
    ),
    Row("calendar_open_year", "Mở lịch năm sau", _405(ADMINISTRATOR), only("elevated", cell="go")),
    Row("recalculations", "Các lần hẹn lại theo lịch", OF_PROVINCE),
    Row(
        "recalculation",
        "Một lần hẹn lại theo lịch",
        OF_PROVINCE,
        only("elevated", cell="422"),
        {"recalculation_id": "recalculation"},
    ),
    Row("admin_procedures", "Thủ tục cần xác nhận", KEEPER),
    form("admin_procedures_import", "Nhập danh mục thủ tục", KEEPER_ELEVATED),
    form("admin_hand_procedures", "Chuyển thủ tục sang cơ quan khác", KEEPER_ELEVATED),
    Row("admin_procedure", "Một thủ tục, trang quản trị", KEEPER, args={"code": "marriage"}),
    form("admin_front_door", "Cửa nộp của thủ tục", KEEPER_ELEVATED, code="marriage"),
    form("admin_procedure_form", "Biểu mẫu của thủ tục", KEEPER_ELEVATED, code="marriage"),
    Row("admin_forms", "Biểu mẫu", KEEPER),
    form("admin_form_new", "Biểu mẫu mới", KEEPER),
    form("admin_form_import", "Nhập tệp biểu mẫu", KEEPER),
    form("admin_form", "Một biểu mẫu", KEEPER, "go", key="designed_form"),
    Row("admin_form_compare", "So sánh hai bản của biểu mẫu", KEEPER, args=_FORM),
    Row("admin_form_file", "Tệp biểu mẫu", KEEPER, args={**_FORM, "which": "ban-thao"}),
    Row("admin_form_schema", "Lược đồ dữ liệu của biểu mẫu", KEEPER, args={**_FORM, "which": "1"}),
    form("admin_form_withdraw", "Thu hồi phiên bản biểu mẫu", KEEPER_ELEVATED, "go", key="coming_form", number="first"),
    form("admin_form_draft", "Bản thảo biểu mẫu", KEEPER, key="designed_form"),
    form("admin_form_head", "Tên, căn cứ của biểu mẫu", KEEPER, key="designed_form"),
    form("admin_form_take", "Nhập tệp vào bản thảo biểu mẫu", KEEPER, key="designed_form"),
    form("admin_form_section_new", "Thêm phần của biểu mẫu", KEEPER, key="designed_form"),
    form("admin_form_section", "Một phần của biểu mẫu", KEEPER, key="designed_form", part="de-nghi"),
    form("admin_form_question_new", "Thêm câu hỏi", KEEPER, key="designed_form", part="de-nghi"),
    form("admin_form_question", "Một câu hỏi của biểu mẫu", KEEPER, key="designed_form", field="phone"),
    form("admin_form_column_new", "Thêm cột", KEEPER, key="designed_form", field="giay_to_kem_theo"),
    form(
        "admin_form_column",
        "Một cột của bảng",
        KEEPER,
        key="designed_form",
        field="giay_to_kem_theo",
        column="noi_dung",
    ),
    Row("admin_form_preview", "Xem trước biểu mẫu", KEEPER, args=_FORM),
    form("admin_form_page", "Một trang xem trước của biểu mẫu", KEEPER, "ok", key="designed_form", part="de-nghi"),
    form("admin_form_publish", "Ban hành biểu mẫu", KEEPER_ELEVATED, "409", key="designed_form"),
    form("admin_form_drop", "Bỏ bản thảo biểu mẫu", KEEPER, "409", key="designed_form"),
    Row("processes", "Quy trình giải quyết", KEEPER),
    Row("process", "Một quy trình", KEEPER, args={"key": "process"}),
    Row("process_version", "Một phiên bản của quy trình", KEEPER, args={"key": "process", "number": "first"}),
    Row("process_json", "Quy trình dạng JSON", KEEPER, args={"key": "process", "number": "first"}),
    Row("process_bpmn", "Quy trình dạng BPMN", KEEPER, args={"key": "process", "number": "first"}),
    form("process_new", "Thêm quy trình", KEEPER),
    keepers("process_begin", "Soạn phiên bản mới của quy trình", key="process"),
    form("process_draft", "Bản nháp của quy trình", KEEPER, "409", key="drafted_process"),
    form("process_step_new", "Thêm bước của quy trình", KEEPER, key="drafted_process"),
    form("process_step", "Một bước của quy trình", KEEPER, key="drafted_process", step="appraise_step"),
    keepers("process_discard", "Bỏ bản nháp của quy trình", "409", key="drafted_process"),
    form("process_publish", "Ban hành quy trình", KEEPER_ELEVATED, "409", key="drafted_process"),
    keepers("process_try", "Chạy thử quy trình", version_id="process_version"),
    form("process_trial", "Kết quả chạy thử quy trình", KEEPER, trial_id="process_trial"),
    Row("rights", "Ai được làm gì, đọc từ các quy tắc", ADMINISTRATOR | {"controller": "ok"}),
    Row("unconfirmed", "Dữ liệu cần xác nhận", ADMINISTRATOR | {"controller": "ok"}),
    Row("retention", "Lưu giữ và xóa dữ liệu cá nhân", OF_PROVINCE),
    Row("admin_programs", "Hệ thống kết nối", OF_PROVINCE),
    form("admin_program_new", "Thêm hệ thống kết nối", PROVINCE_ELEVATED),
    Row("admin_program", "Một hệ thống kết nối", OF_PROVINCE, args=_PROGRAM),
    script("admin_program_secret", "Cấp khóa bí mật mới", PROVINCE_ELEVATED, "409", **_PROGRAM),
    script("admin_program_switch", "Ngừng, cho lại hệ thống kết nối", PROVINCE_ELEVATED, "422", **_PROGRAM),
    Row("subscriptions", "Hệ thống nhận tin", OF_PROVINCE),
    form("subscription_new", "Thêm đăng ký nhận tin", PROVINCE_ELEVATED),
    Row("subscription", "Một đăng ký nhận tin", OF_PROVINCE, args=_TOLD),
    Row("subscription_notice", "Một tin và các lần gửi", OF_PROVINCE, args=_NOTICE),
    script("subscription_pause", "Tạm dừng gửi tin", PROVINCE_ELEVATED, "422", **_TOLD),
    script("subscription_resume", "Gửi tin tiếp", PROVINCE_ELEVATED, "409", **_TOLD),
    script("subscription_try", "Gửi tin thử", PROVINCE_ELEVATED, **_TOLD),
    script("subscription_replay", "Gửi lại mọi tin từ một ngày", PROVINCE_ELEVATED, "422", **_TOLD),
    script("subscription_renew", "Cấp khóa ký mới", PROVINCE_ELEVATED, "ok", **_TOLD),
    script("subscription_end", "Hủy đăng ký nhận tin", PROVINCE_ELEVATED, **_TOLD),
    script("subscription_send_again", "Gửi lại một tin", PROVINCE_ELEVATED, **_NOTICE),
    Row("failed_jobs", "Việc lỗi", OF_PROVINCE),
    script("retry_job", "Làm lại việc lỗi", PROVINCE_ELEVATED, "409", job_id="nothing"),
    script("retry_delivery", "Gửi lại tin lỗi", PROVINCE_ELEVATED, "409", delivery_id="nothing"),
)


_SAID: Final = {
    "ok": "✓",
    "go": "→",
    "in": "đăng nhập",
    "up": "nâng quyền",
    "403": "không",
    "404": "ẩn",
    "405": "–",
    "409": "✓",
    "422": "✓",
    "503": "✓",
}
_HEAD: Final = """# Ai được mở gì, ai được gửi gì

Bảng này do `tests/promises/permissions.py` in ra (`python -m tests.promises.permissions > docs/reference/permissions.md`);
kiểm thử `tests/promises/test_every_url.py` mở và gửi từng địa chỉ bằng từng người và báo lỗi khi một ô không đúng,
khi một địa chỉ không có dòng, hoặc khi tệp này không khớp với bảng. Không sửa tay.

## Cách đọc

| Ô | Nghĩa |
|---|---|
| ✓ | được: trang mở ra, hoặc việc được nhận (khi gửi biểu mẫu trống thì trang nói còn thiếu gì) |
| → | được: việc đã xong, hoặc được đưa tới trang đúng của mình |
| đăng nhập | phải đăng nhập trước |
| nâng quyền | phải mở phiên nâng quyền trước, có lý do và thời hạn |
| không | biết là có nhưng không được (403) |
| ẩn | như không có (404): người ngoài không biết được là có hay không |
| – | địa chỉ không dùng cách này (405) |

“Mở” là xem trang, “gửi” là gửi biểu mẫu. Biểu mẫu gửi thiếu mã chống giả mạo luôn bị từ chối (403), ai gửi cũng vậy.
Hệ thống kết nối (API) không có trang nào; nó được xem như khách.
"""
_PARTS: Final = (
    ("Khách và người dân", (*GUESTS, *CITIZENS)),
    ("Cán bộ giải quyết hồ sơ", AT_WORK),
    ("Cán bộ khác và quản trị", tuple(who for who in OFFICIALS if who not in AT_WORK)),
)


def _pattern(name: str) -> str:
    """The address as it is written in the URL table."""
    from django.urls import get_resolver

    for possibilities, *_more in get_resolver().reverse_dict.getlist(name):
        for shape, params in possibilities:
            return "/" + str(shape) % {param: f"‹{param}›" for param in params}
    return name


def document() -> str:
    """The table for an auditor."""
    lines = [
        _HEAD,
        "## Những người trong bảng",
        "",
        *(f"- **{SHORT[who]}**: {words}" for who, words in WHO.items()),
        "",
    ]
    for title, people in _PARTS:
        lines += [
            f"## {title}",
            "",
            f"| Việc | Địa chỉ | | {' | '.join(SHORT[who] for who in people)} |",
            "|---|---|---|" + "---|" * len(people),
        ]
        for row in ROWS:
            for how, row_cells in (("mở", row.get), ("gửi", row.post)):
                if row_cells is None or set(row_cells.values()) <= {"405", "403", "in"}:
                    continue
                said = " | ".join(_SAID[row_cells[who]] for who in people)
                lines.append(f"| {row.what} | `{_pattern(row.name)}` | {how} | {said} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namkhong.config.settings")
    django.setup()
    print(document(), end="")
