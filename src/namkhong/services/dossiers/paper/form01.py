"""What form 01 says about one dossier: plain text and numbers, kept when the form is issued.

A paper of the law is always Vietnamese (the caller sees to it): the catalogues of these words stay empty.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.citizens.types import PersonCard
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import Dossier, FormTemplate, Step
from namkhong.services.dossiers.paper.head import on_paper
from namkhong.services.dossiers.queries import drafts
from namkhong.services.dossiers.queries.fees import fees_of
from namkhong.services.dossiers.queries.mandates import mandate_of
from namkhong.services.dossiers.secrets import secret_of
from namkhong.services.dossiers.types import RETURN_WAYS, Channel, MandateLine, ReturnWay
from namkhong.services.procedures.types import ComponentCard, VersionCard
from namkhong.web.words import day


def content(dossier: Dossier, version: VersionCard, step: Step, template: FormTemplate) -> dict[str, Any]:
    """Everything the form says below its head, but the secret and the QR, which are derived when it is printed."""
    person = citizens.person(dossier.person_id)
    centre = frozen.agency(dossier.receiver_agency_id)
    received = dossier.received_at or step.at
    mandate = mandate_of(dossier)
    attorney = citizens.person(mandate.attorney_id) if mandate else None
    return {
        "copies": _copies(dossier, template),
        "signature_gap": 14,
        "centre": centre.name,
        "code": dossier.code or "",
        "applicant": person.full_name,
        "personal_number": person.personal_number,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "delegate": _delegate(attorney, mandate),
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
        "submitter": attorney.full_name if attorney else person.full_name,
        "fee": fees.words if (fees := fees_of(dossier)).lines else "",
        "signer": step.by_name,
        "signed_note": _("(Chữ ký số của người tiếp nhận hồ sơ nếu là biểu mẫu điện tử)"),
        "bring": _("Khi đến nhận kết quả, xin mang theo giấy này và căn cước. Điện thoại hỗ trợ: %s.")
        % settings.SUPPORT_PHONE,
        "lookup_text": _("Tra cứu, kiểm chứng hồ sơ: quét mã QR, hoặc mở"),
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


def _delegate(attorney: PersonCard | None, mandate: MandateLine | None) -> dict[str, str] | None:
    """The block of whoever files for the applicant; only where there is a mandate."""
    if attorney is None or mandate is None:
        return None
    return {
        "name": attorney.full_name,
        "personal_number": attorney.personal_number,
        "address": attorney.address,
        "phone": attorney.phone,
        "email": attorney.email,
        "paper": _("số %(number)s, lập ngày %(day)s, %(by)s")
        % {"number": mandate.number, "day": day(mandate.signed_on), "by": mandate.certified_by},
    }


def _handed_in(dossier: Dossier, version: VersionCard) -> list[ComponentCard]:
    """The form and what has a file; at the counter also what must be there, for paper leaves no file."""
    given = drafts.with_file(dossier) if any(drafts.takes_files(paper) for paper in version.components) else set()
    paper = not Channel(dossier.channel).online
    noted = drafts.on_paper(dossier)
    return [
        component
        for component in version.components
        if component.is_form
        or component.id in given | noted
        or (paper and (component.present_only or (component.required and not noted)))
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


def _return_place(dossier: Dossier) -> str:
    if dossier.return_way == ReturnWay.COUNTER:
        return frozen.agency(dossier.return_agency_id).name
    return str(RETURN_WAYS[ReturnWay(dossier.return_way)])
