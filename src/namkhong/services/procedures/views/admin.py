"""Keeping the catalogue: what is to be confirmed, a file taken in, the front door changed from a day on."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.codes import is_procedure_code
from namkhong.kernel.problems import Invalid
from namkhong.services.eforms import queries as eforms
from namkhong.services.procedures import actions, policies, queries, wording
from namkhong.services.procedures.errors import BadFile, BadFrontDoor, NoSuchProcedure, NoSuchProcess
from namkhong.services.procedures.types import FrontDoor, RowStatus
from namkhong.web import gates
from namkhong.web.http import Request

LARGEST_FILE = 20_000_000
_KEEPERS = policies.KEEPERS


@gates.official(*_KEEPERS)
@require_safe
def unsure(request: Request) -> HttpResponseBase:
    """Procedures with something missing or to be confirmed, page by page."""
    policies.require(request.actor, "see_unsure", clock.now())
    today = clock.local_date(clock.now())
    page = queries.unsure(today, cursor=request.GET.get("tiep", ""))
    here = reverse("admin_procedures")
    context = {
        "items": page.items,
        "next_url": f"{here}?tiep={page.next}" if page.next else "",
        "first_url": here if request.GET.get("tiep") else "",
        "doors": _doors(),
    }
    return render(request, "procedures/admin/unsure.html", context)


@gates.official(*_KEEPERS)
@require_safe
def one(request: Request, code: str) -> HttpResponseBase:
    """One procedure as it is kept: versions, front door, process, what is to be confirmed, and the sources."""
    policies.require(request.actor, "see_unsure", clock.now())
    today = clock.local_date(clock.now())
    card = _known(code, today)
    try:
        process = queries.process(card.process_key, today) if card.process_key else None
    except NoSuchProcess:
        process = None
    context = {
        "card": card,
        "process": process,
        "limit": wording.limit_in_words(card.stated_limit),
        "online": wording.online_in_words(card.online_level),
        "versions": queries.versions_of(code),
        "rules": queries.front_doors_of(code),
        "doors": _doors(),
        "form_title": dict(eforms.forms_to_choose(today)).get(card.form_key, _("chưa có")),
        "roles": _roles(),
        "units": _units(),
    }
    return render(request, "procedures/admin/one.html", context)


@gates.official(*_KEEPERS, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def take_file(request: Request) -> HttpResponseBase:
    """Take a file in and read the report, row by row."""
    policies.require(request.actor, "import_procedures", clock.now())
    if request.method != "POST":
        return render(request, "procedures/admin/import.html", {"errors": {}})
    try:
        data = _read(request.FILES.get("tep"))
        report = actions.import_procedures(data, actor=request.actor, now=clock.now())
    except BadFile as problem:
        return render(request, "procedures/admin/import.html", {"errors": {"tep": str(problem)}}, status=422)
    words = _statuses()
    context = {
        "report": report,
        "counts": [(words[status], report.count(status)) for status in RowStatus],
        "words": words,
    }
    return render(request, "procedures/admin/report.html", context)


def _read(given: UploadedFile[bytes] | None) -> Any:
    """The file as data.

    :raises BadFile: when there is none, or it is no JSON.
    """
    if given is None:
        raise BadFile(_("Xin chọn tệp danh mục thủ tục (.json)."))
    if (given.size or 0) > LARGEST_FILE:
        raise BadFile(_("Tệp lớn quá 20 MB. Xin chia nhỏ rồi nhập từng tệp."))
    try:
        return json.loads(given.read().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        raise BadFile(_("Tệp này không đọc được. Xin chọn tệp danh mục thủ tục dạng JSON, mã UTF-8.")) from error


@gates.official(*_KEEPERS, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def front_door(request: Request, code: str) -> HttpResponseBase:
    """From a day on, people file the procedure elsewhere."""
    now = clock.now()
    policies.require(request.actor, "change_front_door", now)
    card = _known(code, clock.local_date(now))
    if request.method != "POST":
        values: dict[str, Any] = {"kind": card.front_door, "url": card.front_door_url, "basis": "", "from_day": {}}
        return _front_door_page(request, card, values, {})
    values = {
        "kind": request.POST.get("kind", ""),
        "url": request.POST.get("url", "")[:1_000],
        "basis": request.POST.get("basis", "")[:2_000],
        "from_day": {part: request.POST.get(f"from_day-{part}", "")[:10] for part in ("day", "month", "year")},
    }
    try:
        actions.change_front_door(
            procedure_id=card.procedure_id,
            kind=values["kind"],
            url=values["url"],
            basis=values["basis"],
            from_day=clock.typed_day(values["from_day"]),
            actor=request.actor,
            now=now,
        )
    except BadFrontDoor as problem:
        return _front_door_page(request, card, values, {name: str(text) for name, text in problem.fields.items()})
    messages.success(request, _("Đã lưu cửa nộp mới của thủ tục %(code)s.") % {"code": code})
    return HttpResponseRedirect(reverse("admin_procedure", args=[code]))


def _front_door_page(request: Request, card: Any, values: dict[str, Any], errors: dict[str, str]) -> HttpResponseBase:
    context = {"card": card, "values": values, "errors": errors, "doors": _doors()}
    return render(request, "procedures/admin/front_door.html", context, status=Invalid.status if errors else 200)


def _known(code: str, today: date) -> Any:
    if not is_procedure_code(code):
        raise NoSuchProcedure
    return queries.in_force(code, today)


def _doors() -> dict[str, str]:
    return {
        FrontDoor.OWN: _("Nộp trên trang của tỉnh"),
        FrontDoor.NATIONAL: _("Nộp trên Cổng Dịch vụ công quốc gia"),
        FrontDoor.MINISTRY: _("Nộp trên hệ thống của bộ, ngành"),
    }


def _statuses() -> dict[str, str]:
    return {
        RowStatus.CREATED: _("Thêm mới"),
        RowStatus.UPDATED: _("Có phiên bản mới"),
        RowStatus.UNCHANGED: _("Không đổi"),
        RowStatus.REFUSED: _("Không nhận"),
    }


def _roles() -> dict[str, str]:
    return {
        Role.COUNTER: _("Một cửa"),
        Role.SPECIALIST: _("Chuyên viên, công chức chuyên môn"),
        Role.HEAD: _("Trưởng phòng"),
        Role.CHIEF_OF_OFFICE: _("Chánh Văn phòng"),
        Role.RECORDS_CLERK: _("Văn thư"),
        Role.ACCOUNTANT: _("Kế toán"),
        Role.LEADER: _("Lãnh đạo"),
        Role.CENTRE_DIRECTOR: _("Giám đốc Trung tâm"),
        Role.ADMINISTRATOR: _("Quản trị"),
        Role.PROCEDURE_CONTROLLER: _("Kiểm soát thủ tục hành chính"),
    }


def _units() -> dict[str, str]:
    return {
        "receiver": _("nơi tiếp nhận"),
        "decider": _("cơ quan giải quyết"),
        "office": _("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
        "economy": _("phòng Kinh tế"),
        "culture": _("phòng Văn hóa – Xã hội"),
    }
