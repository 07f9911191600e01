"""One arrival, and every deed on it and on its assignments: what was typed stays on the page when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.office.documents import queries as documents
from namkhong.office.documents.errors import Duplicate
from namkhong.office.documents.types import Direction
from namkhong.office.intake import actions, forms, policies, queries
from namkhong.office.intake.errors import Missing
from namkhong.office.intake.models import Assignment
from namkhong.office.intake.queries.one import Sheet
from namkhong.office.intake.states import Move
from namkhong.office.intake.types import ArrivalCard, Line
from namkhong.office.intake.views import page
from namkhong.web import gates
from namkhong.web.http import Request

TEMPLATE: Final = "intake/officer/arrival.html"
_DAYS: Final = ("due", "help_due", "new_due", "issued_on", "due_on")


@gates.official(*policies.WORKING)
@require_safe
def one(request: Request, public_id: UUID) -> HttpResponse:
    """One arrival with what may be done with it; whoever was given it has read it now."""
    sheet = queries.by_public_id(public_id, request.actor)
    actions.mark_read(arrival_id=sheet.arrival.pk, actor=request.actor, now=clock.now())
    return render(request, TEMPLATE, page.context(request, sheet))


@gates.official(*policies.WORKING)
@require_POST
def deed(request: Request, public_id: UUID, verb: str) -> HttpResponse:
    """Register, return, propose, direct, say something, settle a recall."""
    sheet = queries.by_public_id(public_id, request.actor)
    move = Move(verb)
    return _answer(request, sheet, move, lambda: _DEEDS[move](request, sheet), about=0)


@gates.official(*policies.WORKING)
@require_POST
def work(request: Request, assignment_id: int, verb: str) -> HttpResponse:
    """Accept, pass on, give back, report, finish, extend one assignment."""
    row = Assignment.objects.select_related("arrival").filter(pk=assignment_id).first()
    sheet = queries.by_public_id(row.arrival.public_id if row else UUID(int=0), request.actor)
    move = Move(verb)
    return _answer(request, sheet, move, lambda: _WORK[move](request, assignment_id), about=assignment_id)


def _answer(request: Request, sheet: Sheet, move: Move, do: Callable[[], ArrivalCard], *, about: int) -> HttpResponse:
    kept: dict[str, Any] = {
        "posted": request.POST,
        "boxes": forms.boxes(request.POST, *_DAYS),
        "move": move.value,
        "about": about,
    }
    try:
        done = do()
    except Invalid as problem:
        shown = page.context(request, sheet, errors=forms.fields_of(problem), **kept)
        return render(request, TEMPLATE, shown, status=422)
    except Duplicate as problem:
        shown = page.context(request, sheet, conflict=str(problem), duplicate=True, **kept)
        return render(request, TEMPLATE, shown, status=409)
    except Conflict as problem:
        fresh = queries.by_public_id(sheet.arrival.public_id, request.actor)
        return render(request, TEMPLATE, page.context(request, fresh, conflict=str(problem), **kept), status=409)
    messages.success(request, _SAID[move]() % {"what": _named(done)})
    where = "arrivals" if move in _NEXT else "arrival"
    target = reverse(where) if where == "arrivals" else reverse(where, kwargs={"public_id": done.public_id})
    return HttpResponseRedirect(target)


def _named(card: ArrivalCard) -> str:
    if card.serial is not None:
        return _("số đến %02d") % card.serial
    return card.number or card.subject[:80] or _("văn bản")


def _on(request: Request, sheet: Sheet) -> dict[str, Any]:
    return {
        "arrival_id": sheet.arrival.pk,
        "actor": request.actor,
        "now": clock.now(),
        "revision": forms.number(request.POST, "revision"),
    }


def _with(request: Request, assignment_id: int) -> dict[str, Any]:
    return {
        "assignment_id": assignment_id,
        "actor": request.actor,
        "now": clock.now(),
        "revision": forms.number(request.POST, "revision"),
    }


def _register(request: Request, sheet: Sheet) -> ArrivalCard:
    return actions.register(
        **_on(request, sheet),
        data=forms.incoming(request.POST),
        despite_duplicate=request.POST.get("despite") == "1",
        reason=forms.line(request.POST, "despite_reason", 500),
    )


def _return(request: Request, sheet: Sheet) -> ArrivalCard:
    return actions.send_back(**_on(request, sheet), reason=forms.words(request.POST, "reason"))


def _propose(request: Request, sheet: Sheet) -> ArrivalCard:
    return actions.propose(
        **_on(request, sheet),
        words=forms.words(request.POST, "words"),
        lines=forms.lines(request.POST),
        leader_id=forms.number(request.POST, "leader"),
    )


def _direct(request: Request, sheet: Sheet) -> ArrivalCard:
    """``as_proposed``: one tap takes what Văn phòng proposed."""
    lines: list[Line] = []
    if request.POST.get("as_proposed") == "1":
        note = queries.proposal_of(sheet.arrival.pk)
        lines = [Line.from_json(kept) for kept in note.lines] if note else []
    return actions.direct(
        **_on(request, sheet),
        words=forms.words(request.POST, "words"),
        lines=lines or forms.lines(request.POST),
        confirmed=request.POST.get("confirmed") == "1",
    )


def _opine(request: Request, sheet: Sheet) -> ArrivalCard:
    return actions.opine(**_on(request, sheet), words=forms.words(request.POST, "opinion"))


def _agree(request: Request, sheet: Sheet) -> ArrivalCard:
    return actions.settle_recall(**_on(request, sheet), agree=True, reason=forms.words(request.POST, "recall_reason"))


def _refuse(request: Request, sheet: Sheet) -> ArrivalCard:
    return actions.settle_recall(**_on(request, sheet), agree=False, reason=forms.words(request.POST, "recall_reason"))


def _accept(request: Request, assignment_id: int) -> ArrivalCard:
    return actions.accept(**_with(request, assignment_id))


def _pass_on(request: Request, assignment_id: int) -> ArrivalCard:
    return actions.pass_on(
        **_with(request, assignment_id), words=forms.words(request.POST, "words"), lines=forms.lines(request.POST)
    )


def _give_back(request: Request, assignment_id: int) -> ArrivalCard:
    return actions.give_back(**_with(request, assignment_id), reason=forms.words(request.POST, "reason"))


def _report(request: Request, assignment_id: int) -> ArrivalCard:
    return actions.report(**_with(request, assignment_id), words=forms.words(request.POST, "report"))


def _finish(request: Request, assignment_id: int) -> ArrivalCard:
    return actions.finish(
        **_with(request, assignment_id),
        result=forms.words(request.POST, "result"),
        answer_id=_answer_id(request),
    )


def _answer_id(request: Request) -> int | None:
    """The document of our own whose number was typed.

    :raises Missing: when no document that goes out has it, or more than one.
    """
    typed = forms.line(request.POST, "answer", 60)
    if not typed:
        return None
    found = {
        hit.card.id
        for hit in documents.search(typed, request.actor).items
        if hit.where == "number"
        and hit.card.direction is Direction.OUT
        and hit.card.number.casefold() == typed.casefold()
    }
    if len(found) != 1:
        raise Missing(
            {"answer": _("Không tìm thấy văn bản đi có số, ký hiệu này. Xin ghi như trên văn bản: 12/UBND-VX.")}
        )
    return found.pop()


def _extend(request: Request, assignment_id: int) -> ArrivalCard:
    return actions.extend(
        **_with(request, assignment_id),
        due_on=forms.day(request.POST, "new_due"),
        reason=forms.words(request.POST, "reason"),
    )


_DEEDS: Final[dict[Move, Callable[[Request, Sheet], ArrivalCard]]] = {
    Move.REGISTER: _register,
    Move.RETURN: _return,
    Move.PROPOSE: _propose,
    Move.DIRECT: _direct,
    Move.OPINE: _opine,
    Move.AGREE_RECALL: _agree,
    Move.REFUSE_RECALL: _refuse,
}
_WORK: Final[dict[Move, Callable[[Request, int], ArrivalCard]]] = {
    Move.ACCEPT: _accept,
    Move.PASS_ON: _pass_on,
    Move.GIVE_BACK: _give_back,
    Move.REPORT: _report,
    Move.FINISH: _finish,
    Move.EXTEND: _extend,
}
_NEXT: Final = frozenset({Move.REGISTER, Move.RETURN, Move.PROPOSE, Move.DIRECT})  # the next of the list is at hand
_SAID: Final[dict[Move, Callable[[], str]]] = {
    Move.REGISTER: lambda: _("Đã vào sổ, %(what)s."),
    Move.RETURN: lambda: _("Đã trả lại %(what)s."),
    Move.PROPOSE: lambda: _("Đã trình lãnh đạo %(what)s."),
    Move.DIRECT: lambda: _("Đã giao %(what)s."),
    Move.OPINE: lambda: _("Đã ghi ý kiến về %(what)s."),
    Move.AGREE_RECALL: lambda: _("Đã đồng ý cho lấy lại %(what)s và báo nơi gửi."),
    Move.REFUSE_RECALL: lambda: _("Đã báo nơi gửi: không đồng ý cho lấy lại %(what)s."),
    Move.ACCEPT: lambda: _("Ông/Bà đã nhận %(what)s."),
    Move.PASS_ON: lambda: _("Đã chuyển %(what)s."),
    Move.GIVE_BACK: lambda: _("Đã trả lại người giao %(what)s."),
    Move.REPORT: lambda: _("Đã trình lên về %(what)s."),
    Move.FINISH: lambda: _("Đã báo xong %(what)s."),
    Move.EXTEND: lambda: _("Đã lùi hạn %(what)s."),
}
