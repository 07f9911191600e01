"""The province's administrator puts agencies in a new order: the plan's file, its report, what would move, the deed."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.organisations import actions, forms, plans, queries, sheets
from namkhong.foundation.organisations.errors import NotAdministrator, WrongEntry
from namkhong.foundation.organisations.models import Reorganisation
from namkhong.foundation.organisations.types_reorganisation import PlanHead, PlanState, Severity, followers
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict
from namkhong.kernel.text import one_line
from namkhong.web import gates
from namkhong.web.http import Request

_SHOWN: Final = 300  # lines of a report; what is wrong stands first
STATES: Final[dict[str, tuple[Promise, str]]] = {
    PlanState.DRAFT: (gettext_lazy("Chưa duyệt"), "plain"),
    PlanState.APPROVED: (gettext_lazy("Đã duyệt, chờ đến ngày"), "soon"),
    PlanState.APPLYING: (gettext_lazy("Đang chuyển"), "soon"),
    PlanState.DONE: (gettext_lazy("Đã xong"), "ok"),
    PlanState.CANCELLED: (gettext_lazy("Đã hủy"), "plain"),
}
_SEVERITIES: Final[dict[str, tuple[Promise, str]]] = {
    Severity.WRONG: (gettext_lazy("chưa làm được"), "late"),
    Severity.WARNING: (gettext_lazy("cần xem lại"), "soon"),
    Severity.OK: (gettext_lazy("được"), "ok"),
}


@gates.official(Role.ADMINISTRATOR)
@require_safe
def reorganisations(request: Request) -> HttpResponse:
    """Every plan."""
    _require(request)
    page = queries.reorganisations(request.GET.get("tiep", ""))
    rows = [(row, *STATES[row.state]) for row in page.items]
    context = {"rows": rows, "next": page.next, "first": "tiep" not in request.GET}
    return render(request, "organisations/admin/reorganisations.html", context)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_reorganisation(request: Request) -> HttpResponse:
    """The file of a plan; a JSON file brings title, decision and day, for a sheet they are typed."""
    _require(request)
    if request.method != "POST":
        return _new(request, {})
    try:
        head, lines = plans.read(_file(request))
        pk = actions.plan_reorganisation(head=_head(request, head), lines=lines, actor=request.actor, now=clock.now())
    except WrongEntry as problem:
        return _new(request, {name: str(words) for name, words in problem.fields.items()} or {"tep": str(problem)})
    return HttpResponseRedirect(reverse("reorganisation", args=[pk]))


@gates.official(Role.ADMINISTRATOR)
@require_safe
def reorganisation(request: Request, reorganisation_id: int) -> HttpResponse:
    """The report of every row, what would be where, and how far it has come."""
    _require(request)
    return _page(request, queries.reorganisation(reorganisation_id))


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_POST
def approve_reorganisation(request: Request, reorganisation_id: int) -> HttpResponse:
    """Let it be applied on its day."""
    _require(request)
    row = queries.reorganisation(reorganisation_id)
    try:
        actions.approve_reorganisation(reorganisation_id=row.pk, actor=request.actor, now=clock.now())
    except Conflict as problem:
        return _page(request, queries.reorganisation(row.pk), conflict=str(problem))
    messages.success(request, _("Đã duyệt. Việc chuyển bắt đầu ngay khi sang ngày đã ghi."))
    return HttpResponseRedirect(reverse("reorganisation", args=[row.pk]))


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_POST
def cancel_reorganisation(request: Request, reorganisation_id: int) -> HttpResponse:
    """It is not applied."""
    _require(request)
    row = queries.reorganisation(reorganisation_id)
    try:
        actions.cancel_reorganisation(reorganisation_id=row.pk, actor=request.actor, now=clock.now())
    except Conflict as problem:
        return _page(request, queries.reorganisation(row.pk), conflict=str(problem))
    messages.success(request, _("Đã hủy phương án."))
    return HttpResponseRedirect(reverse("reorganisation", args=[row.pk]))


def _require(request: Request) -> None:
    if not request.actor.holds_for_province(Role.ADMINISTRATOR):
        raise NotAdministrator


def _file(request: Request) -> bytes:
    given = request.FILES.get("tep")
    if not isinstance(given, UploadedFile):
        sentence = _("Xin chọn tệp phương án (JSON, Excel hoặc CSV).")
        raise WrongEntry(sentence, fields={"tep": sentence})
    content: bytes = given.read(sheets.MOST_BYTES + 1)
    return content


def _head(request: Request, head: PlanHead | None) -> PlanHead:
    posted = request.POST.dict()
    title, basis = one_line(posted.get("title", "")), one_line(posted.get("basis", ""))
    typed = any(posted.get(f"on-{part}", "").strip() for part in ("day", "month", "year"))
    on: date = head.on if head is not None and not typed else forms.needed_day(posted, "on")
    return PlanHead(title or (head.title if head else ""), basis or (head.basis if head else ""), on)


def _new(request: Request, errors: dict[str, str]) -> HttpResponse:
    posted = request.POST
    context = {
        "errors": errors,
        "typed": {name: posted.get(name, "") for name in ("title", "basis")},
        "on": {part: posted.get(f"on-{part}", "") for part in ("day", "month", "year")},
        "columns": plans.column_words(),
    }
    return render(request, "organisations/admin/reorganisation_new.html", context, status=422 if errors else 200)


def _page(request: Request, row: Reorganisation, conflict: str = "") -> HttpResponse:
    rooms = {key: str(name) for key, (name, _room) in followers().items()}
    keys = list(rooms)
    done_before = keys.index(row.phase) if row.phase in keys else len(keys) if row.state == PlanState.DONE else 0
    expected = {room["name"]: room["count"] for room in row.preview.get("rooms", [])}
    begun = row.state in {PlanState.APPLYING, PlanState.DONE}
    context: dict[str, Any] = {
        "row": row,
        "state": STATES[row.state],
        "conflict": conflict,
        "report": [
            (number, about, words, *_SEVERITIES[severity]) for number, about, severity, words in row.report[:_SHOWN]
        ],
        "more": max(len(row.report) - _SHOWN, 0),
        "progress": [
            (name, row.moved.get(key, 0), expected.get(name, 0), place < done_before)
            for place, (key, name) in enumerate(rooms.items())
        ]
        if begun
        else [],
        "may_approve": row.state == PlanState.DRAFT and not row.wrong,
        "may_cancel": row.state in {PlanState.DRAFT, PlanState.APPROVED},
        "elevated": request.actor.elevated(clock.now()),
    }
    return render(request, "organisations/admin/reorganisation.html", context, status=409 if conflict else 200)
