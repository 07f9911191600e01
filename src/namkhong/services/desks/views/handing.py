"""One official's whole work given to another of the unit."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.services.desks import actions
from namkhong.services.desks.policies import LEADING
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*LEADING)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_work(request: Request) -> HttpResponse:
    """Who gives, who takes; each dossier gets its own result on the page of the batch."""
    if request.method != "POST":
        return _page(request)
    try:
        made = actions.hand_work(
            from_account_id=_account(request, "tu"),
            to_account_id=_account(request, "giao-cho"),
            key=request.POST.get("khoa", ""),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        return _page(request, {name: str(sentence) for name, sentence in problem.fields.items()})
    return HttpResponseRedirect(reverse("batch", kwargs={"public_id": made.public_id}))


def _account(request: Request, name: str) -> int:
    written = request.POST.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


def _page(request: Request, errors: dict[str, str] | None = None) -> HttpResponse:
    people = organisations.people_of(request.actor, clock.local_date(clock.now()))
    context = {
        "people": [("", _("Chọn cán bộ")), *((str(one.account_id), f"{one.full_name}, {one.title}") for one in people)],
        "posted": request.POST,
        "errors": errors or {},
        "key": uuid.uuid4().hex,
    }
    return render(request, "desks/officer/hand_work.html", context, status=422 if errors else 200)
