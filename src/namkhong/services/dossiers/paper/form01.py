"""What form 01 says about one dossier: plain text and numbers, kept when the form is issued.

A paper of the law is always Vietnamese (the caller sees to it): the catalogues of these words stay empty.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import Attachment, Dossier, FormTemplate, Step
from namkhong.services.dossiers.secrets import secret_of
from namkhong.services.dossiers.types import RETURN_WAYS, Channel, ReturnWay
from namkhong.services.procedures.types import ComponentCard, VersionCard
from namkhong.web.words import day_long


def content(dossier: Dossier, version: VersionCard, step: Step, template: FormTemplate, number: str) -> dict[str, Any]:
    """Everything the form says but the secret and the QR, which are derived when it is printed."""
    person = citizens.person(dossier.person_id)
    centre = frozen.agency(dossier.receiver_agency_id)
    parent = frozen.agency(centre.parent_id) if centre.parent_id else centre
    received = dossier.received_at or step.at
    return {
        "template": _("Mẫu số 01 (%(basis)s), bản %(version)s")
        % {"basis": template.legal_basis, "version": template.version},
        "paper": str(template.settings.get("paper", "a5")),
        "copies": _copies(dossier, template),
        "signature_gap": 14,
        "parent": parent.name,
        "unit": _one_stop(centre),
        "centre": centre.name,
        "number": number,
        "place_and_date": f"{_place(parent)}, {day_long(step.at)}",
        "issued": [clock.local(step.at).year, clock.local(step.at).month, clock.local(step.at).day],
        "code": dossier.code or "",
        "applicant": person.full_name,
        "personal_number": person.personal_number,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "delegate": None,
        "request": version.name,
        "components": [_component(component) for component in _handed_in(dossier, version)]
        or [_("Theo biểu mẫu điện tử")],
        "sets": "01",
        "duration": duration(version.limit),
        "received": on_paper(received),
        "due_label": _("Thời gian trả kết quả giải quyết hồ sơ:"),
        "due": on_paper(dossier.due_at or received),
        "due_note": ""
        if dossier.clock_started_at
        else _("Thời gian này là dự kiến; hẹn chính thức tính từ khi cơ quan có thẩm quyền nhận được hồ sơ."),
        "return_place": _return_place(dossier),
        "book": "",
        "book_number": "",
        "submitter": person.full_name,
        "signer": step.by_name,
        "signed_note": _("(Chữ ký số của người tiếp nhận hồ sơ nếu là biểu mẫu điện tử)"),
        "bring": _("Khi đến nhận kết quả, xin mang theo giấy này và căn cước. Điện thoại hỗ trợ: %s.")
        % settings.SUPPORT_PHONE,
        "lookup_text": _("Tra cứu hồ sơ: quét mã QR, hoặc mở"),
        "lookup_code_label": _("Số hồ sơ:"),
        "secret_label": _("Mã bí mật:"),
    }


def with_lookup(data: Mapping[str, Any], dossier: Dossier) -> dict[str, Any]:
    """The kept content with the secret and the QR that opens the look-up."""
    secret = secret_of(dossier.public_id)
    address = f"{settings.SITE_URL}{reverse('lookup')}"
    drawn = io.BytesIO()
    query = urlencode({"ma": dossier.code or "", "bm": secret})
    segno.make(f"{address}?{query}", error="m", micro=False).save(drawn, kind="svg", border=1)
    return {**data, "secret": secret, "lookup_address": address, "qr": drawn.getvalue().decode()}


def on_paper(moment: datetime) -> str:
    """``07 giờ 41 phút, ngày 23 tháng 11 năm 2026``."""
    at = clock.local(moment)
    return _("%(hour)02d giờ %(minute)02d phút, %(day)s") % {
        "hour": at.hour,
        "minute": at.minute,
        "day": day_long(moment),
    }


def duration(limit: Limit) -> str:
    """The legal limit in words: ``03 ngày làm việc``."""
    if limit.unit is LimitUnit.SAME_DAY:
        if limit.cutoff is None:
            return _("trong ngày làm việc")
        return _("trong ngày làm việc; nhận sau %s thì trả trong ngày làm việc tiếp theo") % _hour(limit.cutoff.hour)
    words = {
        LimitUnit.WORKING_DAY: _("%02d ngày làm việc"),
        LimitUnit.WORKING_HOUR: _("%02d giờ làm việc"),
        LimitUnit.DAY: _("%02d ngày"),
    }
    return words[limit.unit] % limit.value


def _hour(hour: int) -> str:
    return _("%d giờ") % hour


def _handed_in(dossier: Dossier, version: VersionCard) -> list[ComponentCard]:
    """The form and what has a file; at the counter also what must be there, for paper leaves no file."""
    given = set(
        Attachment.objects.filter(dossier=dossier, kind="component", refused_at=None).values_list(
            "component_id", flat=True
        )
    )
    paper = not Channel(dossier.channel).online
    return [
        component
        for component in version.components
        if component.is_form or component.id in given or (paper and (component.required or component.present_only))
    ]


def _component(component: ComponentCard) -> str:
    if component.is_form:
        return _("%s (biểu mẫu điện tử)") % component.name
    if component.present_only:
        return _("%s (xuất trình)") % component.name if "xuất trình" not in component.name else component.name
    parts = []
    if component.originals:
        parts.append(_("%02d bản chính") % component.originals)
    if component.copies:
        parts.append(_("%02d bản sao") % component.copies)
    return f"{component.name} ({', '.join(parts)})" if parts else component.name


def _copies(dossier: Dossier, template: FormTemplate) -> list[str]:
    """On paper one copy stays and one is given; an electronic form is one."""
    if Channel(dossier.channel) is Channel.OWN or int(template.settings.get("copies", 1)) < 2:
        return [""]
    return [_("(Liên 1: Lưu)"), _("(Liên 2: Giao người nộp hồ sơ)")]


def _one_stop(centre: AgencyCard) -> str:
    return _("Trung tâm Phục vụ hành chính công") if "centre" in centre.kind else _("Bộ phận Tiếp nhận và Trả kết quả")


def _place(agency: AgencyCard) -> str:
    """Where the form is written: the name of the commune, or of the province."""
    name = agency.short_name or agency.name
    for word in ("Ủy ban nhân dân", "UBND", "xã", "phường", "tỉnh", "Xã", "Phường", "Tỉnh"):
        name = name.removeprefix(word).strip()
    return name


def _return_place(dossier: Dossier) -> str:
    if dossier.return_way == ReturnWay.COUNTER:
        return frozen.agency(dossier.return_agency_id).name
    return str(RETURN_WAYS[ReturnWay(dossier.return_way)])
