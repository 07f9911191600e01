"""The lists of arrivals and of my work, and the văn thư's form for what came on paper."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.files import queries as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.office.documents.types import URGENCIES
from namkhong.office.intake import actions, forms, policies, queries
from namkhong.office.intake.bodies import bodies_as
from namkhong.office.intake.errors import Missing, NotYours
from namkhong.office.intake.queries.lists import VIEWS, View
from namkhong.office.intake.states import BY_HAND, SOURCES, Source
from namkhong.web import gates
from namkhong.web.http import Request

URGENT = {int(level): str(words) for level, words in URGENCIES.items() if level}


@gates.official(*policies.DESK)
@require_safe
def arrivals(request: Request) -> HttpResponse:
    """The lists of the agency: what must be done first comes first."""
    mine = queries.views_of(request.actor)
    try:
        view = View(request.GET.get("xem", mine[0]))
    except ValueError:
        view = mine[0]
    page = queries.arrivals(request.actor, view, request.GET.get("tiep", ""), now=clock.now())
    here = f"{reverse('arrivals')}?{urlencode({'xem': view.value})}"
    context = {
        "view": view.value,
        "title": str(VIEWS[view]),
        "views": [(item.value, str(VIEWS[item])) for item in mine],
        "page": page,
        "urgent": URGENT,
        "recalls": queries.recalls(request.actor) if request.actor.holds(*policies.CLERK) else [],
        "clerk": request.actor.holds(*policies.CLERK),
        "following": f"{here}&{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "intake/officer/arrivals.html", context)


@gates.official(*policies.WORKING)
@require_safe
def my_work(request: Request) -> HttpResponse:
    """What was given to me and to my unit: what is late first."""
    page = queries.work(request.actor, request.GET.get("tiep", ""), now=clock.now())
    here = reverse("my_arrivals")
    context = {
        "page": page,
        "urgent": URGENT,
        "following": f"{here}?{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "intake/officer/work.html", context)


@gates.official(*policies.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Paper that was scanned, or what came by e-mail: the file first, then it is registered with the file beside the form."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = actions.record_arrival(
                agency_id=_agency(request),
                source=_source(request),
                uploads=forms.given_files(request.FILES, "file"),
                stored=forms.stored_files(request.POST, "file"),
                token=forms.token(request.POST),
                actor=request.actor,
                now=clock.now(),
            )
        except Invalid as problem:
            errors = forms.fields_of(problem)
        else:
            return HttpResponseRedirect(reverse("arrival", kwargs={"public_id": made.public_id}))
    keeps = organisations.cards_of(bodies_as(request.actor, *policies.CLERK))
    context = {
        "errors": errors,
        "posted": request.POST,
        "token": request.POST.get("token") or uuid4(),
        "sources": [(one.value, str(SOURCES[one])) for one in BY_HAND],
        "agencies": [(str(card.id), card.name) for card in keeps.values()],
        "accept": files.accept(),
    }
    return render(request, "intake/officer/new.html", context, status=422 if errors else 200)


def _agency(request: Request) -> int:
    """The agency whose văn thư she is; chosen where she is that of several.

    :raises NotYours: of none.
    """
    keeps = bodies_as(request.actor, *policies.CLERK)
    chosen = forms.number(request.POST, "agency")
    if chosen is None and len(keeps) == 1:
        return next(iter(keeps))
    if chosen is None:
        raise Missing({"agency": _("Xin chọn cơ quan nhận.")})
    if chosen not in keeps:
        raise NotYours
    return chosen


def _source(request: Request) -> Source:
    try:
        return Source(request.POST.get("source", ""))
    except ValueError as error:
        raise Missing({"source": _("Xin chọn văn bản đến bằng cách nào.")}) from error
