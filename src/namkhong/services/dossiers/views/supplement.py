"""Officials: saying what is missing, agreeing to it, sending it, recording what was brought, and ending a dossier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, forms, policies, queries
from namkhong.services.dossiers.errors import NotYours
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import WORKING, Ability
from namkhong.services.dossiers.queries.supplements import askable, likely_missing, sent_request
from namkhong.services.dossiers.types import DossierCard, MissingItem
from namkhong.services.dossiers.views.officer import common
from namkhong.services.dossiers.views.sheet import sheet
from namkhong.services.procedures import queries as procedures
from namkhong.web import gates
from namkhong.web.http import Request

_ROWS: Final = 3  # empty rows a new sheet begins with
_MOST: Final = 20

Deed = Callable[[Request, Dossier], DossierCard]


@gates.official(*WORKING)
@require_http_methods(["GET", "POST"])
def ask(request: Request, code: str) -> HttpResponse:
    """Everything that is missing, on one sheet; a row more is one more click, without a script."""
    found = queries.by_code(code, request.actor)
    _able(request, found, Ability.REQUEST_SUPPLEMENT)
    template = "dossiers/officer/request_supplement.html"
    if request.method != "POST":
        likely = likely_missing(found)
        return render(request, template, _sheet_of_rows(request, found, [*likely, *[_EMPTY] * (_ROWS - len(likely))]))
    rows = _rows(request.POST)
    if "them" in request.POST:
        return render(request, template, _sheet_of_rows(request, found, [*rows, _EMPTY][:_MOST]))

    def deed(request: Request, found: Dossier) -> DossierCard:
        items = [row for row in rows if row != _EMPTY]
        return actions.request_supplement(
            **common(request, found), items=items, reason=forms.note(request.POST, "reason")
        )

    filled = [row for row in rows if row != _EMPTY]  # the errors count what was filled in
    context = lambda: _sheet_of_rows(request, found, filled or [_EMPTY])  # noqa: E731 - asked only when refused
    return _act(request, found, deed, template, context, _("Đã ghi yêu cầu bổ sung của hồ sơ %(code)s."))


@gates.official(*WORKING)
@require_http_methods(["GET", "POST"])
def brought(request: Request, code: str) -> HttpResponse:
    """The applicant brings what was missing to the counter."""
    found = queries.by_code(code, request.actor)
    _able(request, found, Ability.COMPLETE_SUPPLEMENT)
    template = "dossiers/officer/complete_supplement.html"

    def context() -> dict[str, Any]:
        return {**sheet(request, found), "open": sent_request(found), "posted": request.POST}

    if request.method != "POST":
        return render(request, template, context())

    def deed(request: Request, found: Dossier) -> DossierCard:
        asked = sent_request(found)
        for item in asked.items if asked else ():
            if item.component_id is None or item.kind != "file":
                continue
            for new in forms.given_files(request.POST, request.FILES, f"file-{item.id}"):
                actions.attach(
                    dossier_id=found.pk,
                    component_id=item.component_id,
                    new=new,
                    actor=request.actor,
                    now=common(request, found)["now"],
                )
        ticked = [item.id for item in (asked.items if asked else ()) if request.POST.get(f"item-{item.id}") == "1"]
        return actions.complete_supplement(
            **common(request, found), brought=ticked, reply=forms.note(request.POST, "reply")
        )

    return _act(request, found, deed, template, context, _("Đã ghi nhận bổ sung đủ của hồ sơ %(code)s."))


@gates.official(*WORKING)
@require_http_methods(["GET", "POST"])
def end_at_counter(request: Request, code: str, verb: str) -> HttpResponse:
    """The applicant asks at the counter to withdraw or to stop, on a signed paper."""
    found = queries.by_code(code, request.actor)
    stops = verb == Ability.STOP_AT_REQUEST
    if not request.actor.is_official:
        raise NotYours
    _able(request, found, Ability(verb))
    template = "dossiers/officer/end.html"

    def context() -> dict[str, Any]:
        return {**sheet(request, found), "stops": stops, "posted": request.POST}

    if request.method != "POST":
        return render(request, template, context())

    def deed(request: Request, found: Dossier) -> DossierCard:
        action = actions.stop_at_request if stops else actions.withdraw
        return action(
            **common(request, found),
            reason=forms.note(request.POST, "reason"),
            paper=forms.given_file(request.POST, request.FILES, "paper"),
        )

    said = _("Đã dừng giải quyết hồ sơ %(code)s.") if stops else _("Đã rút hồ sơ %(code)s.")
    return _act(request, found, deed, template, context, said)


@gates.official(*WORKING)
@require_http_methods(["POST"])
def answer(request: Request, code: str, verb: str) -> HttpResponse:
    """The deeds that need no page of their own: agree, send, give back, close."""
    found = queries.by_code(code, request.actor)

    def context() -> dict[str, Any]:
        return {**sheet(request, found), "posted": request.POST}

    return _act(request, found, _DEEDS[verb], "dossiers/officer/dossier.html", context, _SAID[verb]())


_DEEDS: dict[str, Deed] = {
    "send_supplement": lambda request, found: actions.send_supplement(**common(request, found)),
    "approve_supplement": lambda request, found: actions.approve_supplement(**common(request, found)),
    "approve_not_receive": lambda request, found: actions.approve_not_receive(**common(request, found)),
    "return_proposal": lambda request, found: actions.return_proposal(
        **common(request, found), reason=forms.note(request.POST, "proposal_reason")
    ),
    "stop_unmet": lambda request, found: actions.stop_unmet(**common(request, found)),
}
_SAID: dict[str, Callable[[], str]] = {
    "send_supplement": lambda: _("Đã gửi người nộp yêu cầu bổ sung hồ sơ %(code)s. Phiếu đã sẵn sàng để in."),
    "approve_supplement": lambda: _("Đã đồng ý; một cửa sẽ gửi yêu cầu bổ sung hồ sơ %(code)s."),
    "approve_not_receive": lambda: _("Đã đồng ý; người nộp được báo hồ sơ %(code)s không được tiếp nhận."),
    "return_proposal": lambda: _("Đã trả lại đề nghị về hồ sơ %(code)s."),
    "stop_unmet": lambda: _("Đã dừng hồ sơ %(code)s vì không bổ sung trong hạn."),
}
_EMPTY: Final = MissingItem("", "", "")


def _able(request: Request, found: Dossier, ability: Ability) -> None:
    if ability not in policies.abilities(request.actor, found):
        raise NotYours


def _act(
    request: Request, found: Dossier, deed: Deed, template: str, context: Callable[[], dict[str, Any]], said: str
) -> HttpResponse:
    """One deed; what was typed stays on the page when it is refused."""
    try:
        done = deed(request, found)
    except Invalid as problem:
        errors = {("proposal_reason" if name == "reason" and template.endswith("/dossier.html") else name): words
                  for name, words in forms.fields_of(problem).items()}  # fmt: skip
        return render(request, template, {**context(), "errors": errors}, status=422)
    except Conflict as problem:
        now = queries.by_code(found.code or "", request.actor)
        page = {**sheet(request, now), "conflict": str(problem), "posted": request.POST}
        return render(request, "dossiers/officer/dossier.html", page, status=409)
    messages.success(request, said % {"code": done.code})
    return HttpResponseRedirect(reverse("officer_dossier", kwargs={"code": done.code}))


def _sheet_of_rows(request: Request, found: Dossier, rows: list[MissingItem]) -> dict[str, Any]:
    version = procedures.version(found.procedure_version_id)
    return {
        **sheet(request, found),
        "rows": [
            {"what": row.what, "law": row.law, "sample": row.sample, "component": str(row.component_id or "")}
            for row in rows
        ],
        "papers": [
            ("", _("Nội dung khác, cần trả lời bằng lời")),
            *((str(item.id), item.name) for item in askable(found)),
        ],
        "legal_bases": version.legal_bases,
        "days": version.close_after_days,
        "posted": request.POST,
    }


def _rows(posted: QueryDict) -> list[MissingItem]:
    rows = []
    for number in range(_MOST):
        if f"what-{number}" not in posted:
            break
        words = [forms.note(posted, f"{name}-{number}") for name in ("what", "law", "sample")]
        component = forms.number(posted, f"component-{number}")
        rows.append(_EMPTY if not any(words) else MissingItem(words[0], words[1], words[2], component))
    return rows
