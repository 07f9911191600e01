"""What forms 02, 03 and 05 say about one dossier, field by field in the order of the circular; kept when issued.

A paper of the law is always Vietnamese (the caller sees to it): the catalogues of these words stay empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from namkhong.foundation.citizens import queries as citizens
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import Dossier, EndRequest, Step, SupplementItem, SupplementRequest
from namkhong.services.dossiers.paper.head import on_paper
from namkhong.services.dossiers.states import STATES, State


def _applicant(dossier: Dossier) -> dict[str, Any]:
    person = citizens.person(dossier.person_id)
    return {
        "centre": frozen.agency(dossier.receiver_agency_id).name,
        "applicant": person.full_name,
        "personal_number": person.personal_number,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "request": dossier.procedure_name,
    }


def _contact() -> str:
    return _("Nếu có vướng mắc, xin gọi %s để được hướng dẫn.") % settings.SUPPORT_PHONE


def supplement(
    dossier: Dossier, asked: SupplementRequest, items: Sequence[SupplementItem], step: Step
) -> dict[str, Any]:
    """Form 02: everything that is missing, each with the article that asks for it and how it should look."""
    until = _("Xin bổ sung trước %s.") % on_paper(asked.answer_by) if asked.answer_by else ""
    return {
        **_applicant(dossier),
        "items": [{"what": item.what, "law": item.law, "sample": item.sample} for item in items],
        "reason": asked.reason,
        "until": until,
        "contact": _contact(),
        "signer": step.by_name,
    }


def refusal(dossier: Dossier, reasons: str, signer: str) -> dict[str, Any]:
    """Form 03: it is not received, or not worked on any longer, with the reasons and the law."""
    return {**_applicant(dossier), "reasons": reasons, "signer": signer, "contact": _contact()}


def stop(dossier: Dossier, ended: EndRequest, before: str, papers: Sequence[str], step: Step) -> dict[str, Any]:
    """Form 05: the applicant asked to stop, at which stage, and what she gets back; ``before`` is the state it had."""
    counter = ended.way == "counter"
    return {
        **_applicant(dossier),
        "received": on_paper(dossier.received_at) if dossier.received_at else "",
        "asked": on_paper(ended.at),
        "asked_how": _("đơn ký tại quầy tiếp nhận") if counter else _("gửi trên hệ thống trực tuyến"),
        "reason": ended.reason,
        "stage": str(STATES[State(before)].stage),
        "stopped": on_paper(step.at),
        "papers": list(papers) if counter else [],
        "fee": _("Phí, lệ phí đã nộp (nếu có) được xem xét theo quy định của từng khoản thu."),
        "agency": frozen.agency(dossier.receiver_agency_id).name,
        "recipient": frozen.agency(dossier.decider_agency_id).name,
        "signer": step.by_name if counter else "",
        "by_itself": ""
        if counter
        else _("(Thông báo do hệ thống lập theo đề nghị gửi trực tuyến của người nộp hồ sơ)"),
    }
