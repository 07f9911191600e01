"""Officials: what was given to me, what I gave, one task, and giving one by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.office.directives import actions, forms, people, policies, queries
from namkhong.office.directives.errors import Missing
from namkhong.office.directives.models import Directive
from namkhong.office.directives.queries.lists import due_words, names_of
from namkhong.office.directives.queries.one import helpers_of
from namkhong.office.directives.states import STATES, Move
from namkhong.office.directives.types import DirectiveCard
from namkhong.web import gates
from namkhong.web.http import Request

_TEMPLATE: Final = "directives/officer/directive.html"


@gates.official(*policies.WORKING)
@require_safe
def mine(request: Request) -> HttpResponse:
    """What is mine to do, what is late first."""
    page = queries.mine(request.actor, request.GET.get("tiep", ""), now=clock.now())
    return render(request, "directives/officer/mine.html", _listed(request, "my_directives", page))


@gates.official(*policies.GIVING)
@require_safe
def given(request: Request) -> HttpResponse:
    """What I gave: in time, late, with whom."""
    now = clock.now()
    page = queries.given(request.actor, request.GET.get("tiep", ""), now=now)
    context = _listed(request, "given_directives", page) | {"tally": queries.tally(request.actor, now=now)}
    return render(request, "directives/officer/given.html", context)


def _listed(request: Request, name: str, page: Any) -> dict[str, Any]:
    here = reverse(name)
    return {
        "page": page,
        "following": f"{here}?{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }


@gates.official(*policies.GIVING)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A task by hand: who, what, until when."""
    errors: dict[str, str] = {}
    now = clock.now()
    if request.method == "POST":
        try:
            made = actions.give(new=forms.new(request.POST), actor=request.actor, now=now)
        except Invalid as problem:
            errors = forms.fields_of(problem)
        else:
            messages.success(request, _("Đã giao việc: %s.") % made.subject)
            return HttpResponseRedirect(reverse("given_directives"))
    context = {
        "errors": errors,
        "posted": request.POST,
        "boxes": {"due": clock.day_boxes(request.POST, "due")},
        "token": request.POST.get("token") or uuid4(),
        "people": [(str(one.account_id), one.words) for one in people.candidates(request.actor, now)],
    }
    return render(request, "directives/officer/new.html", context, status=422 if errors else 200)


@gates.official(*policies.WORKING)
@require_safe
def one(request: Request, public_id: UUID) -> HttpResponse:
    """One task with what may be done with it."""
    row = queries.by_public_id(public_id, request.actor)
    return render(request, _TEMPLATE, _sheet(request, row))


@gates.official(*policies.WORKING)
@require_POST
def deed(request: Request, public_id: UUID, verb: str) -> HttpResponse:
    """Accept, progress, report, confirm, return, extend, drop; what was typed stays on the page when it is refused."""
    row = queries.by_public_id(public_id, request.actor)
    move = Move(verb)
    kept = {"posted": request.POST, "move": verb, "boxes": {"new_due": clock.day_boxes(request.POST, "new_due")}}
    try:
        done = _DEEDS[move](request, row)
    except Invalid as problem:
        context = {**_sheet(request, row), **kept, "errors": forms.fields_of(problem)}
        return render(request, _TEMPLATE, context, status=422)
    except Conflict as problem:
        fresh = queries.by_public_id(public_id, request.actor)
        return render(request, _TEMPLATE, {**_sheet(request, fresh), **kept, "conflict": str(problem)}, status=409)
    messages.success(request, _SAID[move]() % done.subject[:100])
    return HttpResponseRedirect(reverse("directive", kwargs={"public_id": done.public_id}))


def _sheet(request: Request, row: Directive) -> dict[str, Any]:
    now = clock.now()
    due, kind = due_words(row, now)
    giver = organisations.official_names([row.giver_id]).get(row.giver_id)
    return {
        "row": row,
        "state": str(STATES[row.now_in]),
        "due": {"text": due, "kind": kind},
        "first_due": row.first_due_at if row.first_due_at != row.due_at else None,
        "giver": f"{giver.full_name}, {giver.title}" if giver and giver.title else giver.full_name if giver else "",
        "whom": names_of([row])[row.pk],
        "helpers": helpers_of(row.pk),
        "can": {str(move) for move in policies.abilities(request.actor, row)},
        "stations": queries.stations(row),
        "posted": {},
        "errors": {},
        "boxes": {},
        "move": "",
        "conflict": "",
    }


def _common(request: Request, row: Directive) -> dict[str, Any]:
    return {
        "directive_id": row.pk,
        "actor": request.actor,
        "now": clock.now(),
        "revision": forms.number(request.POST, "revision"),
    }


def _accept(request: Request, row: Directive) -> DirectiveCard:
    return actions.accept(**_common(request, row))


def _progress(request: Request, row: Directive) -> DirectiveCard:
    percent = forms.number(request.POST, "percent")
    if percent is None and request.POST.get("percent", "").strip():
        raise Missing({"percent": _("Xin ghi một số từ 0 đến 100.")})
    return actions.progress(**_common(request, row), words=forms.words(request.POST, "progress"), percent=percent)


def _report(request: Request, row: Directive) -> DirectiveCard:
    return actions.report(**_common(request, row), words=forms.words(request.POST, "report"))


def _confirm(request: Request, row: Directive) -> DirectiveCard:
    return actions.confirm(**_common(request, row), words=forms.words(request.POST, "words"))


def _return(request: Request, row: Directive) -> DirectiveCard:
    return actions.return_it(**_common(request, row), reason=forms.words(request.POST, "reason"))


def _extend(request: Request, row: Directive) -> DirectiveCard:
    return actions.extend(
        **_common(request, row),
        due_on=forms.day(request.POST, "new_due"),
        reason=forms.words(request.POST, "extend_reason"),
    )


def _drop(request: Request, row: Directive) -> DirectiveCard:
    return actions.drop(**_common(request, row), reason=forms.words(request.POST, "drop_reason"))


_DEEDS: Final[dict[Move, Callable[[Request, Directive], DirectiveCard]]] = {
    Move.ACCEPT: _accept,
    Move.PROGRESS: _progress,
    Move.REPORT: _report,
    Move.CONFIRM: _confirm,
    Move.RETURN: _return,
    Move.EXTEND: _extend,
    Move.DROP: _drop,
}
_SAID: Final[dict[Move, Callable[[], str]]] = {
    Move.ACCEPT: lambda: _("Ông/Bà đã nhận việc: %s."),
    Move.PROGRESS: lambda: _("Đã ghi tiến độ: %s."),
    Move.REPORT: lambda: _("Đã báo xong: %s."),
    Move.CONFIRM: lambda: _("Đã xác nhận xong: %s."),
    Move.RETURN: lambda: _("Đã yêu cầu làm lại: %s."),
    Move.EXTEND: lambda: _("Đã lùi hạn: %s."),
    Move.DROP: lambda: _("Đã thôi việc: %s."),
}
