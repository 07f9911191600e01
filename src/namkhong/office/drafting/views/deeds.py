"""What is done with a draft: submitted, checked, sent back, asked about, numbered, issued. What was typed stays when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid, Unavailable
from namkhong.office.drafting import actions, forms, policies, queries
from namkhong.office.drafting.errors import Missing
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.types import Answer
from namkhong.office.drafting.views.drafts import sheet
from namkhong.web import gates
from namkhong.web.http import Request


def _common(request: Request, found: Draft) -> dict[str, Any]:
    return {
        "draft_id": found.pk,
        "actor": request.actor,
        "now": clock.now(),
        "revision": forms.number(request.POST, "revision"),
    }


def _submit(request: Request, found: Draft) -> None:
    actions.submit(**_common(request, found), note=forms.words(request.POST, "note"))


def _pass(request: Request, found: Draft) -> None:
    actions.pass_check(**_common(request, found), note=forms.words(request.POST, "note"))


def _return(request: Request, found: Draft) -> None:
    actions.send_back(**_common(request, found), reason=forms.words(request.POST, "reason"))


def _withdraw(request: Request, found: Draft) -> None:
    actions.withdraw(**_common(request, found), reason=forms.words(request.POST, "why"))


def _number(request: Request, found: Draft) -> None:
    actions.number(**_common(request, found))


def _issue(request: Request, found: Draft) -> None:
    actions.issue(**_common(request, found))


def _ask(request: Request, found: Draft) -> None:
    chosen = request.POST.getlist("whom")
    actions.ask_opinions(
        draft_id=found.pk,
        units=_ids(chosen, "u"),
        accounts=_ids(chosen, "p"),
        question=forms.words(request.POST, "question"),
        due_on=clock.typed_day(clock.day_boxes(request.POST, "due")),
        actor=request.actor,
        now=clock.now(),
    )


def _ids(chosen: list[str], kind: str) -> list[int]:
    found = [one[1:] for one in chosen if one.startswith(kind)]
    return [int(one) for one in found if one.isascii() and one.isdigit() and len(one) < 16]


def _opine(request: Request, found: Draft) -> None:
    asked = {one.pk for one in queries.asked_of(found, request.actor)}
    wanted = forms.number(request.POST, "request") or 0
    if wanted not in asked and not found.opinion_requests.filter(pk=wanted).exists():
        raise Missing({"opinion": _("Không có câu hỏi ý kiến nào chờ ông/bà trả lời.")})
    actions.give_opinion(
        request_id=wanted, opinion=forms.words(request.POST, "opinion"), actor=request.actor, now=clock.now()
    )


def _answer(request: Request, found: Draft) -> None:
    wanted = forms.number(request.POST, "given") or 0
    if not found.opinion_requests.filter(opinion=wanted).exists():
        raise Missing({"answer": _("Xin chọn ý kiến cần trả lời.")})
    try:
        answer = Answer(request.POST.get("answer", ""))
    except ValueError as error:
        raise Missing({"answer": _("Xin chọn tiếp thu hoặc giải trình.")}) from error
    words = forms.words(request.POST, "explanation")
    actions.answer_opinion(opinion_id=wanted, answer=answer, explanation=words, actor=request.actor, now=clock.now())


def _add_annex(request: Request, found: Draft) -> None:
    source = forms.given_file(request.POST, request.FILES, "annex")
    if source is None:
        raise Missing({"annex": _("Xin chọn tệp PDF của phụ lục.")})
    actions.add_annex(draft_id=found.pk, source=source, actor=request.actor, now=clock.now())


def _drop_annex(request: Request, found: Draft) -> None:
    position = forms.number(request.POST, "position") or 0
    actions.drop_annex(draft_id=found.pk, position=position, actor=request.actor, now=clock.now())


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done, and what is said when it is done."""

    do: Callable[[Request, Draft], None]
    said: Promise


DEEDS: Final = {
    "submit": Deed(_submit, lazy("Đã trình.")),
    "pass": Deed(_pass, lazy("Đã ghi đồng ý và chuyển bước sau.")),
    "return": Deed(_return, lazy("Đã trả lại người soạn.")),
    "withdraw": Deed(_withdraw, lazy("Đã bỏ dự thảo.")),
    "number": Deed(_number, lazy("Đã cấp số và vào sổ.")),
    "issue": Deed(_issue, lazy("Đã phát hành. Trạng thái từng nơi nhận hiện ở dưới.")),
    "ask": Deed(_ask, lazy("Đã gửi hỏi ý kiến.")),
    "opine": Deed(_opine, lazy("Đã gửi ý kiến.")),
    "answer": Deed(_answer, lazy("Đã ghi tiếp thu, giải trình.")),
    "annex": Deed(_add_annex, lazy("Đã thêm phụ lục.")),
    "annex_off": Deed(_drop_annex, lazy("Đã bỏ phụ lục.")),
}


@gates.official(*policies.DRAFTING)
@require_POST
def deed(request: Request, public_id: UUID, verb: str) -> HttpResponse:
    """One deed on one draft."""
    found = queries.by_id(public_id, request.actor)
    try:
        DEEDS[verb].do(request, found)
    except (Invalid, Conflict, Unavailable) as problem:
        context = sheet(request, queries.by_id(public_id, request.actor)) | {"move": verb, "posted": request.POST}
        if isinstance(problem, Invalid):
            context |= {"errors": forms.fields_of(problem)}
        else:
            context |= {"conflict": str(problem)}
        return render(request, "drafting/officer/draft.html", context, status=problem.status)
    messages.success(request, str(DEEDS[verb].said))
    return HttpResponseRedirect(reverse("draft", kwargs={"public_id": public_id}))
