"""The public board: counts by agency, field and procedure, and the open dossiers by code and stage. No JavaScript."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.openness import forms, queries
from namkhong.services.openness.types import BY, By, Period, Sort
from namkhong.services.openness.wording import COLUMNS
from namkhong.services.procedures import queries as procedures
from namkhong.web import gates
from namkhong.web.http import Request


@gates.public
@require_safe
def board(request: Request) -> HttpResponse:
    """Received, on time, late, waiting, and how long it took: of a month, a quarter or a year."""
    today = clock.local_date(clock.now())
    known = queries.periods()
    asked = request.GET.get("ky", "")
    period = forms.period(asked) if asked else _first(known) or Period.around(today)[0]
    by, sort = forms.choice(request.GET, "theo", By.AGENCY), forms.choice(request.GET, "xep", Sort.NAME)
    agency = forms.number(request.GET, "co-quan") if by is not By.AGENCY else None
    field = request.GET.get("linh-vuc", "")[:120].replace("\x00", "") if by is not By.FIELD else ""
    if by is By.PROCEDURE:
        shown = queries.board(period, by, on=today, agency_id=agency, field=field, sort=sort)
    else:
        field = field if by is By.AGENCY else ""
        shown = queries.board(period, by, on=today, agency_id=agency, field=field, sort=sort)
    kept = {"ky": period.key, "theo": by.value}
    kept |= {"co-quan": str(agency)} if agency else {}
    kept |= {"linh-vuc": field} if field else {}
    context = {
        "board": shown,
        "periods": [(one.key, one.words) for one in known],
        "agencies": queries.agencies_shown(period) if by is not By.AGENCY else [],
        "fields": [(item.slug, item.name) for item in procedures.fields(today)] if by is not By.FIELD else [],
        "agency": agency,
        "field": field,
        "sort": sort.value,
        "ways": [(item.value, str(words), _address(kept, theo=item.value)) for item, words in BY.items()],
        "columns": [(item.value, str(words), _address(kept, xep=item.value)) for item, words in COLUMNS.items()],
        "data": bool(known) and any(one.key == period.key for one in known),
    }
    return render(request, "openness/citizen/board.html", context)


def _first(known: list[Period]) -> Period | None:
    return next((period for period in known if len(period.key) == 7 and "q" not in period.key), None)


def _address(kept: dict[str, str], **more: str) -> str:
    asked = {**kept, **more}
    if "theo" in more:
        asked = {"ky": asked["ky"], "theo": more["theo"]}
    return f"{reverse('board')}?{urlencode(asked)}"


@gates.public
@require_safe
def open_dossiers(request: Request, agency_id: int) -> HttpResponse:
    """The open dossiers of one agency by code and stage, never whose they are nor what they are about."""
    now = clock.now()
    agency = organisations.agency(agency_id)
    late = request.GET.get("tre") == "1"
    page = dossiers.public_figures.open_codes(agency_id, now=now, late=late, cursor=request.GET.get("tiep", ""))
    kept: dict[str, Any] = {"tre": "1"} if late else {}
    context = {
        "agency": agency,
        "late": late,
        "page": page,
        "here": reverse("board_dossiers", kwargs={"agency_id": agency_id}),
        "following": f"?{urlencode({**kept, 'tiep': page.next})}" if page.next else "",
        "first": f"?{urlencode(kept)}" if request.GET.get("tiep") else "",
    }
    return render(request, "openness/citizen/dossiers.html", context)
