"""The catalogue and one procedure, for everybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.codes import is_procedure_code
from namkhong.kernel.text import one_line
from namkhong.services.procedures import queries, wording
from namkhong.services.procedures.errors import NoOffering, NoSuchProcedure
from namkhong.services.procedures.types import DecidedBy
from namkhong.web import gates
from namkhong.web.http import Request

FOUND = 30


@gates.public
@require_safe
def catalogue(request: Request) -> HttpResponseBase:
    """Every procedure in force: searched in any spelling, or listed by name, by field, by level."""
    today = clock.local_date(clock.now())
    asked = one_line(request.GET.get("q", ""))[:200]
    if is_procedure_code(asked) and (found := queries.search(asked, on=today)) and found[0].code == asked:
        return HttpResponseRedirect(reverse("procedure", args=[asked]))
    fields = queries.fields(today)
    slugs = {item.slug: item.name for item in fields}
    field = request.GET.get("linh-vuc", "")
    field = field if field in slugs else ""
    level = {"xa": "commune", "tinh": "province"}.get(request.GET.get("cap", ""), "")
    cursor = "" if asked else request.GET.get("tiep", "")
    if asked:
        items, following = queries.search(asked, limit=FOUND, field=field, level=level, on=today), ""
    else:
        page = queries.listed(today, cursor=cursor, field=field, level=level)
        items, following = list(page.items), page.next
    kept = {"q": asked, "linh-vuc": field, "cap": request.GET.get("cap", "") if level else ""}
    context = {
        "asked": asked,
        "items": items,
        "full": len(items) == FOUND,
        "fields": fields,
        "field": field,
        "field_name": slugs.get(field, ""),
        "level": level,
        "first": not cursor,
        "next_url": _address(kept | {"tiep": following}) if following else "",
        "first_url": _address(kept) if cursor else "",
        "to_field": lambda slug: _address(kept | {"linh-vuc": slug}),
        "to_level": lambda name: _address(kept | {"cap": name}),
        "limit_short": wording.limit_short,
        "online_in_words": wording.online_in_words,
    }
    return render(request, "procedures/citizen/catalogue.html", context)


def _address(values: dict[str, str]) -> str:
    kept = {key: value for key, value in values.items() if value}
    return reverse("catalogue") + (f"?{urlencode(kept)}" if kept else "")


@gates.public
@require_safe
def procedure(request: Request, code: str) -> HttpResponseBase:
    """What one procedure needs, how long it takes, what it costs, who decides, and where to begin."""
    if not is_procedure_code(code):
        raise NoSuchProcedure
    today = clock.local_date(clock.now())
    card = queries.in_force(code, today)
    context: dict[str, Any] = {
        "card": card,
        "limit": wording.limit_in_words(card.stated_limit),
        "fee_in_words": wording.fee_in_words,
        "condition": wording.condition_in_words,
        "online": wording.online_in_words(card.online_level),
        "samples": {name: reverse("sample", args=[code, slug]) for name, slug in queries.samples_of(code).items()},
        **_offices(card.procedure_id),
    }
    return render(request, "procedures/citizen/procedure.html", context)


@gates.public
@require_safe
def sample(request: Request, code: str, slug: str) -> HttpResponseBase:
    """A filled-in sample of one paper, as PDF."""
    del request
    if not is_procedure_code(code):
        raise NoSuchProcedure
    answer = HttpResponse(queries.sample_file(code, slug).read_bytes(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="mau-{code}-{slug}.pdf"'
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _offices(procedure_id: int) -> dict[str, Any]:
    """Who decides: the commune, or agencies by name. Two queries."""
    today = clock.local_date(clock.now())
    try:
        rule = queries.offering_rule(procedure_id, today)
    except NoOffering:
        return {"by_commune": False, "deciders": []}
    named = [rule.decider_id] if rule.decider_id is not None else []
    cards = organisations.cards_of(named) if named else {}
    return {"by_commune": rule.decided_by is DecidedBy.COMMUNE, "deciders": [card.name for card in cards.values()]}
