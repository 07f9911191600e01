"""The apology and the new date: one page to write the draft, to read it and to sign it; the list of who may be late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, extensions, forms, policies, queries
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import WORKING, Ability
from namkhong.services.dossiers.queries.warnings import looking_ahead
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import FAULTS
from namkhong.services.dossiers.views.sheet import sheet
from namkhong.services.procedures import queries as procedures
from namkhong.web import gates
from namkhong.web.http import Request

TEMPLATE = "dossiers/officer/extension.html"


@gates.official(*WORKING)
@require_http_methods(["GET", "POST"])
def extension(request: Request, code: str) -> HttpResponse:
    """Write or change the draft of form 04; it is read here before it is signed."""
    found = queries.by_code(code, request.actor)
    if request.method != "POST":
        policies.require_able(request.actor, found, Ability.PROPOSE_EXTENSION, Move.EXTEND)
        return render(request, TEMPLATE, _asked(request, found))
    try:
        actions.propose_extension(
            dossier_id=found.pk,
            actor=request.actor,
            now=clock.now(),
            new_day=forms.day(request.POST, "new_day"),
            reason=forms.note(request.POST, "reason"),
            fault=forms.fault(request.POST, "fault"),
            late_reason=forms.note(request.POST, "late_reason"),
            draft_revision=forms.number(request.POST, "draft"),
        )
    except Invalid as problem:
        context = {**_asked(request, found), "errors": forms.fields_of(problem)}
        return render(request, TEMPLATE, context, status=422)
    except Conflict as problem:
        return render(request, TEMPLATE, {**_asked(request, found), "conflict": str(problem)}, status=409)
    messages.success(request, _("Đã lưu dự thảo phiếu xin lỗi của hồ sơ %(code)s, chờ lãnh đạo ký.") % {"code": code})
    return HttpResponseRedirect(reverse("extension", kwargs={"code": found.code}))


@gates.official(*WORKING)
@require_POST
def sign_extension(request: Request, code: str) -> HttpResponse:
    """The leader signs the draft that she has read."""
    found = queries.by_code(code, request.actor)
    try:
        done = actions.sign_extension(
            dossier_id=found.pk,
            actor=request.actor,
            now=clock.now(),
            revision=forms.number(request.POST, "revision"),
            draft_revision=forms.number(request.POST, "draft"),
        )
    except Invalid as problem:
        context = {**_asked(request, found), "errors": forms.fields_of(problem)}
        return render(request, TEMPLATE, context, status=422)
    except Conflict as problem:
        context = {**sheet(request, queries.by_code(code, request.actor)), "conflict": str(problem)}
        return render(request, "dossiers/officer/dossier.html", context, status=409)
    messages.success(request, _("Đã ký phiếu xin lỗi của hồ sơ %(code)s và báo người nộp.") % {"code": done.code})
    return HttpResponseRedirect(reverse("officer_dossier", kwargs={"code": done.code}))


@gates.official(Role.HEAD, Role.CHIEF_OF_OFFICE, Role.LEADER)
@require_safe
def late_soon(request: Request) -> HttpResponse:
    """The dossiers that may be late, the likeliest first, before they are."""
    cursor = request.GET.get("tiep", "")
    shown = queries.may_be_late(request.actor, cursor, now=clock.now())
    context = {
        "warnings": shown,
        "following": f"?tiep={shown.next}" if shown.next else "",
        "first": "?" if cursor else "",
    }
    return render(request, "dossiers/officer/late_soon.html", context)


def _asked(request: Request, found: Dossier) -> dict[str, Any]:
    now = clock.now()
    draft, percent, why = looking_ahead(found)
    calendar = extensions.calendar_of(found, now)
    due_at = found.due_at or now
    process = procedures.process_version(found.process_version_id)
    return {
        **sheet(request, found),
        "draft": draft,
        "faults": [(fault.value, str(words)) for fault, words in FAULTS.items()],
        "new_day": _boxes(draft.new_due_at if draft else extensions.proposed(calendar, found, process, now)),
        "in_time": extensions.in_time(calendar, due_at, now),
        "last_moment": extensions.last_moment(calendar, due_at, clock.local_date(now)),
        "percent": percent,
        "why_late": why,
        "posted": request.POST,
    }


def _boxes(at: datetime) -> dict[str, str]:
    day = clock.local_date(at)
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
