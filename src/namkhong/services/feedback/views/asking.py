"""Sending a question, a proposal or a complaint. Questions need no name; nothing needs JavaScript."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid, Problem
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.feedback import actions, forms, secrets
from namkhong.services.feedback.bodies import BODIES
from namkhong.services.feedback.types import ANONYMOUS, KINDS, InquiryCard
from namkhong.services.procedures import queries as procedures
from namkhong.web import gates
from namkhong.web.http import Request

PER_ADDRESS = (5, 3_600)  # five an hour from one address without signing in
PER_ACCOUNT = (20, 86_400)  # twenty a day from one account


@gates.public
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Write and send. Signed in it goes into one's own list; else the page shows the code and the secret, once."""
    if request.method != "POST":
        return render(request, "feedback/citizen/ask.html", _page(request, QueryDict(), {}))
    try:
        new = forms.inquiry(request.POST, signed_in=request.actor.is_citizen)
        _count(request)
        sent = actions.send(new=new, actor=request.actor, now=clock.now())
    except Invalid as problem:
        return render(
            request, "feedback/citizen/ask.html", _page(request, request.POST, forms.fields_of(problem)), status=422
        )
    if request.actor.is_citizen:
        messages.success(request, _("Đã gửi. Mã của ông/bà là %s.") % sent.code)
        return HttpResponseRedirect(reverse("inquiry", kwargs={"code": sent.code}))
    return _sent(request, sent)


def _sent(request: Request, sent: InquiryCard) -> HttpResponse:
    answer = render(request, "feedback/citizen/sent.html", {"sent": sent, "secret": secrets.secret_of(sent.public_id)})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _count(request: Request) -> None:
    who = request.actor
    if who.is_citizen:
        limit, seconds = PER_ACCOUNT
        accounts.spend(f"ask-account:{who.account_id}", limit=limit, seconds=seconds, now=clock.now())
    else:
        limit, seconds = PER_ADDRESS
        accounts.spend(f"ask:{forms.hashed(request)}", limit=limit, seconds=seconds, now=clock.now())


def _page(request: Request, posted: QueryDict, errors: dict[str, str]) -> dict[str, Any]:
    citizen = request.actor.is_citizen
    asked = posted or request.GET
    dossier = _dossier(request, forms.line(asked, "dossier", 60))
    procedure = "" if dossier else forms.line(asked, "procedure", 20)
    return {
        "posted": posted,
        "errors": errors,
        "token": forms.token(posted) if posted else uuid4(),
        "kinds": [(kind.value, str(words)) for kind, words in KINDS.items() if citizen or kind in ANONYMOUS],
        "kind": posted.get("kind", "question" if not citizen else ""),
        "citizen": citizen,
        "dossier": dossier,
        "officials": _officials(dossier),
        "procedure": procedure,
        "procedure_name": _procedure_name(procedure),
        "agencies": []
        if dossier
        else [(card.id, card.name) for card in organisations.agencies() if card.kind in BODIES],
    }


def _dossier(request: Request, code: str) -> Any:
    """The dossier it is about, when it is one of hers; anything else is left out without a word."""
    if not code or not request.actor.is_citizen:
        return None
    try:
        return dossiers.speaking.about(code, request.actor)
    except Problem:
        return None


def _officials(dossier: Any) -> list[tuple[str, str]]:
    if dossier is None:
        return []
    found = dossiers.speaking.handlers_of(dossier.id)
    return [(str(one.account_id), f"{one.name}, {one.title}" if one.title else one.name) for one in found]


def _procedure_name(code: str) -> str:
    if not code:
        return ""
    try:
        return procedures.in_force(code, clock.local_date(clock.now())).name
    except Problem:
        return ""
