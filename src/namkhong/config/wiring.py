"""The story of the province in one table: who hears what, which slot shows what.

Handlers are written ``room.function`` so that the table can be read aloud and jobs can name them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LISTENERS: Final[dict[str, tuple[str, ...]]] = {
    "exchange.PacketArrived": ("intake.take_packet",),
    "exchange.RecallAsked": ("intake.ask_recall",),
    "intake.DirectionGiven": ("intake.tell_given", "directives.take_direction"),
    "intake.WorkPassedOn": ("intake.tell_given", "directives.follow_note"),
    "intake.WorkAccepted": ("directives.follow",),
    "intake.WorkExtended": ("directives.follow",),
    "intake.WorkHandedOver": ("directives.follow",),
    "intake.WorkEnded": ("intake.tell_ended", "directives.close"),
    "directives.DirectiveMoved": ("directives.tell_moved",),
    "intake.SpokenUp": ("intake.tell_giver",),
    "documents.FilesAttached": ("documents.read_files",),
    "drafting.DraftMoved": ("drafting.tell_signers",),
    "drafting.DraftReturned": ("drafting.tell_author",),
    "drafting.DocumentIssued": ("drafting.tell_author",),
    "drafting.OpinionAsked": ("drafting.tell_asked",),
    "signatures.FieldSigned": ("drafting.note_signed",),
    "exchange.StatusArrived": ("drafting.note_status",),
    "dossiers.DossierFiled": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.DossierReceived": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.DossierNotReceived": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.DossierTakenOver": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.DossierDecided": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.ResultHandedOver": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.DossierExtended": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.SupplementRequested": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.SupplementCompleted": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.DossierWithdrawn": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.StoppedAtRequest": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.StoppedUnmet": ("dossiers.tell_applicant", "subscriptions.take_note"),
    "dossiers.DossierForwarded": ("subscriptions.take_note",),
    "dossiers.StepAssigned": ("dossiers.tell_holder",),
    "dossiers.DraftSent": ("dossiers.tell_applicant",),
    "dossiers.DraftAnswered": ("dossiers.tell_holder",),
    "dossiers.DraftLapsed": ("dossiers.tell_applicant", "dossiers.tell_holder"),
    "dossiers.OpinionAsked": ("dossiers.tell_asked",),
    "dossiers.OpinionDrafted": ("dossiers.tell_signers",),
    "dossiers.OpinionClosed": ("dossiers.tell_asker",),
    "dossiers.OpinionOverdue": ("dossiers.tell_asker",),
    "feedback.InquirySent": ("feedback.tell_sender",),
    "feedback.InquiryAssigned": ("feedback.tell_sender", "feedback.tell_assigned"),
    "feedback.InquiryAnswered": ("feedback.tell_sender",),
    "feedback.InquiryEnded": ("feedback.tell_sender",),
    "feedback.InquiryRelocated": ("feedback.tell_relocated",),
    "files.FileRefused": ("dossiers.mark_refused_file",),
    "calendars.CalendarChanged": ("dossiers.preview_recalculation",),
    "dossiers.RecalculationApproved": ("dossiers.apply_recalculation",),
    "dossiers.ProcessTrialStarted": ("dossiers.count_process_trial",),
    "dossiers.ProcessMoveApproved": ("dossiers.apply_process_move",),
    "dossiers.DossiersRelocated": ("dossiers.tell_relocated",),
    "subscriptions.SubscriptionPaused": ("subscriptions.tell_administrators",),
}

# How the screen of failed work calls the jobs it does not know itself, and each event a job goes on from.
JOBS: Final[dict[str, Promise]] = {
    "accounts.sweep": _("Dọn các phiên, khóa và bộ đếm đã hết hạn"),
    "desks.run_batch": _("Làm hàng loạt hồ sơ"),
    "desks.run_export": _("Xuất danh sách hồ sơ"),
    "dossiers.close_mandates": _("Chuyển hồ sơ về tài khoản người ủy quyền khi giấy ủy quyền hết hạn"),
    "dossiers.close_silent": _("Khép bản dự thảo và ý kiến đã hết giờ trả lời"),
    "dossiers.draft_extensions": _("Soạn trước phiếu xin lỗi của hồ sơ sẽ chậm hẹn"),
    "dossiers.close_unanswered": _("Dừng hồ sơ không bổ sung trong hạn"),
    "dossiers.refresh_figures": _("Tính lại số liệu phục vụ trong tháng"),
    "dossiers.refresh_late_chances": _("Tìm hồ sơ có thể trễ hẹn"),
    "dossiers.refresh_step_times": _("Tính lại thời gian thường mất của từng bước"),
    "exchange.deliver": _("Gửi một văn bản, trạng thái cho cơ quan khác"),
    "exchange.receive": _("Nhận văn bản từ trục liên thông"),
    "exchange.sweep": _("Gửi lại các văn bản đến hạn"),
    "exchange.sync_addresses": _("Cập nhật danh bạ cơ quan từ trục liên thông"),
    "feedback.close_old": _("Kết thúc những câu hỏi, phản ánh đã trả lời từ lâu"),
    "jobs.take_up_again": _("Làm lại những việc bị bỏ dở"),
    "openness.count": _("Tính lại số liệu công khai"),
    "organisations.reorganise": _("Sắp xếp cơ quan theo phương án đã duyệt"),
    "organisations.refresh_tree": _("Cập nhật bộ máy theo ngày hiệu lực"),
    "retention.erase": _("Xóa dữ liệu cá nhân đã hết thời hạn lưu giữ"),
    "retention.night": _("Bắt đầu lượt xóa dữ liệu cá nhân trong đêm"),
    "files.mark_loose": _("Tìm những tệp không còn hồ sơ nào dùng"),
    "signatures.raise_waiting": _("Bổ sung dấu thời gian cho các chữ ký đang chờ"),
    "signatures.refresh_lists": _("Lấy danh sách chứng thư bị thu hồi"),
    "subscriptions.deliver": _("Gửi tin cho một hệ thống kết nối"),
    "subscriptions.forget_old": _("Dọn các tin đã gửi từ lâu"),
    "subscriptions.wake_due": _("Gửi lại các tin đến hạn cho hệ thống kết nối"),
    "procrastinate.builtin_tasks.remove_old_jobs": _("Dọn các việc đã xong"),
    "builtin:procrastinate.builtin_tasks.remove_old_jobs": _("Dọn các việc đã xong"),
}
HANDLERS: Final[dict[str, Promise]] = {
    "intake.take_packet": _("Đưa văn bản điện tử đến cho văn thư"),
    "intake.ask_recall": _("Báo văn thư nơi gửi muốn lấy lại văn bản"),
    "intake.tell_given": _("Báo người được giao văn bản"),
    "intake.tell_giver": _("Báo người giao có phiếu trình"),
    "directives.take_direction": _("Ghi việc giao có hạn theo ý kiến chỉ đạo"),
    "directives.follow": _("Cập nhật việc giao theo văn bản"),
    "directives.follow_note": _("Cập nhật việc giao khi văn bản được chuyển xử lý"),
    "directives.close": _("Kết thúc việc giao theo văn bản"),
    "directives.tell_moved": _("Báo người liên quan đến việc giao"),
    "intake.tell_ended": _("Báo người giao việc đã xong hoặc bị trả lại"),
    "drafting.note_signed": _("Chuyển dự thảo sang bước sau khi đã ký"),
    "drafting.note_status": _("Ghi trạng thái nơi nhận báo về"),
    "drafting.tell_asked": _("Báo người được hỏi ý kiến về dự thảo"),
    "drafting.tell_author": _("Báo người soạn dự thảo"),
    "drafting.tell_signers": _("Báo người có văn bản chờ ký"),
    "documents.read_files": _("Đọc chữ trong tệp của văn bản để tìm được"),
    "dossiers.apply_process_move": _("Chuyển hồ sơ sang phiên bản mới của quy trình"),
    "dossiers.count_process_trial": _("Chạy thử phiên bản mới của quy trình"),
    "dossiers.apply_recalculation": _("Chuyển ngày hẹn theo lịch làm việc mới"),
    "dossiers.preview_recalculation": _("Tính thử ngày hẹn theo lịch làm việc mới"),
    "dossiers.mark_refused_file": _("Đánh dấu tệp bị từ chối trong hồ sơ"),
    "dossiers.tell_applicant": _("Báo cho người nộp"),
    "dossiers.tell_relocated": _("Báo người nộp hồ sơ chuyển sang cơ quan mới"),
    "feedback.tell_assigned": _("Báo người được giao trả lời"),
    "feedback.tell_relocated": _("Báo người gửi câu hỏi, phản ánh chuyển sang cơ quan mới"),
    "feedback.tell_sender": _("Báo người gửi câu hỏi, phản ánh"),
    "dossiers.tell_asked": _("Báo cơ quan được hỏi ý kiến"),
    "dossiers.tell_asker": _("Báo người đã hỏi ý kiến"),
    "dossiers.tell_holder": _("Báo người đang giữ hồ sơ"),
    "dossiers.tell_signers": _("Báo người ký ý kiến"),
    "subscriptions.take_note": _("Ghi tin cho các hệ thống kết nối"),
    "subscriptions.tell_administrators": _("Báo quản trị viên về hệ thống không nhận tin"),
}
EVENTS: Final[dict[str, Promise]] = {
    "intake.ArrivalRegistered": _("văn bản đến được vào sổ"),
    "intake.DirectionGiven": _("lãnh đạo cho ý kiến chỉ đạo"),
    "intake.WorkPassedOn": _("văn bản được chuyển xử lý"),
    "intake.WorkAccepted": _("người được giao nhận văn bản"),
    "intake.WorkExtended": _("hạn của việc theo văn bản được lùi"),
    "directives.DirectiveMoved": _("việc giao có thay đổi"),
    "intake.WorkEnded": _("việc được giao theo văn bản kết thúc"),
    "intake.WorkHandedOver": _("việc theo văn bản được bàn giao"),
    "intake.SpokenUp": _("có phiếu trình lên người giao"),
    "accounts.AccountLocked": _("tài khoản bị khóa"),
    "accounts.AccountUnlocked": _("tài khoản được mở khóa"),
    "calendars.CalendarChanged": _("lịch làm việc thay đổi"),
    "citizens.ContactChanged": _("người dân đổi cách liên hệ"),
    "drafting.CopyMade": _("bản sao văn bản chờ cơ quan ký số"),
    "drafting.DocumentIssued": _("văn bản được phát hành"),
    "drafting.DraftBegun": _("bắt đầu soạn văn bản"),
    "drafting.DraftMoved": _("dự thảo chuyển bước"),
    "drafting.DraftReturned": _("dự thảo bị trả lại"),
    "drafting.DraftWithdrawn": _("dự thảo được bỏ"),
    "drafting.OpinionAnswered": _("ý kiến góp ý được tiếp thu, giải trình"),
    "drafting.OpinionAsked": _("dự thảo được gửi hỏi ý kiến"),
    "drafting.OpinionGiven": _("có ý kiến góp ý về dự thảo"),
    "drafting.VersionSaved": _("dự thảo có bản mới"),
    "documents.DocumentRegistered": _("văn bản được vào sổ"),
    "documents.DocumentVoided": _("số văn bản bị hủy"),
    "documents.FilesAttached": _("văn bản có thêm tệp"),
    "dossiers.DossierFiled": _("hồ sơ mới gửi"),
    "dossiers.DossierReceived": _("hồ sơ được tiếp nhận"),
    "dossiers.DossierNotReceived": _("hồ sơ không được tiếp nhận"),
    "dossiers.DossierTakenOver": _("hồ sơ đến cơ quan giải quyết"),
    "dossiers.DossierForwarded": _("hồ sơ chuyển bước"),
    "dossiers.DossierDecided": _("hồ sơ có kết quả"),
    "dossiers.DossierExtended": _("hồ sơ được hẹn lại"),
    "dossiers.ResultHandedOver": _("kết quả được trả cho người nộp"),
    "dossiers.SupplementRequested": _("người nộp được yêu cầu bổ sung"),
    "dossiers.SupplementCompleted": _("người nộp đã bổ sung đủ"),
    "dossiers.DossierWithdrawn": _("người nộp rút hồ sơ"),
    "dossiers.StoppedAtRequest": _("hồ sơ dừng theo đề nghị"),
    "dossiers.StoppedUnmet": _("hồ sơ dừng vì không bổ sung đủ"),
    "dossiers.StepAssigned": _("hồ sơ được phân công"),
    "dossiers.HandedToUnit": _("hồ sơ được bàn giao cho đơn vị khác"),
    "dossiers.DraftSent": _("bản dự thảo chờ người nộp xác nhận"),
    "dossiers.DraftAnswered": _("người nộp trả lời về bản dự thảo"),
    "dossiers.DraftLapsed": _("hết giờ xác nhận bản dự thảo"),
    "dossiers.OpinionAsked": _("cơ quan được hỏi ý kiến"),
    "dossiers.OpinionDrafted": _("ý kiến đã soạn, chờ ký"),
    "dossiers.OpinionClosed": _("ý kiến đã có"),
    "dossiers.OpinionOverdue": _("ý kiến quá hạn"),
    "dossiers.FeeReceiptRecorded": _("quầy ghi biên lai thu phí, lệ phí"),
    "dossiers.FeeReceiptWasVoided": _("biên lai thu phí, lệ phí bị hủy"),
    "dossiers.MandateRegistered": _("giấy ủy quyền được ghi nhận"),
    "dossiers.MandateWasEnded": _("giấy ủy quyền được chấm dứt"),
    "dossiers.ProcessTrialStarted": _("bắt đầu chạy thử quy trình"),
    "dossiers.ProcessMoveApproved": _("việc chuyển hồ sơ theo quy trình mới được duyệt"),
    "dossiers.DossiersFollowProcess": _("các hồ sơ đã theo quy trình mới"),
    "dossiers.RecalculationApproved": _("việc hẹn lại theo lịch mới được duyệt"),
    "dossiers.DossiersRelocated": _("các hồ sơ chuyển sang cơ quan mới theo sắp xếp"),
    "dossiers.DossiersRecalculated": _("các hồ sơ đã được hẹn lại theo lịch mới"),
    "eforms.AnswersWereLocked": _("tờ khai được chốt khi gửi"),
    "eforms.FormVersionAdded": _("biểu mẫu có phiên bản mới"),
    "eforms.FormVersionWithdrawn": _("một phiên bản biểu mẫu chưa áp dụng được thu hồi"),
    "exchange.PacketArrived": _("văn bản điện tử đến"),
    "exchange.RecallAsked": _("nơi gửi đề nghị thu hồi văn bản"),
    "exchange.StatusArrived": _("nơi nhận báo trạng thái văn bản"),
    "feedback.InquirySent": _("người dân gửi câu hỏi, phản ánh"),
    "feedback.InquiryAssigned": _("câu hỏi, phản ánh được phân công"),
    "feedback.InquiryAnswered": _("câu hỏi, phản ánh đã có trả lời"),
    "feedback.InquiryEnded": _("câu hỏi, phản ánh đã kết thúc"),
    "feedback.InquiryRelocated": _("câu hỏi, phản ánh chuyển sang cơ quan mới"),
    "feedback.ServiceRated": _("người nộp đánh giá"),
    "files.FileRefused": _("tệp bị từ chối sau khi quét"),
    "organisations.AgencyChanged": _("cơ quan thay đổi"),
    "organisations.ReorganisationApproved": _("phương án sắp xếp cơ quan được duyệt"),
    "organisations.ReorganisationFinished": _("việc sắp xếp cơ quan đã xong"),
    "organisations.OfficialCreated": _("cán bộ mới có tài khoản"),
    "organisations.OfficialAppointed": _("cán bộ được giao vị trí"),
    "organisations.AppointmentEnded": _("cán bộ thôi giữ vị trí"),
    "organisations.SubstituteGiven": _("cán bộ có người làm thay khi vắng mặt"),
    "organisations.SubstitutionEnded": _("cán bộ trở lại làm việc"),
    "organisations.OfficialLocked": _("cán bộ bị khóa tài khoản"),
    "organisations.OfficialUnlocked": _("cán bộ được mở khóa tài khoản"),
    "organisations.AuthorityGiven": _("cán bộ được giao ký thay"),
    "organisations.AuthorityEnded": _("cán bộ thôi ký thay"),
    "signatures.FieldSigned": _("văn bản có thêm chữ ký số"),
    "signatures.LevelReached": _("chữ ký số được bổ sung dấu thời gian"),
    "subscriptions.SubscriptionPaused": _("tạm dừng gửi tin cho một hệ thống kết nối"),
    "procedures.ProcedureVersionAdded": _("thủ tục có phiên bản mới"),
    "procedures.FrontDoorChanged": _("thủ tục đổi cửa nộp"),
    "procedures.ProcessVersionAdded": _("quy trình có phiên bản mới"),
}

_ROOMS: Final = {
    "directives": "namkhong.office.directives",
    "intake": "namkhong.office.intake",
    "documents": "namkhong.office.documents",
    "drafting": "namkhong.office.drafting",
    "dossiers": "namkhong.services.dossiers",
    "desks": "namkhong.services.desks",
    "feedback": "namkhong.services.feedback",
    "openness": "namkhong.services.openness",
    "subscriptions": "namkhong.services.subscriptions",
}


def handlers_of(event_name: str) -> tuple[str, ...]:
    """The handlers of an event, as written in the table."""
    return LISTENERS.get(event_name, ())


def handler(written: str) -> Callable[[Any], None]:
    """The function behind ``room.function``: it lives in the room's ``handlers`` module."""
    room, _, function = written.partition(".")
    found: Callable[[Any], None] = getattr(import_module(f"{_ROOMS[room]}.handlers"), function)
    return found


def install() -> None:
    """Register slots, name the jobs, and check that every handler exists."""
    from namkhong.config import navigation
    from namkhong.foundation.accounts.views import elevation
    from namkhong.foundation.audit import naming
    from namkhong.foundation.audit import slots as audit
    from namkhong.foundation.notifications import jobs
    from namkhong.foundation.notifications import slots as notifications
    from namkhong.services.desks import queries as desk
    from namkhong.services.desks import slots as desks
    from namkhong.services.dossiers import slots as dossiers
    from namkhong.services.dossiers.queries import naming as dossier_names
    from namkhong.services.dossiers.types import register_columns
    from namkhong.services.feedback import slots as feedback
    from namkhong.services.openness import slots as openness
    from namkhong.web import slots

    slots.fill("banner", elevation.banner)
    slots.fill("official_menu", elevation.menu)
    slots.fill("official_nav", dossiers.official_nav)
    _office()
    slots.fill("official_nav", desks.counter_nav)
    slots.fill("official_nav", desks.leader_nav)
    slots.fill("official_nav", feedback.official_nav)
    slots.fill("official_nav", openness.official_nav)
    slots.fill("inbox_tools", desks.inbox_tools)
    slots.fill("counter_find", desks.counter_find)
    slots.fill("counter_done", desks.counter_done)
    slots.fill("register_tools", desks.register_tools)
    slots.fill("citizen_menu", desks.citizen_menu)
    register_columns(desk.columns_of)
    slots.fill("official_nav", navigation.administration)
    slots.fill("notices_count", notifications.notices_count)
    slots.fill("citizen_menu", audit.citizen_menu)
    slots.fill("citizen_menu", feedback.citizen_menu)
    slots.fill("home_figures", dossiers.home_figures)
    slots.fill("home_figures", openness.board_link)
    slots.fill("dossier_after", feedback.dossier_after)
    slots.fill("looked_up", feedback.looked_up)
    slots.fill("procedure", feedback.procedure)
    slots.fill("calendar_notice", dossiers.calendar_notice)
    slots.fill("process_version", dossiers.process_version)
    for name, words in {**JOBS, **HANDLERS, **EVENTS}.items():
        jobs.told(name, words)
    _reorganised()
    _kept_for_a_time()
    naming.named("dossier", dossier_names.names)
    naming.named("dossier_step", dossier_names.names_by_step)
    jobs.concerns("step_id", "dossier_step")
    jobs.concerns("dossier_id", "dossier")
    for handlers in LISTENERS.values():
        for written in handlers:
            handler(written)


def _office() -> None:
    """The office wing: what its rooms show on the pages of others, who sees a registered document, what the record calls things."""
    from namkhong.foundation.audit import naming
    from namkhong.foundation.notifications import jobs
    from namkhong.office.directives import slots as directives
    from namkhong.office.directives.queries.naming import names as directive_names
    from namkhong.office.documents import slots as documents
    from namkhong.office.documents.queries import names as document_names
    from namkhong.office.documents.types import register_sight
    from namkhong.office.drafting import slots as drafting
    from namkhong.office.drafting.queries import concerned as seen_by_drafting
    from namkhong.office.drafting.queries import names as draft_names
    from namkhong.office.exchange import slots as exchange
    from namkhong.office.intake import slots as intake
    from namkhong.office.intake.queries import sight as seen_by_intake
    from namkhong.office.intake.queries.naming import names as arrival_names
    from namkhong.web import slots

    slots.fill("official_nav", intake.official_nav)
    slots.fill("official_nav", directives.official_nav)
    slots.fill("arrival_work", directives.arrival_work)
    slots.fill("official_nav", drafting.official_nav)
    slots.fill("document_after", intake.document_after)
    slots.fill("document_after", drafting.document_after)
    slots.fill("official_nav", documents.official_nav)
    slots.fill("official_nav", exchange.official_nav)
    naming.named("document", document_names)
    register_sight("intake", seen_by_intake)
    register_sight("drafting", seen_by_drafting)
    naming.named("arrival", arrival_names)
    jobs.concerns("arrival_id", "arrival")
    jobs.concerns("document_id", "document")
    naming.named("draft", draft_names)
    naming.named("directive", directive_names)


def _reorganised() -> None:
    """Whose work is held; which rooms follow when agencies become others, in the order in which their rows are moved."""
    from namkhong.foundation.organisations.types import register_follower, register_held_work
    from namkhong.office.directives.following import FollowingDirectives
    from namkhong.office.directives.held import HeldDirectives
    from namkhong.office.intake.following import FollowingArrivals
    from namkhong.office.intake.held import HeldAssignments
    from namkhong.services.dossiers.following import FollowingDossiers, FollowingOpinions
    from namkhong.services.dossiers.held import HeldDossiers
    from namkhong.services.feedback.following import FollowingInquiries
    from namkhong.services.procedures.following import FollowingOfferings
    from namkhong.services.procedures.held import HeldOfferings

    register_held_work(_("hồ sơ"), HeldDossiers())
    register_held_work(_("văn bản đến được giao"), HeldAssignments())
    register_held_work(_("việc được giao"), HeldDirectives())
    register_held_work(_("thủ tục hành chính"), HeldOfferings())
    register_follower("offerings", _("thủ tục có nơi nhận, nơi giải quyết riêng"), FollowingOfferings())
    register_follower("dossiers", _("hồ sơ"), FollowingDossiers())
    register_follower("opinions", _("câu hỏi ý kiến"), FollowingOpinions())
    register_follower("inquiries", _("câu hỏi, phản ánh"), FollowingInquiries())
    register_follower("arrivals", _("văn bản đến đang giải quyết"), FollowingArrivals())
    register_follower("directives", _("việc được giao"), FollowingDirectives())


def _kept_for_a_time() -> None:
    """Who erases which kind of personal data (``facts/retention.json``), and which rooms name files that must stay."""
    from namkhong.foundation.accounts import erasing as accounts
    from namkhong.foundation.audit import wording as audit
    from namkhong.foundation.files import dropping as files
    from namkhong.foundation.files.types import register_namer
    from namkhong.foundation.notifications import erasing as notifications
    from namkhong.foundation.retention.types import register_eraser
    from namkhong.foundation.signatures.queries import files_named as named_by_signatures
    from namkhong.office.documents.queries import files_named as named_by_documents
    from namkhong.office.drafting.queries import files_named as named_by_drafting
    from namkhong.office.exchange.queries import files_named as named_by_exchange
    from namkhong.office.intake.queries import files_named as named_by_intake
    from namkhong.services.desks import erasing as desks
    from namkhong.services.desks.queries import naming_files as named_by_desks
    from namkhong.services.dossiers import erasing as dossiers
    from namkhong.services.dossiers.queries import naming_files as named_by_dossiers
    from namkhong.services.feedback import erasing as feedback
    from namkhong.services.feedback.queries import naming_files as named_by_feedback

    register_eraser("accounts.sessions", accounts.Sessions())
    register_eraser("audit.words", audit.OldWords())
    register_eraser("files.loose", files.LooseFiles())
    register_eraser("notifications.addresses", notifications.Addresses())
    register_eraser("notifications.messages", notifications.Messages())
    register_eraser("desks.exports", desks.Exports())
    register_eraser("desks.ticket_holders", desks.TicketHolders())
    register_eraser("dossiers.drafts", dossiers.Drafts())
    register_eraser("dossiers.identity_papers", dossiers.IdentityPapers())
    register_eraser("feedback.contacts", feedback.Contacts())
    register_namer("dossiers", named_by_dossiers.files_named)
    register_namer("feedback", named_by_feedback.files_named)
    register_namer("desks", named_by_desks.files_named)
    register_namer("signatures", named_by_signatures)
    register_namer("exchange", named_by_exchange)
    register_namer("documents", named_by_documents)
    register_namer("drafting", named_by_drafting)
    register_namer("intake", named_by_intake)
