"""What stands at the head of every form of the one-stop shop: who issues it, its number, place and date, its template.

A paper of the law is always Vietnamese (the caller sees to it): the catalogues of these words stay empty.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import FormTemplate
from namkhong.web.words import day_long


def head(agency_id: int, template: FormTemplate, number: str, at: datetime) -> dict[str, Any]:
    """The keys that ``common.typ`` prints above and below every form; ``agency_id`` issues it."""
    agency = frozen.agency(agency_id)
    parent = frozen.agency(agency.parent_id) if agency.parent_id else agency
    day = clock.local(at)
    return {
        "template": _("Mẫu số %(code)s (%(basis)s), bản %(version)s")
        % {"code": template.code, "basis": template.legal_basis, "version": template.version},
        "form": template.code,
        "form_name": template.name,
        "paper": str(template.settings.get("paper", "a5")),
        "parent": parent.name,
        "unit": one_stop(agency) if "centre" in agency.kind else agency.name,
        "agency": agency.name,
        "number": number,
        "place_and_date": f"{place(parent if 'centre' in agency.kind else agency)}, {day_long(at)}",
        "issued": [day.year, day.month, day.day],
    }


def one_stop(agency: AgencyCard) -> str:
    """How the one-stop shop is called at the head of a form."""
    return _("Trung tâm Phục vụ hành chính công") if "centre" in agency.kind else _("Bộ phận Tiếp nhận và Trả kết quả")


def place(agency: AgencyCard) -> str:
    """Where the form is written: the name of the commune, or of the province."""
    name = agency.short_name or agency.name
    for word in ("Ủy ban nhân dân", "UBND", "xã", "phường", "tỉnh", "Xã", "Phường", "Tỉnh"):
        name = name.removeprefix(word).strip()
    return name


def on_paper(moment: datetime) -> str:
    """``07 giờ 41 phút, ngày 23 tháng 11 năm 2026``."""
    at = clock.local(moment)
    return _("%(hour)02d giờ %(minute)02d phút, %(day)s") % {
        "hour": at.hour,
        "minute": at.minute,
        "day": day_long(moment),
    }
