"""Mandates: registered at a counter from the paper, seen and ended by the citizen who gave them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.codes import is_procedure_code
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, forms, forms_filing
from namkhong.services.dossiers.errors import NoSuchMandate
from namkhong.services.dossiers.queries import mandates
from namkhong.web import gates
from namkhong.web.http import Request

_DAYS = ("signed_on", "valid_from", "valid_to")


@gates.official(Role.COUNTER)
@require_http_methods(["GET", "POST"])
@never_cache
def register(request: Request) -> HttpResponse:
    """The notarised paper is written down: who gives, who holds, for what, until when."""
    if request.method == "GET":
        return _asked(request)
    try:
        code = forms_filing.line(request.POST, "procedure", 40)
        if code and not is_procedure_code(code):
            sentence = _("Mã thủ tục có dạng 1.004873. Dùng cho mọi thủ tục thì để trống.")
            raise Invalid(sentence, fields={"procedure": sentence})
        days = {name: forms.day(request.POST, name) for name in _DAYS}
        actions.register_mandate(
            mandator_id=_person(request, "mandator-"),
            attorney_id=_person(request, "attorney-"),
            procedure_code=code,
            number=forms_filing.line(request.POST, "number", 100),
            certified_by=forms_filing.line(request.POST, "certified_by", 300),
            paper=forms.given_file(request.POST, request.FILES, "paper"),
            actor=request.actor,
            now=clock.now(),
            **days,
        )
    except (Invalid, Conflict) as problem:
        errors = forms.fields_of(problem) if isinstance(problem, Invalid) else {"": str(problem)}
        return _asked(request, errors, problem.status)
    messages.success(
        request, _("Đã ghi nhận giấy ủy quyền. Người ủy quyền được báo và có thể chấm dứt bất cứ lúc nào.")
    )
    return HttpResponseRedirect(reverse("counter_filing"))


def _person(request: Request, prefix: str) -> int:
    """The person of one side, enrolled when she is new."""
    try:
        typed = forms_filing.typed_card(request.POST, f"{prefix}the")
        who = actions.read_card(typed, actor=request.actor, now=clock.now(), field="the")
        if who.person_id is not None:
            return who.person_id
        if not who.full_name:
            who = replace(forms_filing.stranger(request.POST, prefix), personal_number=who.personal_number)
        return actions.enrol_stranger(who, actor=request.actor, now=clock.now())
    except Invalid as problem:
        fields = {
            f"{prefix}{name.removeprefix(prefix)}" if name != "personal_number" else f"{prefix}the": sentence
            for name, sentence in problem.fields.items()
        }
        raise Invalid(str(problem), fields=fields) from problem


def _asked(request: Request, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "posted": request.POST,
        "days": {name: forms_filing.shown_day(request.POST, name) for name in _DAYS},
        "born": {
            side: forms_filing.shown_day(request.POST, f"{side}date_of_birth") for side in ("mandator-", "attorney-")
        },
        "accept": files.accept(),
        "errors": errors or {},
    }
    return render(request, "dossiers/officer/mandate_register.html", context, status=status)


@gates.citizen
@require_safe
def my_mandates(request: Request) -> HttpResponse:
    """What she gave to others, and what others gave to her."""
    person_id, now = request.actor.person_id or 0, clock.now()
    context = {
        "given": mandates.given_by(person_id, request.GET.get("tiep", ""), now=now),
        "held": mandates.held_by(person_id, request.GET.get("tiep-nhan", ""), now=now),
    }
    return render(request, "dossiers/citizen/mandates.html", context)


@gates.citizen
@require_http_methods(["GET", "POST"])
def end(request: Request, mandate_id: int) -> HttpResponse:
    """Ask, then end it."""
    found = mandates.mandate(mandate_id, request.actor, now=clock.now())
    if found.mandator_id != request.actor.person_id:
        raise NoSuchMandate
    if request.method == "POST":
        reason = forms_filing.line(request.POST, "reason", 300)
        actions.end_mandate(mandate_id=mandate_id, reason=reason, actor=request.actor, now=clock.now())
        return HttpResponseRedirect(reverse("my_mandates"))
    return render(request, "dossiers/citizen/end_mandate.html", {"mandate": found})
