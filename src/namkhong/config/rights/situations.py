"""Where a dossier of a commune can stand: one made-up dossier for each situation that the rules tell apart.

Nothing is saved. The agencies have ids that no agency has, so what this province looks like changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.actor import Role
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.states import CONFIRMING, STATES, Pending, State
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.models import ProcessVersion

PROVINCE, DEPARTMENT, COMMUNE, CENTRE, OFFICE, UNIT = -1, -2, -10, -11, -12, -13
NEXT_DOOR, NEXT_CENTRE, NEXT_OFFICE = -20, -21, -22
APPLICANT, SENDER, HELPER, NEIGHBOUR, NAMED, ATTORNEY = -101, -102, -103, -104, -105, -106  # accounts
PERSON: Final = -201
THEN: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Situation:
    """One station: what it is called, who holds it, and what else is true of it."""

    key: str
    words: Promise
    state: State
    holder: tuple[int, Role] | None = None
    kind: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def state_words(self) -> Promise:
        """How officials call the state."""
        return STATES[self.state].official


_TAKEN: Final = {"received_at": THEN}
_RUNNING: Final = {"received_at": THEN, "clock_started_at": THEN}
_COUNTER: Final = (CENTRE, Role.COUNTER)
_DIRECTOR: Final = (CENTRE, Role.CENTRE_DIRECTOR)
_SPECIALIST: Final = (OFFICE, Role.SPECIALIST)
_LEADER: Final = (COMMUNE, Role.LEADER)
_S = State
SITUATIONS: Final = (
    Situation("draft", _("Bản nháp người dân đang điền"), _S.DRAFT),
    Situation(
        "draft_helped", _("Bản nháp một cửa đang điền giúp"), _S.DRAFT, more={"owner_id": None, "helper_id": HELPER}
    ),
    Situation("filed", _("Đã gửi, chờ tiếp nhận"), _S.FILED, _COUNTER, "receive"),
    Situation("refusal", _("Quầy đề nghị không tiếp nhận, chờ Giám đốc Trung tâm"), _S.FILED, _DIRECTOR, Pending.REFUSAL),
    Situation("again", _("Quầy đề nghị yêu cầu bổ sung lần nữa, chờ Giám đốc Trung tâm"), _S.FILED, _DIRECTOR,
              Pending.AGAIN),
    Situation("elsewhere", _("Tiếp nhận ở xã bên, đang chuyển về"), _S.RECEIVED, _COUNTER, "receive",
              {**_TAKEN, "receiver_agency_id": NEXT_CENTRE, "return_agency_id": NEXT_CENTRE}),
    Situation("work", _("Công chức đang thẩm tra"), _S.IN_PROGRESS, _SPECIALIST, "work", _RUNNING),
    Situation("named", _("Công chức đang thẩm tra, đã giao đích danh một người"), _S.IN_PROGRESS, _SPECIALIST, "work",
              {**_RUNNING, "holder_account_id": NAMED}),
    Situation("told", _("Công chức đang thẩm tra, đã hẹn lại một lần"), _S.IN_PROGRESS, _SPECIALIST, "work",
              {**_RUNNING, "new_due_at": THEN}),
    Situation("confirm", _("Công chức soạn bản dự thảo"), _S.IN_PROGRESS, _SPECIALIST, "confirm", _RUNNING),
    Situation("confirming", _("Người nộp đang xem bản dự thảo"), _S.IN_PROGRESS, _SPECIALIST, CONFIRMING, _RUNNING),
    Situation("outside", _("Bước làm ở phần mềm khác"), _S.IN_PROGRESS, _SPECIALIST, "outside", _RUNNING),
    Situation("ask_send", _("Công chức đề nghị bổ sung, chờ quầy gửi"), _S.IN_PROGRESS, _COUNTER, Pending.SENDING,
              _RUNNING),
    Situation("ask_leader", _("Đề nghị bổ sung lần thứ hai, chờ lãnh đạo"), _S.IN_PROGRESS, _LEADER, Pending.LEADER,
              _RUNNING),
    Situation("decide", _("Lãnh đạo xem và ký"), _S.IN_PROGRESS, _LEADER, "decide", _RUNNING),
    Situation("issue", _("Văn thư phát hành"), _S.IN_PROGRESS, (COMMUNE, Role.RECORDS_CLERK), "work", _RUNNING),
    Situation("asked", _("Chờ người nộp bổ sung"), _S.SUPPLEMENT_REQUESTED, _COUNTER, "",
              {**_RUNNING, "step_due_at": THEN}),
    Situation("asked_before", _("Chờ người nộp bổ sung, chưa tiếp nhận"), _S.SUPPLEMENT_REQUESTED, _COUNTER, "",
              {"step_due_at": THEN}),
    Situation("money", _("Chờ người nộp nộp tiền"), _S.FINANCIAL_OBLIGATION, _COUNTER, "", _RUNNING),
    Situation("decided", _("Đã có kết quả, chờ trả"), _S.DECIDED, _COUNTER, "hand_over",
              {**_RUNNING, "outcome": "approved"}),
    Situation("handed_over", _("Đã trả kết quả"), _S.HANDED_OVER, None, "", {**_RUNNING, "outcome": "approved"}),
    Situation("not_received", _("Không được tiếp nhận"), _S.NOT_RECEIVED),
    Situation("withdrawn", _("Người nộp đã rút"), _S.WITHDRAWN),
    Situation("stopped", _("Đã dừng theo đề nghị"), _S.STOPPED_AT_REQUEST, None, "", _RUNNING),
)  # fmt: skip
BY_KEY: Final = {situation.key: situation for situation in SITUATIONS}


def process_with_a_way_back() -> tuple[int, int]:
    """A process version of this installation and a step of it that may be sent back; ``(0, 0)`` when it has none."""
    for pk in ProcessVersion.objects.order_by("pk").values_list("pk", flat=True)[:20]:
        card = procedures.process_version(pk)
        for index in range(2, len(card.steps)):
            if card.back_from(index) is not None:
                return pk, index
    return 0, 0


def dossier_in(situation: Situation, process: tuple[int, int]) -> Dossier:
    """The made-up dossier: of a commune, taken in and handed out at its Centre, appraised by its office."""
    agency, role = situation.holder or (None, "")
    version, index = process
    row: dict[str, Any] = {
        "pk": -1,
        "state": situation.state.value,
        "person_id": PERSON,
        "owner_id": SENDER,
        "helper_id": ATTORNEY,  # whose mandate is over: it lies in another account
        "receiver_agency_id": CENTRE,
        "return_agency_id": CENTRE,
        "home_counter_id": CENTRE,
        "decider_agency_id": COMMUNE,
        "unit_agency_id": OFFICE,
        "holder_agency_id": agency,
        "holder_role": str(role),
        "step_kind": str(situation.kind),
        "process_version_id": version,
        "step_index": index,
    }
    return Dossier(**{**row, **situation.more})
