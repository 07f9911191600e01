"""The administrator's screens after a change of the calendar: what would move, and the one button that moves it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, forms, policies, queries
from namkhong.services.dossiers.errors import NotYours
from namkhong.services.dossiers.models import RecalculationState
from namkhong.web import gates
from namkhong.web.http import Request

STATES: dict[str, tuple[Promise, str]] = {
    RecalculationState.COUNTING: (gettext_lazy("Đang tính"), "plain"),
    RecalculationState.READY: (gettext_lazy("Chờ duyệt"), "soon"),
    RecalculationState.NOTHING: (gettext_lazy("Không hồ sơ nào phải hẹn lại"), "plain"),
    RecalculationState.SUPERSEDED: (gettext_lazy("Đã thay bằng lần tính sau"), "plain"),
    RecalculationState.APPLYING: (gettext_lazy("Đang hẹn lại"), "soon"),
    RecalculationState.DONE: (gettext_lazy("Đã hẹn lại xong"), "ok"),
}


@gates.official(Role.ADMINISTRATOR)
@require_safe
def recalculations(request: Request) -> HttpResponse:
    """Every time the calendar touched open dossiers."""
    _require(request)
    page = queries.recalculations(request.GET.get("tiep", ""))
    rows = [(row, *STATES[row.state]) for row in page.items]
    context = {"rows": rows, "next": page.next, "first": "tiep" not in request.GET}
    return render(request, "dossiers/admin/recalculations.html", context)


@gates.official(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def recalculation(request: Request, recalculation_id: int) -> HttpResponse:
    """How many would move, from which day to which; applied by posting the reason."""
    _require(request)
    row = queries.recalculation(recalculation_id)
    if request.method == "POST":
        reason = forms.note(request.POST, "reason")
        try:
            actions.approve_recalculation(
                recalculation_id=row.pk, reason=reason, actor=request.actor, now=clock.now()
            )  # fmt: skip
        except Invalid as problem:
            return _page(request, recalculation_id, errors=forms.fields_of(problem), status=422)
        except Conflict as problem:
            return _page(request, recalculation_id, conflict=str(problem), status=409)
        messages.success(request, _("Các hồ sơ đang được hẹn lại; người nộp được báo ngay khi hồ sơ của họ đổi ngày."))
        return HttpResponseRedirect(reverse("recalculation", args=[row.pk]))
    return _page(request, recalculation_id)


def _require(request: Request) -> None:
    if not policies.may_see_recalculations(request.actor):
        raise NotYours


def _page(
    request: Request,
    recalculation_id: int,
    *,
    errors: dict[str, str] | None = None,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    row = queries.recalculation(recalculation_id)
    context = {
        "row": row,
        "state": STATES[row.state],
        "moves": queries.day_moves(row),
        "errors": errors or {},
        "conflict": conflict,
        "typed": request.POST.get("reason", ""),
        "may_apply": row.state == RecalculationState.READY,
        "elevated": request.actor.elevated(clock.now()),
    }
    return render(request, "dossiers/admin/recalculation.html", context, status=status)
