"""The public page that checks the signatures of any PDF. The file is read in memory, judged, and forgotten."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.signatures import queries
from namkhong.foundation.signatures.errors import NotSignable
from namkhong.foundation.signatures.types import Outcome, Purpose, SignatureVerdict, Verdict
from namkhong.kernel import clock
from namkhong.kernel.text import one_line
from namkhong.web import gates
from namkhong.web.http import Request, address_of

_HOUR: Final = 3_600


@require_http_methods(["GET", "HEAD", "POST"])
@gates.public
def check(request: Request) -> HttpResponse:
    """Choose a PDF; told for each signature whether it holds, why, and what came behind it."""
    context: dict[str, Any] = {"errors": {}, "verdict": None, "name": ""}
    if request.method != "POST":
        return render(request, "signatures/citizen/check.html", context)
    upload = request.FILES.get("tep")
    try:
        verdict = _checked(request, upload)
    except NotSignable as problem:
        return render(
            request, "signatures/citizen/check.html", {**context, "errors": {"tep": str(problem)}}, status=422
        )
    context |= {"verdict": verdict, "rows": _rows(verdict), "name": one_line(upload.name or "")[:120] if upload else ""}
    return render(request, "signatures/citizen/check.html", context)


def _checked(request: Request, upload: UploadedFile[bytes] | None) -> Verdict:
    if upload is None:
        raise NotSignable(_("Xin chọn tệp PDF cần kiểm tra."))
    from namkhong.foundation.signatures import trust  # heavy: only for who judges a file

    if (upload.size or 0) > trust.rules().max_bytes:
        raise queries.too_large()
    now = clock.now()
    asker = hashlib.sha256(address_of(request).encode()).hexdigest()[:32]
    accounts.spend(f"signatures:{asker}", limit=trust.rules().per_address, seconds=_HOUR, now=now)
    return queries.check(upload.read(), now=now)


def _rows(verdict: Verdict) -> list[dict[str, Any]]:
    """What the page says of each signature."""
    tags = {Outcome.PASSED: "ok", Outcome.UNDETERMINED: "soon", Outcome.FAILED: "late"}
    short = {
        Outcome.PASSED: _("Hợp lệ"),
        Outcome.UNDETERMINED: _("Chưa kết luận"),
        Outcome.FAILED: _("Không hợp lệ"),
    }
    return [
        {"one": one, "tag": tags[one.outcome], "short": short[one.outcome], "facts": _facts(one)}
        for one in verdict.signatures
    ]


def _facts(one: SignatureVerdict) -> list[tuple[str, str]]:
    kinds = {Purpose.GOVERNMENT: _("chữ ký số chuyên dùng công vụ"), Purpose.PUBLIC: _("chữ ký số công cộng")}
    kind = kinds.get(one.purpose, "") if one.purpose else ""
    rows = [
        (_("Thời điểm ký"), _when(one.proven_at or one.signed_at, proven=one.proven_at is not None)),
        (_("Nơi cấp chứng thư"), f"{one.issuer} ({kind})" if kind else one.issuer),
        (_("Từ khi ký đến nay"), " ".join(one.since.words) or _("Không có gì thay đổi.")),
    ]
    return [*rows, (_("Thẩm quyền"), one.authority)] if one.authority else rows


def _when(at: datetime | None, *, proven: bool) -> str:
    if at is None:
        return _("Không ghi thời điểm ký")
    told = f"{clock.local(at):%H:%M:%S, %d/%m/%Y}"
    return told if proven else _("%s (theo máy của người ký, không có dấu thời gian)") % told
