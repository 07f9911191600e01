"""Money at the counter: what is due, a receipt recorded, a receipt voided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, forms, forms_filing, policies, queries
from namkhong.services.dossiers.errors import NotYours
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries.fees import fees_of
from namkhong.services.dossiers.types import PAY_WAYS, Money, PayWay
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(Role.COUNTER)
@require_http_methods(["GET", "POST"])
def fee_receipt(request: Request, code: str) -> HttpResponse:
    """What is due and what was paid; a receipt is recorded here."""
    found = _found(request, code)
    if request.method == "GET":
        return _page(request, found)
    try:
        actions.record_receipt(
            dossier_id=found.pk,
            number=forms_filing.line(request.POST, "number", 60),
            amount=forms_filing.amount(request.POST, "amount"),
            way=forms_filing.pay_way(request.POST, "way"),
            payer=forms_filing.line(request.POST, "payer", 200),
            note=forms_filing.line(request.POST, "note", 400),
            actor=request.actor,
            now=clock.now(),
        )
    except (Invalid, Conflict) as problem:
        errors = forms.fields_of(problem) if isinstance(problem, Invalid) else {"": str(problem)}
        return _page(request, found, errors, problem.status)
    messages.success(request, _("Đã ghi biên lai cho hồ sơ %s.") % found.code)
    after = "counter_done" if "xong" in request.GET else "officer_dossier"
    return HttpResponseRedirect(reverse(after, kwargs={"code": found.code}))


@gates.official(Role.COUNTER)
@require_POST
def void_receipt(request: Request, code: str, receipt_id: int) -> HttpResponse:
    """A receipt written wrongly is voided with the reason."""
    found = _found(request, code)
    try:
        actions.void_receipt(
            dossier_id=found.pk,
            receipt_id=receipt_id,
            reason=forms_filing.line(request.POST, "reason", 400),
            actor=request.actor,
            now=clock.now(),
        )
    except (Invalid, Conflict) as problem:
        errors = forms.fields_of(problem) if isinstance(problem, Invalid) else {"": str(problem)}
        return _page(request, found, errors, problem.status)
    messages.success(request, _("Đã hủy biên lai của hồ sơ %s.") % found.code)
    return HttpResponseRedirect(reverse("fee_receipt", kwargs={"code": found.code}))


def _found(request: Request, code: str) -> Dossier:
    """The dossier, for the counters that take its money."""
    found = queries.by_code(code, request.actor)
    if policies.collecting_agency(request.actor, found) is None:
        raise NotYours
    return found


def _page(request: Request, found: Dossier, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    fees = fees_of(found, history=True)
    context = {
        "dossier": found,
        "fees": fees,
        "to_pay": fees.state is Money.TO_PAY,
        "pay_ways": [(way.value, str(words)) for way, words in PAY_WAYS.items()],
        "way": request.POST.get("way", PayWay.CASH.value),
        "posted": request.POST,
        "errors": errors or {},
    }
    return render(request, "dossiers/officer/fees.html", context, status=status)
