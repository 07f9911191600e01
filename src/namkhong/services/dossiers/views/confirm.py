"""The applicant looks at a draft and says whether it is right; on a telephone, without scripts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, forms, policies, queries
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.queries import consulted
from namkhong.services.dossiers.views.beside import links
from namkhong.web import gates
from namkhong.web.http import Request


@gates.signed_in
@require_http_methods(["GET", "POST"])
def confirm_draft(request: Request, code: str) -> HttpResponse:
    """The draft, until when she may answer, and two ways to answer."""
    found = queries.by_code(code, request.actor)
    policies.require_content(request.actor, found)
    if request.method != "POST":
        return render(request, "dossiers/citizen/confirm.html", _shown(request, found))
    agreed = request.POST.get("answer", "") == "agree"
    try:
        actions.answer_draft(
            dossier_id=found.pk,
            actor=request.actor,
            now=clock.now(),
            agreed=agreed,
            words="" if agreed else forms.note(request.POST, "words"),
            revision=forms.number(request.POST, "revision"),
        )
    except Invalid as problem:
        context = {**_shown(request, found), "errors": forms.fields_of(problem), "posted": request.POST}
        return render(request, "dossiers/citizen/confirm.html", context, status=422)
    except Conflict as problem:
        context = {**_shown(request, queries.by_code(code, request.actor)), "conflict": str(problem)}
        return render(request, "dossiers/citizen/confirm.html", context, status=409)
    messages.success(
        request,
        _("Cảm ơn ông/bà đã xác nhận. Hồ sơ đi tiếp ngay.")
        if agreed
        else _("Đã báo chỗ sai cho cán bộ. Ông/bà sẽ được xem lại sau khi sửa."),
    )
    return HttpResponseRedirect(reverse("dossier", kwargs={"code": found.code or ""}))


def _shown(request: Request, found: Dossier) -> dict[str, Any]:
    rounds = consulted.draft_rounds(found)
    shown = rounds[0] if rounds else None
    waiting = Ability.CONFIRM_DRAFT in policies.abilities(request.actor, found) and shown is not None and shown.open
    now = clock.now()
    left = int((shown.due_at - now).total_seconds()) if shown else 0
    return {
        "dossier": found,
        "shown": shown,
        "file_link": links(request, [shown.file_id]).get(shown.file_id) if shown and shown.file_id else "",
        "waiting": waiting and left >= 0,
        "left": _left(left),
        "errors": {},
        "conflict": "",
        "posted": {},
    }


def _left(seconds: int) -> str:
    """The countdown, in the largest unit that still says something."""
    if seconds >= 3_600:
        hours = seconds // 3_600
        return ngettext("còn %d giờ", "còn %d giờ", hours) % hours
    minutes = max(seconds // 60, 1)
    return ngettext("còn %d phút", "còn %d phút", minutes) % minutes
