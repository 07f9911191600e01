"""The checker of layouts: the file is read in memory, judged, and forgotten."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.kernel import clock
from namkhong.kernel.text import one_line
from namkhong.office.drafting import checking, policies
from namkhong.office.drafting.checking import Mark, Report
from namkhong.office.drafting.errors import Unreadable
from namkhong.web import gates
from namkhong.web.http import Request

_MAX = 20_971_520  # bytes


@gates.official(*policies.DRAFTING)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Choose a DOCX or PDF; told line by line what is wrong, what the decree says, what is right."""
    context: dict[str, Any] = {"errors": {}, "report": None, "rows": []}
    if request.method != "POST":
        return render(request, "drafting/officer/check.html", context)
    upload = request.FILES.get("tep")
    try:
        if upload is None:
            raise Unreadable(_("Xin chọn tệp Word (.docx) hoặc PDF cần kiểm tra."))
        if (upload.size or 0) > _MAX:
            raise Unreadable(_("Tệp lớn quá 20 MB nên không kiểm tra ở đây được."))
        name = one_line(upload.name or "")[:120]
        report = checking.check(name, upload.read(), clock.local_date(clock.now()))
    except Unreadable as problem:
        context["errors"] = {"tep": str(problem)}
        return render(request, "drafting/officer/check.html", context, status=422)
    return render(request, "drafting/officer/check.html", context | {"report": report, "rows": _rows(report)})


def _rows(report: Report) -> list[tuple[Any, str, str]]:
    """What is wrong first."""
    words = {Mark.WRONG: (_("Chưa đúng"), "late"), Mark.UNKNOWN: (_("Chưa rõ"), "soon"), Mark.RIGHT: (_("Đúng"), "ok")}
    order = list(words)
    return [(one, *words[one.mark]) for one in sorted(report.findings, key=lambda one: order.index(one.mark))]
