"""Forms as PDF, and register 07 of an agency and a year."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namkhong.kernel import clock
from namkhong.services.dossiers import actions, frozen, queries
from namkhong.services.dossiers.errors import NoSuchDossier, NoSuchRegister, NotYours
from namkhong.services.dossiers.policies import AT_COUNTER, WORKING
from namkhong.services.dossiers.queries import register as registers
from namkhong.services.dossiers.queries.warnings import issued_forms
from namkhong.web import gates
from namkhong.web.http import Request

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@gates.signed_in
@require_safe
def issued_form(request: Request, code: str, form_id: int) -> HttpResponse:
    """Any form that was issued for a dossier, as PDF/A."""
    found = queries.by_code(code, request.actor)
    if form_id not in {form.pk for form in issued_forms(found)}:
        raise NoSuchDossier
    name, made = actions.form_pdf(form_id=form_id, actor=request.actor, now=clock.now())
    return _pdf(name, made)


@gates.official(*WORKING)
@require_safe
def control_slip(request: Request, code: str) -> HttpResponse:
    """Form 06 as it stands."""
    found = queries.by_code(code, request.actor)
    name, made = actions.control_slip(dossier_id=found.pk, actor=request.actor, now=clock.now())
    return _pdf(name, made)


@gates.official(*AT_COUNTER)
@require_safe
def register(request: Request) -> HttpResponse:
    """Register 07: choose the agency and the year, print it part by part or take it as a table."""
    now = clock.now()
    mine = sorted(request.actor.agencies_as(*AT_COUNTER))
    if not mine:
        raise NotYours
    asked, this_year = request.GET.get("co-quan", ""), clock.local_date(now).year
    agency = next((one for one in mine if str(one) == asked), mine[0])
    year = _year(request.GET.get("nam", ""), this_year)
    registers.require_year(year, now)
    context = {
        "agency": frozen.agency(agency),
        "agencies": [(str(one), frozen.agency(one).name) for one in mine],
        "year": year,
        "years": [(str(one), str(one)) for one in range(this_year, this_year - 8, -1)],
        "parts": registers.parts(agency, year, now),
        "template": frozen.template("07", clock.local_date(now)),
    }
    return render(request, "dossiers/officer/register.html", context)


@gates.official(*AT_COUNTER)
@require_safe
def register_pdf(request: Request, agency_id: int, year: int, part: int) -> HttpResponse:
    """One part of the register, a thousand lines."""
    made = actions.register_pdf(agency_id=agency_id, year=year, part=part, actor=request.actor, now=clock.now())
    return _pdf(f"so-theo-doi-ho-so-{year}-tap-{part}.pdf", made)


@gates.official(*AT_COUNTER)
@require_safe
def register_csv(request: Request, agency_id: int, year: int) -> StreamingHttpResponse:
    """The register whole, as a table that any office program opens; sent line by line."""
    lines = actions.register_lines(agency_id=agency_id, year=year, actor=request.actor, now=clock.now())
    answer = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="so-theo-doi-ho-so-{year}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _csv(lines: Iterator[tuple[str, ...]]) -> Iterator[bytes]:
    """UTF-8 with its mark, so that Excel reads Vietnamese; no cell is ever a formula."""
    yield b"\xef\xbb\xbf"
    for line in lines:
        cells = [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line]
        written = io.StringIO()
        csv.writer(written).writerow(cells)
        yield written.getvalue().encode()


def _year(given: str, this_year: int) -> int:
    if not given:
        return this_year
    if not (given.isascii() and given.isdigit() and len(given) == 4):
        raise NoSuchRegister
    return int(given)


def _pdf(name: str, made: bytes) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
