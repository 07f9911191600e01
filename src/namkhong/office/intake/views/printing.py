"""The two papers of the decree: the slip of one arrival, and the book of how things stand, volume by volume."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.office.intake import policies, printing, queries
from namkhong.office.intake.bodies import bodies_as
from namkhong.office.intake.errors import NoSuchArrival, NotYours
from namkhong.office.intake.queries import following
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*policies.WORKING)
@require_safe
def slip(request: Request, public_id: UUID) -> HttpResponse:
    """Phiếu giải quyết văn bản đến of what is in the book."""
    sheet = queries.by_public_id(public_id, request.actor)
    if sheet.arrival.serial is None:
        raise NoSuchArrival
    made = printing.slip(sheet, now=clock.now())
    return _pdf(f"phieu-giai-quyet-so-den-{sheet.arrival.serial}.pdf", made)


@gates.official(*policies.DESK)
@require_safe
def book(request: Request) -> HttpResponse:
    """Sổ theo dõi giải quyết văn bản đến: choose the year and the volume; with a volume, the paper itself."""
    now = clock.now()
    this_year = clock.local_date(now).year
    mine = sorted(bodies_as(request.actor, *policies.DESK))
    if not mine:
        raise NotYours
    asked = request.GET.get("co-quan", "")
    agency = next((one for one in mine if str(one) == asked), mine[0])
    year = _number(request.GET.get("nam", "")) or this_year
    volume = _number(request.GET.get("quyen", ""))
    if volume:
        made = printing.book(agency, year, volume, now=now)
        if made is None:
            raise NoSuchArrival
        return _pdf(f"so-theo-doi-giai-quyet-van-ban-den-{year}-quyen-{volume}.pdf", made)
    span = following.bounds(agency, year)
    context = {
        "agency": organisations.agency(agency),
        "agencies": [(str(card.id), card.name) for card in organisations.cards_of(mine).values()],
        "year": year,
        "years": [(str(one), str(one)) for one in range(this_year, this_year - 8, -1)],
        "volumes": list(range(1, (span[1] - 1) // printing.VOLUME + 2)) if span else [],
        "size": printing.VOLUME,
        "last": span[1] if span else 0,
    }
    return render(request, "intake/officer/book.html", context)


def _number(given: str) -> int | None:
    """A year or the number of a volume, as it stands in the address."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 4 else None


def _pdf(name: str, made: bytes) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
