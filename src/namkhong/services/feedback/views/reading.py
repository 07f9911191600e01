"""Reading: one's own, by code and secret, and the answers everybody may read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.services.feedback import actions, forms, queries
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.states import STATES, State
from namkhong.services.feedback.types import KINDS, Kind
from namkhong.web import gates
from namkhong.web.http import Request

PER_ADDRESS = (30, 600)
PER_CODE = (10, 3_600)


@gates.citizen
@require_safe
def mine(request: Request) -> HttpResponse:
    """What this citizen has sent."""
    page = queries.mine(request.actor, request.GET.get("tiep", ""), now=clock.now())
    return render(request, "feedback/citizen/mine.html", {"page": page})


@gates.citizen
@require_safe
def one(request: Request, code: str) -> HttpResponse:
    """One of them: where it is, and the answer."""
    found = queries.of_sender(code, request.actor)
    return render(request, "feedback/citizen/inquiry.html", shown(request, found))


@gates.citizen
@require_POST
def close(request: Request, code: str) -> HttpResponse:
    """The sender ends it: the answer helped, or it did not."""
    found = queries.of_sender(code, request.actor)
    said = request.POST.get("satisfied", "")
    if said not in {"yes", "no"}:
        sentence = _("Xin chọn ông/bà có hài lòng với câu trả lời không.")
        context = {**shown(request, found), "errors": {"satisfied": sentence}}
        return render(request, "feedback/citizen/inquiry.html", context, status=422)
    actions.close(inquiry_id=found.pk, actor=request.actor, now=clock.now(), satisfied=said == "yes")
    messages.success(request, _("Cảm ơn ông/bà đã cho biết."))
    return HttpResponseRedirect(reverse("inquiry", kwargs={"code": found.code}))


@gates.public
@require_http_methods(["GET", "POST"])
def lookup(request: Request) -> HttpResponse:
    """Read the answer with the code and the secret; neither ever stands in an address."""
    code, secret = forms.line(request.POST, "ma", 60).upper(), forms.line(request.POST, "bm", 20)
    context: dict[str, Any] = {"code": code, "secret": secret, "errors": {}}
    if request.method != "POST":
        return render(request, "feedback/citizen/lookup.html", context)
    wrong = {} if code else {"ma": _("Xin ghi mã câu hỏi.")}
    wrong |= {} if secret else {"bm": _("Xin ghi mã bí mật.")}
    found = None if wrong else _found(request, code, secret)
    if found is None:
        context["errors"] = wrong or {"bm": _("Mã câu hỏi hoặc mã bí mật chưa đúng. Xin xem lại.")}
        return render(request, "feedback/citizen/lookup.html", context, status=422)
    answer = render(request, "feedback/citizen/inquiry.html", {**shown(request, found), "by_secret": True})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _found(request: Request, code: str, secret: str) -> Inquiry | None:
    now = clock.now()
    for bucket, (limit, seconds) in {
        f"inquiry:{forms.hashed(request)}": PER_ADDRESS,
        f"inquiry-secret:{code}"[:100]: PER_CODE,
    }.items():
        accounts.spend(bucket, limit=limit, seconds=seconds, now=now)
    return queries.with_secret(code, secret)


def shown(request: Request, found: Inquiry) -> dict[str, Any]:
    """What a sender's page shows."""
    return {
        "inquiry": found,
        "kind": str(KINDS[Kind(found.kind)]),
        "headline": str(STATES[found.now_in].sender),
        "stations": queries.stations(found),
        "why": found.due_why,
        "file": file_link(request, found),
        "can_close": found.now_in is State.ANSWERED,
        "by_secret": False,
        "errors": {},
    }


def file_link(request: Request, found: Inquiry) -> str:
    """A short-lived address of the file of the answer; empty when there is none."""
    return files.link(found.answer_file, actor=request.actor, now=clock.now()) if found.answer_file else ""


@gates.public
@require_safe
def answered(request: Request) -> HttpResponse:
    """Answered questions that everybody may read, without names."""
    procedure = forms.line(request.GET, "thu-tuc", 20)
    page = queries.published(request.GET.get("tiep", ""), procedure_code=procedure)
    kept = {"thu-tuc": procedure} if procedure else {}
    context = {
        "page": page,
        "procedure": procedure,
        "following": f"?{urlencode({**kept, 'tiep': page.next})}" if page.next else "",
        "first": f"{reverse('answered_questions')}?{urlencode(kept)}" if request.GET.get("tiep") else "",
    }
    return render(request, "feedback/citizen/answered.html", context)
