"""Officials: who does a step, the draft for the applicant, opinions asked of others, and answering them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import queries as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyKind
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.dossiers import actions, forms, frozen, queries
from namkhong.services.dossiers.actions import Question
from namkhong.services.dossiers.actions.opinions import prescribed
from namkhong.services.dossiers.models import Dossier, Opinion, OpinionRequest
from namkhong.services.dossiers.policies import WORKING
from namkhong.services.dossiers.policies import asked as policies_asked
from namkhong.services.dossiers.queries import consulted
from namkhong.services.dossiers.queries.one import file_lines
from namkhong.services.dossiers.types import SILENCES, VERDICTS, DossierCard, Verdict
from namkhong.services.dossiers.views.beside import links, paper_link
from namkhong.services.dossiers.views.sheet import answers_html, sheet
from namkhong.services.procedures.types import Silence
from namkhong.web import gates
from namkhong.web.http import Request

_PAGE = "dossiers/officer/dossier.html"


@gates.official(*WORKING)
@require_http_methods(["POST"])
def assign(request: Request, code: str) -> HttpResponse:
    """Give the step to one official, or take it."""
    found = queries.by_code(code, request.actor)

    def deed() -> DossierCard:
        return actions.assign(**_common(request, found), account_id=forms.number(request.POST, "account") or 0)

    return _act(request, found, deed, _("Đã phân công hồ sơ %(code)s."))


@gates.official(*WORKING)
@require_http_methods(["POST"])
def take_back(request: Request, code: str) -> HttpResponse:
    """The step lies free again."""
    found = queries.by_code(code, request.actor)
    return _act(
        request,
        found,
        lambda: actions.take_back(**_common(request, found)),
        _("Hồ sơ %(code)s không còn giao riêng cho ai, cán bộ cùng vị trí đều xử lý được."),
    )


@gates.official(*WORKING)
@require_http_methods(["POST"])
def send_draft(request: Request, code: str) -> HttpResponse:
    """The applicant is to look at the draft."""
    found = queries.by_code(code, request.actor)
    labels = (
        [label for label, _said in consulted.draft_fields(found, consulted.step_of(found))] if found.is_open else []
    )

    def deed() -> DossierCard:
        lines = [(label, forms.note(request.POST, f"line-{place}")) for place, label in enumerate(labels)]
        file = forms.given_file(request.POST, request.FILES, "file")
        return actions.send_draft(**_common(request, found), fields=lines, file=file)

    return _act(request, found, deed, _("Đã gửi bản dự thảo của hồ sơ %(code)s cho người nộp xác nhận."))


@gates.official(*WORKING)
@require_http_methods(["GET", "POST"])
def ask_opinions(request: Request, code: str) -> HttpResponse:
    """Ask several agencies at once."""
    found = queries.by_code(code, request.actor)
    policies_asked.require_asker(request.actor, found)
    if request.method != "POST":
        return render(request, "dossiers/officer/ask_opinions.html", _asking(request, found))
    try:
        _ask(request, found)
    except Invalid as problem:
        context = {**_asking(request, found), "errors": forms.fields_of(problem)}
        return render(request, "dossiers/officer/ask_opinions.html", context, status=422)
    except Conflict as problem:
        return _told(request, found, problem)
    messages.success(request, _("Đã gửi câu hỏi lấy ý kiến."))
    return HttpResponseRedirect(_there(found))


@gates.official(*WORKING)
@require_http_methods(["POST"])
def withdraw_opinion(request: Request, request_id: int) -> HttpResponse:
    """No longer ask one agency."""
    row = OpinionRequest.objects.select_related("dossier").filter(pk=request_id).first()
    found = queries.by_code(row.dossier.code or "" if row else "", request.actor)
    try:
        actions.withdraw_opinion(
            request_id=request_id,
            reason=forms.note(request.POST, "withdraw_reason"),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        sentence = next(iter(forms.fields_of(problem).values()))
        context = {**sheet(request, found), "errors": {f"withdraw_reason-{request_id}": sentence}}
        return render(request, _PAGE, context, status=422)
    messages.success(request, _("Đã thôi hỏi ý kiến."))
    return HttpResponseRedirect(_there(found))


@gates.official(*WORKING)
@require_safe
def opinions(request: Request) -> HttpResponse:
    """What my agencies are asked and have not answered."""
    page = consulted.questions(request.actor, request.GET.get("tiep", ""), now=clock.now())
    return render(request, "dossiers/officer/opinions.html", {"page": page})


@gates.official(*WORKING)
@require_http_methods(["GET", "POST"])
def opinion(request: Request, request_id: int) -> HttpResponse:
    """One question: what is asked, what there is to read, and the answer."""
    row = consulted.question(request_id, request.actor)
    if request.method != "POST":
        return render(request, "dossiers/officer/opinion.html", _question(request, row))
    try:
        signed = _answer(request, row)
    except Invalid as problem:
        context = {**_question(request, row), "errors": forms.fields_of(problem), "posted": request.POST}
        return render(request, "dossiers/officer/opinion.html", context, status=422)
    except Conflict as problem:
        context = {**_question(request, consulted.question(request_id, request.actor)), "conflict": str(problem)}
        return render(request, "dossiers/officer/opinion.html", context, status=409)
    messages.success(request, _("Đã ký và gửi ý kiến.") if signed else _("Đã lưu ý kiến, chờ lãnh đạo ký."))
    return HttpResponseRedirect(reverse("opinions"))


def _common(request: Request, found: Dossier) -> dict[str, Any]:
    return {
        "dossier_id": found.pk,
        "actor": request.actor,
        "now": clock.now(),
        "revision": forms.number(request.POST, "revision"),
    }


def _there(found: Dossier) -> str:
    return reverse("officer_dossier", kwargs={"code": found.code or ""})


def _act(request: Request, found: Dossier, deed: Callable[[], DossierCard], said: str) -> HttpResponse:
    try:
        done = deed()
    except Invalid as problem:
        context = {**sheet(request, found), "posted": request.POST, "errors": forms.fields_of(problem)}
        return render(request, _PAGE, context, status=422)
    except Conflict as problem:
        return _told(request, found, problem)
    messages.success(request, said % {"code": done.code})
    return HttpResponseRedirect(_there(found))


def _told(request: Request, found: Dossier, problem: Conflict) -> HttpResponse:
    again = queries.by_code(found.code or "", request.actor)
    return render(request, _PAGE, {**sheet(request, again), "conflict": str(problem)}, status=409)


def _asking(request: Request, found: Dossier) -> dict[str, Any]:
    rules = prescribed(consulted.step_of(found), found)
    open_now = set(OpinionRequest.objects.filter(dossier=found, closed_at=None).values_list("agency_id", flat=True))
    own = [card for card in organisations.children_of(found.decider_agency_id) if card.id != found.unit_agency_id]
    departments = [card for card in organisations.agencies(AgencyKind.DEPARTMENT) if card.id != found.decider_agency_id]
    nearby = [(str(card.id), card.name) for card in [*own, *departments] if card.id not in open_now]
    communes = [(str(card.id), card.name) for card in organisations.agencies(AgencyKind.COMMUNE)]
    first = next(iter(rules.values()), None)
    return {
        **sheet(request, found),
        "posted": request.POST,
        "agencies": nearby,
        "communes": [("", _("Không hỏi xã, phường nào")), *communes],
        "chosen": request.POST.getlist("agency") or [str(key) for key in rules if key not in open_now],
        "question": request.POST.get("question", first.question if first else ""),
        "units": [("working_hour", _("giờ làm việc")), ("working_day", _("ngày làm việc"))],
        "silences": [(key.value, str(words)[:1].upper() + str(words)[1:]) for key, words in SILENCES.items()],
    }


def _ask(request: Request, found: Dossier) -> None:
    posted = request.POST
    errors: dict[str, str] = {}
    value, unit = forms.number(posted, "value"), posted.get("unit", "")
    if value is None or not 1 <= value <= 999 or unit not in {LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY}:
        errors["value"] = _("Xin ghi thời hạn trả lời, từ 1 đến 999 giờ hoặc ngày làm việc.")
    if posted.get("silence", "") not in set(Silence):
        errors["silence"] = _("Xin chọn im lặng nghĩa là gì.")
    chosen = [item for item in [*posted.getlist("agency"), posted.get("commune", "")] if item]
    if not all(item.isascii() and item.isdigit() and len(item) <= 15 for item in chosen):
        errors["agency"] = _("Không có cơ quan này. Xin chọn lại.")
    if not chosen:
        errors["agency"] = _("Xin chọn cơ quan, đơn vị cần hỏi.")
    said = forms.note(posted, "question")
    if not said:
        errors["question"] = _("Xin ghi rõ cần hỏi ý kiến về việc gì.")
    if errors:
        raise Invalid(_("Xin sửa các mục dưới đây."), fields=errors)
    actions.ask_opinions(
        **_common(request, found),
        agency_ids={int(item) for item in chosen},
        question=Question(said, Limit(value or 1, LimitUnit(unit)), Silence(posted["silence"])),
    )


def _question(request: Request, row: OpinionRequest) -> dict[str, Any]:
    now, actor, found = clock.now(), request.actor, row.dossier
    audit.record_access(actor, person_id=found.person_id, purpose="Cho ý kiến", subject=("dossier", found.pk), now=now)
    written = list(Opinion.objects.filter(request=row).order_by("-pk"))
    last = written[0] if written else None
    return {
        "question": row,
        "dossier": found,
        "agency": frozen.agency(row.agency_id).name,
        "written": [(item, str(VERDICTS[Verdict(item.verdict)])) for item in written],
        "written_links": links(request, [item.file_id for item in written]),
        "last": last,
        "signs": policies_asked.may_sign(actor, row),
        "verdicts": [(key.value, str(words)) for key, words in VERDICTS.items()],
        "answers": answers_html(found),
        "files": [
            (line, paper_link(request, found, line))
            for line in file_lines(found)
            if line.component_id is not None and not line.gone
        ],
        "accept": files.accept(),
        "errors": {},
        "conflict": "",
        "posted": {},
    }


def _answer(request: Request, row: OpinionRequest) -> bool:
    """Signed, or only written?"""
    posted = request.POST
    try:
        verdict = Verdict(posted.get("verdict", ""))
    except ValueError as error:
        sentence = _("Xin chọn đồng ý, đồng ý có điều kiện hay không đồng ý.")
        raise Invalid(sentence, fields={"verdict": sentence}) from error
    signs = posted.get("deed", "") == "sign"
    deed = actions.sign_opinion if signs else actions.draft_opinion
    deed(
        request_id=row.pk,
        verdict=verdict,
        words=forms.note(posted, "words"),
        file=forms.given_file(posted, request.FILES, "file"),
        actor=request.actor,
        now=clock.now(),
    )
    return signs
