"""Following: my dossiers, one dossier, its papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.services.dossiers import actions, policies, queries
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.queries.fees import fees_of
from namkhong.services.dossiers.queries.mandates import mandate_of
from namkhong.services.dossiers.queries.warnings import issued_forms
from namkhong.services.dossiers.types import RETURN_WAYS, ReturnWay
from namkhong.services.dossiers.views.pages import first_page
from namkhong.web import gates
from namkhong.web.http import Request


@gates.citizen
@require_safe
def my_dossiers(request: Request) -> HttpResponse:
    """Everything she has begun and sent, newest first."""
    page = queries.mine(request.actor, request.GET.get("tiep", ""), now=clock.now())
    return render(request, "dossiers/citizen/mine.html", {"page": page})


@gates.signed_in
@require_safe
def resume(request: Request, public_id: UUID) -> HttpResponse:
    """Go on with a draft where its pages begin."""
    draft = queries.seen_draft(public_id, request.actor)
    if not draft.is_draft:
        return HttpResponseRedirect(reverse("dossier", kwargs={"code": draft.code or ""}))
    return HttpResponseRedirect(first_page(draft))


@gates.signed_in
@require_safe
def dossier(request: Request, code: str) -> HttpResponse:
    """Where the dossier is, why this date, and what there is to take."""
    found = queries.by_code(code, request.actor)
    if request.actor.is_official:
        return HttpResponseRedirect(reverse("officer_dossier", kwargs={"code": found.code or ""}))
    return render(request, "dossiers/citizen/dossier.html", _shown(request, found))


@gates.signed_in
@require_safe
def filed(request: Request, code: str) -> HttpResponse:
    """It is sent: the code, what comes next."""
    found = queries.by_code(code, request.actor)
    return render(request, "dossiers/citizen/filed.html", _shown(request, found))


@gates.signed_in
@require_safe
def form01(request: Request, code: str) -> HttpResponse:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả as PDF."""
    found = queries.by_code(code, request.actor)
    made = actions.receipt_pdf(dossier_id=found.pk, actor=request.actor, now=clock.now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="giay-tiep-nhan-{found.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _shown(request: Request, found: Dossier) -> dict[str, Any]:
    now = clock.now()
    can = policies.abilities(request.actor, found)
    over = policies.stood_in(request.actor, found)
    result = queries.result_file(found) if Ability.TAKE_RESULT in can else None
    return {
        "dossier": found,
        "spoken": queries.speaking.about_row(found, request.actor),
        "told": queries.timeline_of(found, now=now, private=not over),
        "over": over,
        "can": can,
        "fees": fees_of(found),
        "mandate": mandate_of(found),
        "forms": [] if over else issued_forms(found),
        "result": result,
        "result_link": files.link(result.file_id, actor=request.actor, now=now) if result else "",
        "return_way": str(RETURN_WAYS[ReturnWay(found.return_way)]),
        "secret": queries.secret(found) if Ability.SEE_SECRET in can else "",
    }
