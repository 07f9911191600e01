"""What form 04 says: the apology to the applicant and the request for more time to the one-stop shop, one paper.

A paper of the law is always Vietnamese (the caller sees to it): the catalogues of these words stay empty.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations.types import SignatureBlock
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import Dossier, Extension, FormTemplate
from namkhong.services.dossiers.paper.head import on_paper
from namkhong.services.dossiers.types import FAULTS, Fault
from namkhong.web.words import day_long


def content(dossier: Dossier, draft: Extension, block: SignatureBlock, template: FormTemplate) -> dict[str, Any]:
    """Everything the form says below its head; ``draft`` is being signed."""
    del template
    person = citizens.person(dossier.person_id)
    decider, counter = frozen.agency(dossier.decider_agency_id), frozen.agency(dossier.receiver_agency_id)
    received = dossier.received_at or dossier.clock_started_at or draft.drafted_at
    promised = draft.old_due_at or draft.drafted_at
    return {
        "applicant": person.full_name,
        "personal_number": person.personal_number,
        "received_day": day_long(received),
        "receiver": counter.name,
        "request": dossier.procedure_name,
        "promised": on_paper(promised),
        "not_ready": _("Đến thời điểm hẹn trả kết quả, %s chưa trả được kết quả giải quyết hồ sơ cho Ông (Bà)/Tổ chức.")
        % decider.name
        if draft.late
        else _("%s chưa thể trả kết quả giải quyết hồ sơ của Ông (Bà)/Tổ chức theo thời gian ghi trong giấy tiếp nhận.")
        % decider.name,
        "reason": draft.reason,
        "fault": str(FAULTS[Fault(draft.fault)]),
        "late_reason": draft.late_reason if draft.late else "",
        "new_due": on_paper(draft.new_due_at),
        "recipients": [_("Như trên"), counter.name, _("Lưu: hồ sơ")],
        "signer_lines": list(block.lines) or [_("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ")],
        "signer": block.name,
    }
