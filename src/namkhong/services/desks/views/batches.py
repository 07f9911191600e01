"""Many dossiers at once: asked again where words are needed, then done by a job; the page shows how far it is."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.services.desks import actions, forms, queries
from namkhong.services.desks.errors import NobodyChosen, NothingTicked, TooManyTicked, WrongDeed
from namkhong.services.desks.models import Batch
from namkhong.services.desks.policies import WORKING
from namkhong.services.desks.types import DEEDS, MOST, OUTCOMES, Deed, Outcome, Ticked
from namkhong.services.dossiers import queries as dossiers
from namkhong.web import gates
from namkhong.web.http import Request

MOVES: Final[dict[Deed, tuple[str, ...]]] = {
    Deed.RECEIVE: ("receive", "take_over"),
    Deed.ASSIGN: (),
    Deed.FORWARD: ("forward",),
    Deed.HAND_OVER: ("hand_over",),
    Deed.TO_UNIT: (),
}
_KINDS: Final = {
    Outcome.WAITING: "plain",
    Outcome.DONE: "ok",
    Outcome.ALREADY: "soon",
    Outcome.REFUSED: "late",
}


@gates.official(*WORKING)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def batches(request: Request) -> HttpResponse:
    """Her latest batches; sent from the list, a new one."""
    if request.method != "POST":
        return render(
            request, "desks/officer/batches.html", {"rows": [_row(one) for one in queries.recent(request.actor)]}
        )
    try:
        return _begin(request)
    except Invalid as problem:
        return render(request, "desks/officer/refused.html", {"problem": str(problem)}, status=422)


def _begin(request: Request) -> HttpResponse:
    posted = request.POST
    written = posted.get("viec", "")
    if written not in set(Deed) or written == Deed.TO_UNIT:  # that one has a page of its own
        raise WrongDeed
    deed = Deed(written)
    whole = posted.get("ca-danh-sach") == "1"
    ticked = _whole_list(request, deed) if whole else forms.ticked(posted)
    if not ticked:
        raise NothingTicked
    if len(ticked) > MOST:
        raise TooManyTicked
    if posted.get("lam") != "1" and (whole or deed is not Deed.RECEIVE):
        return _ask(request, deed, ticked)
    target = posted.get("giao-cho", "")
    try:
        made = actions.start_batch(
            deed=deed,
            ticked=ticked,
            key=posted.get("khoa", ""),
            note=posted.get("y-kien", ""),
            target_id=int(target) if target.isascii() and target.isdigit() and len(target) < 16 else None,
            actor=request.actor,
            now=clock.now(),
        )
    except NobodyChosen as problem:
        return _ask(request, deed, ticked, str(problem))
    return HttpResponseRedirect(reverse("batch", kwargs={"public_id": made.public_id}))


def _whole_list(request: Request, deed: Deed) -> list[Ticked]:
    """All that are filtered and on which this can be done now."""
    view, wanted = dossiers.asked(QueryDict(request.POST.get("loc", "")[:4_000]))
    found = dossiers.chosen_all(request.actor, view, wanted, limit=MOST + 1)
    if len(found) > MOST:
        raise TooManyTicked
    return [Ticked(one.id, one.revision) for one in found if not MOVES[deed] or one.next_move in MOVES[deed]]


def _ask(request: Request, deed: Deed, ticked: list[Ticked], error: str = "") -> HttpResponse:
    """How many, and the words that go along."""
    people: list[tuple[str, str]] = []
    if deed is Deed.ASSIGN:
        may = dossiers.may_take(request.actor, [one.dossier_id for one in ticked], now=clock.now())
        people = [("", _("Chọn cán bộ")), *((str(account), name) for account, name in may.items())]
    context = {
        "deed": deed.value,
        "title": _("%(deed)s %(count)d hồ sơ") % {"deed": DEEDS[deed], "count": len(ticked)},
        "ticked": [f"{one.dossier_id}-{one.revision}" for one in ticked],
        "key": request.POST.get("khoa", "")[:100],
        "people": people,
        "error": error,
    }
    return render(request, "desks/officer/ask.html", context, status=422 if error else 200)


@gates.official(*WORKING)
@require_safe
@never_cache
def batch(request: Request, public_id: UUID) -> HttpResponse:
    """How far it is and how it went with each; a reload shows more."""
    found = queries.batch(public_id, request.actor)
    context = {
        **_row(found),
        "items": [
            {
                "code": item.code,
                "outcome": str(OUTCOMES[Outcome(item.outcome)]),
                "kind": _KINDS[Outcome(item.outcome)],
                "told": item.told,
            }
            for item in queries.items_of(found)
        ],
        "tally": queries.tally(found),
        "receipts": found.deed == Deed.RECEIVE,
    }
    return render(request, "desks/officer/batch.html", context)


def _row(one: Batch) -> dict[str, object]:
    return {
        "batch": one,
        "title": _("%(deed)s %(count)d hồ sơ") % {"deed": DEEDS[Deed(one.deed)], "count": one.total},
        "href": reverse("batch", kwargs={"public_id": one.public_id}),
    }
