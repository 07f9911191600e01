"""Officials: the inbox, one dossier, and the one thing to do with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.files import actions as files
from namkhong.foundation.files.types import FileCard
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid, Problem
from namkhong.services.dossiers import actions, forms, queries
from namkhong.services.dossiers.errors import NoSuchDossier
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import WORKING, Ability, may_work_on_dossiers, require_holder
from namkhong.services.dossiers.queries.worklist import views_of
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import COLUMNS, RETURN_WAYS, VIEWS, DossierCard, OutsideEntry, columns_of
from namkhong.services.dossiers.views.sheet import sheet
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official()
@require_safe
def inbox(request: Request) -> HttpResponse:
    """The lists: what is due first, one green button a row. Every official's first page, also without such work."""
    if not may_work_on_dossiers(request.actor):
        return render(request, "dossiers/officer/no_work.html", {})
    if code := queries.scanned(request.GET.get("q", "")):
        try:
            return HttpResponseRedirect(reverse("officer_dossier", args=[queries.by_code(code, request.actor).code]))
        except NoSuchDossier:
            pass  # the list says that nothing was found
    view, wanted = queries.asked(request.GET)
    shown = queries.inbox(request.actor, view, request.GET.get("tiep", ""), now=clock.now(), wanted=wanted)
    kept = {name: value for name in ("xem", "q", "thu-tuc", "buoc", "hinh-thuc") if (value := request.GET.get(name))}
    context = {
        "view": view.value,
        "title": _("Kết quả tìm “%s”") % wanted.text if wanted.text else str(VIEWS[view]),
        "views": [(item.value, str(VIEWS[item])) for item in views_of(request.actor)],
        "inbox": shown,
        "wanted": wanted,
        "following": f"?{urlencode({**kept, 'tiep': shown.next})}" if shown.next else "",
        "first": f"?{urlencode(kept)}" if request.GET.get("tiep") else "",
        "kept": urlencode(kept),
        "columns": [(column.value, str(COLUMNS[column])) for column in columns_of(request.actor.account_id)],
    }
    return render(request, "dossiers/officer/inbox.html", context)


@gates.official(*WORKING)
@require_safe
def officer_dossier(request: Request, code: str) -> HttpResponse:
    """Everything about one dossier; the reading of personal data is recorded."""
    found = queries.by_code(code, request.actor)
    return render(request, "dossiers/officer/dossier.html", sheet(request, found))


@gates.official(*WORKING)
@require_http_methods(["POST"])
def move(request: Request, code: str, verb: str) -> HttpResponse:
    """The moves that need no page of their own."""
    found = queries.by_code(code, request.actor)
    return _act(request, found, Move(verb), "dossiers/officer/dossier.html")


@gates.official(*WORKING)
@require_http_methods(["GET", "POST"])
def page_move(request: Request, code: str, verb: str) -> HttpResponse:
    """The moves that ask something first: the decision, the hand-over, the refusal to receive."""
    found = queries.by_code(code, request.actor)
    template = f"dossiers/officer/{verb}.html"
    if request.method == "POST":
        return _act(request, found, Move(verb), template)
    require_holder(request.actor, found, Move(verb))
    return render(request, template, _asked(request, found))


_BACK: Final = re.compile(r"/can-bo/(?:[a-z-]{1,30}/)?")  # the list she came from: a page of ours and nothing else


def _asked(request: Request, found: Dossier) -> dict[str, Any]:
    return {
        **sheet(request, found),
        "ways": [(way.value, str(words)) for way, words in RETURN_WAYS.items()],
        "posted": request.POST,
    }


def _act(request: Request, found: Dossier, verb: Move, template: str) -> HttpResponse:
    """One action; what was typed stays on the page when it is refused."""
    try:
        done = _DEEDS[verb](request, found)
    except Invalid as problem:
        context = {**_asked(request, found), "errors": forms.fields_of(problem), "kept": _kept(request)}
        return render(request, template, context, status=422)
    except Conflict as problem:
        context = {**_asked(request, queries.by_code(found.code or "", request.actor)), "conflict": str(problem)}
        return render(request, "dossiers/officer/dossier.html", context, status=409)
    messages.success(request, _SAID[verb]() % {"code": done.code})
    if _BACK.fullmatch(back := request.GET.get("ve", "")):
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(
        reverse("inbox" if verb is not Move.RECEIVE else "officer_dossier", kwargs=_where(verb, done))
    )


def _where(verb: Move, done: DossierCard) -> dict[str, str] | None:
    return {"code": done.code} if verb is Move.RECEIVE else None


def common(request: Request, found: Dossier) -> dict[str, Any]:
    """What every deed of an official is given."""
    return {
        "dossier_id": found.pk,
        "actor": request.actor,
        "now": clock.now(),
        "revision": forms.number(request.POST, "revision"),
    }


def _kept(request: Request) -> list[FileCard]:
    """The file of a form that is refused for another reason, so that it need not be sent again."""
    whole = request.FILES.getlist("result")[-1:]
    for upload in whole:
        upload.seek(0)
    try:
        return files.take_posted(
            uploads=whole,
            stored_ids=[] if whole else request.POST.getlist("result__stored")[-1:],
            actor=request.actor,
            now=clock.now(),
            purpose="dossiers.result",
        )
    except Problem:
        return []


def _forward(request: Request, found: Dossier) -> DossierCard:
    note = forms.note(request.POST, "note")
    result = forms.given_file(request.POST, request.FILES, "result")
    outside = None
    if found.step_kind == "outside":
        outside = OutsideEntry(forms.note(request.POST, "outside_number"), forms.day(request.POST, "outside_on"))
    return actions.forward(**common(request, found), note=note, result=result, outside=outside)


def _not_receive(request: Request, found: Dossier) -> DossierCard:
    reason, law = forms.note(request.POST, "reason"), forms.note(request.POST, "law")
    return actions.not_receive(**common(request, found), reason=reason, law=law)


def _decide(request: Request, found: Dossier) -> DossierCard:
    answer = request.POST.get("answer", "")
    if answer not in {"yes", "no"}:
        raise Invalid(_("Xin chọn đồng ý hoặc từ chối."), fields={"answer": _("Xin chọn đồng ý hoặc từ chối.")})
    return actions.decide(
        **common(request, found),
        approved=answer == "yes",
        reason=forms.note(request.POST, "reason"),
        result=forms.given_file(request.POST, request.FILES, "result"),
    )


def _hand_over(request: Request, found: Dossier) -> DossierCard:
    way = forms.return_way(request.POST, "way")
    return actions.hand_over(**common(request, found), way=way, taken_by=forms.note(request.POST, "taken_by"))


_DEEDS: dict[Move, Callable[[Request, Dossier], DossierCard]] = {
    Move.RECEIVE: lambda request, found: actions.receive(**common(request, found)),
    Move.NOT_RECEIVE: _not_receive,
    Move.TAKE_OVER: lambda request, found: actions.take_over(**common(request, found)),
    Move.FORWARD: _forward,
    Move.SEND_BACK: lambda request, found: actions.send_back(
        **common(request, found), reason=forms.note(request.POST, "reason")
    ),
    Move.DECIDE: _decide,
    Move.HAND_OVER: _hand_over,
}
_SAID: dict[Move, Callable[[], str]] = {
    Move.RECEIVE: lambda: _("Đã tiếp nhận hồ sơ %(code)s và chuyển xử lý. Giấy tiếp nhận đã sẵn sàng để in."),
    Move.NOT_RECEIVE: lambda: _("Đã báo người nộp: hồ sơ %(code)s không được tiếp nhận."),
    Move.TAKE_OVER: lambda: _("Đã nhận hồ sơ %(code)s từ nơi tiếp nhận khác; thời hạn bắt đầu tính."),
    Move.FORWARD: lambda: _("Đã chuyển hồ sơ %(code)s sang bước sau."),
    Move.SEND_BACK: lambda: _("Đã trả hồ sơ %(code)s về bước trước."),
    Move.DECIDE: lambda: _("Hồ sơ %(code)s đã có kết quả, chờ trả cho người nộp."),
    Move.HAND_OVER: lambda: _("Đã trả kết quả hồ sơ %(code)s."),
}
BUTTONS: dict[Ability, Move] = {Ability(move.value): move for move in _DEEDS}
