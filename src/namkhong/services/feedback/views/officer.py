"""Officials: what waits to be assigned or answered, one inquiry, and what people think of the agency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from namkhong.foundation.files import queries as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.feedback import actions, forms, naming, policies, queries
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.queries.inquiries import VIEWS, View, due_words
from namkhong.services.feedback.states import STATES, Move
from namkhong.services.feedback.types import KINDS, STARS, InquiryCard, Kind
from namkhong.services.feedback.views.reading import file_link
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*policies.READING)
@require_safe
def inbox(request: Request) -> HttpResponse:
    """The lists: what is due first."""
    try:
        view = View(request.GET.get("xem", View.TO_ASSIGN))
    except ValueError:
        view = View.TO_ASSIGN
    if "xem" not in request.GET and not request.actor.holds(*policies.AT_DESK):
        view = View.TO_ANSWER
    page = queries.inbox(request.actor, view, request.GET.get("tiep", ""), now=clock.now())
    here = f"{reverse('inquiries')}?{urlencode({'xem': view.value})}"
    context = {
        "view": view.value,
        "title": str(VIEWS[view]),
        "views": [(item.value, str(words)) for item, words in VIEWS.items()],
        "page": page,
        "following": f"{here}&{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "feedback/officer/inbox.html", context)


@gates.official(*policies.READING)
@require_safe
def one(request: Request, code: str) -> HttpResponse:
    """One inquiry with what may be done with it."""
    found = queries.by_code(code, request.actor)
    return render(request, "feedback/officer/inquiry.html", _sheet(request, found))


@gates.official(*policies.READING)
@require_POST
def deed(request: Request, code: str, verb: str) -> HttpResponse:
    """Assign, answer, pass on or not accept; what was typed stays on the page when it is refused."""
    found = queries.by_code(code, request.actor)
    move = Move(verb)
    try:
        done = _DEEDS[move](request, found)
    except Invalid as problem:
        context = {**_sheet(request, found), "errors": forms.fields_of(problem), "posted": request.POST, "move": verb}
        return render(request, "feedback/officer/inquiry.html", context, status=422)
    except Conflict as problem:
        context = {**_sheet(request, queries.by_code(code, request.actor)), "conflict": str(problem)}
        return render(request, "feedback/officer/inquiry.html", context, status=409)
    messages.success(request, _SAID[move]() % {"code": done.code})
    return HttpResponseRedirect(reverse("inquiries"))


def _sheet(request: Request, found: Inquiry) -> dict[str, Any]:
    now = clock.now()
    can = policies.abilities(request.actor, found)
    due, kind = due_words(found, now)
    cards = organisations.cards_of(pk for pk in (found.about_agency_id, found.assigned_agency_id) if pk is not None)
    assigned = organisations.official_names([found.assigned_to_id]) if found.assigned_to_id else {}
    return {
        "inquiry": found,
        "kind": str(KINDS[Kind(found.kind)]),
        "state": str(STATES[found.now_in].official),
        "due": {"text": due, "kind": kind},
        "can": can,
        "about": cards[found.about_agency_id].name,
        "assigned": cards[found.assigned_agency_id].name if found.assigned_agency_id else "",
        "assigned_to": next((card.full_name for card in assigned.values()), ""),
        "choices": naming.choices(found, now) if policies.Ability.ASSIGN in can else [],
        "stations": queries.stations(found, official=True),
        "why": found.due_why,
        "source": found.rule.legal_source,
        "unsure": found.rule.to_be_confirmed,
        "file": file_link(request, found),
        "accept": files.accept(),
        "posted": {},
        "errors": {},
        "conflict": "",
        "move": "",
    }


def _common(request: Request, found: Inquiry) -> dict[str, Any]:
    return {
        "inquiry_id": found.pk,
        "actor": request.actor,
        "now": clock.now(),
        "revision": forms.number(request.POST, "revision"),
    }


def _assign(request: Request, found: Inquiry) -> InquiryCard:
    agency, account = forms.assignee(request.POST)
    note = forms.words(request.POST, "note")
    return actions.assign(**_common(request, found), agency_id=agency, account_id=account, note=note)


def _answer(request: Request, found: Inquiry) -> InquiryCard:
    shown = None
    if request.POST.get("publish") == "1":
        shown = (forms.line(request.POST, "public_title", 200), forms.words(request.POST, "public_text"))
    return actions.answer(
        **_common(request, found),
        words=forms.words(request.POST, "answer"),
        file=forms.given_file(request.POST, request.FILES, "file"),
        publish_as=shown,
    )


def _pass_on(request: Request, found: Inquiry) -> InquiryCard:
    to, reason = forms.line(request.POST, "authority"), forms.words(request.POST, "pass_reason")
    return actions.pass_on(**_common(request, found), to=to, reason=reason)


def _not_accept(request: Request, found: Inquiry) -> InquiryCard:
    return actions.not_accept(**_common(request, found), reason=forms.words(request.POST, "reason"))


_DEEDS: dict[Move, Callable[[Request, Inquiry], InquiryCard]] = {
    Move.ASSIGN: _assign,
    Move.ANSWER: _answer,
    Move.PASS_ON: _pass_on,
    Move.NOT_ACCEPT: _not_accept,
}
_SAID: dict[Move, Callable[[], str]] = {
    Move.ASSIGN: lambda: _("Đã phân công trả lời %(code)s."),
    Move.ANSWER: lambda: _("Đã trả lời %(code)s và báo người gửi."),
    Move.PASS_ON: lambda: _("Đã chuyển %(code)s cho cơ quan có thẩm quyền và báo người gửi."),
    Move.NOT_ACCEPT: lambda: _("Đã báo người gửi: %(code)s không được tiếp nhận."),
}


@gates.official(*policies.RATED)
@require_safe
def ratings(request: Request) -> HttpResponse:
    """The ratings of one's agency: this month by procedure, and every one with its words."""
    agencies = policies.rated_by(request.actor)
    today = clock.local_date(clock.now())
    asked = request.GET.get("thang", "")
    months = _months(today.year, today.month)
    month = asked if asked in {key for key, _words in months} else months[0][0]
    year, number = (int(part) for part in month.split("-"))
    page = queries.ratings(agencies, request.GET.get("tiep", ""))
    context = {
        "sums": queries.sums(agencies, today.replace(year=year, month=number, day=1)),
        "months": months,
        "month": month,
        "stars": {number: str(words) for number, words in STARS.items()},
        "page": page,
        "following": f"?{urlencode({'thang': month, 'tiep': page.next})}" if page.next else "",
        "first": f"?{urlencode({'thang': month})}" if request.GET.get("tiep") else "",
    }
    return render(request, "feedback/officer/ratings.html", context)


def _months(year: int, month: int) -> list[tuple[str, str]]:
    """The last twelve months, the newest first."""
    found = []
    for back in range(12):
        at, place = divmod(year * 12 + month - 1 - back, 12)
        found.append((f"{at:04}-{place + 1:02}", _("Tháng %(month)s") % {"month": f"{place + 1:02}/{at}"}))
    return found
