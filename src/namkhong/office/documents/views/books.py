"""The books of an agency: which there are, one of them line by line, printed, locked; the symbols of its numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.office.documents import actions, forms, naming, policies, queries
from namkhong.office.documents.errors import Missing
from namkhong.office.documents.houses import HOUSES
from namkhong.office.documents.queries import register
from namkhong.office.documents.types import DIRECTIONS, STATES, BookCard, Direction
from namkhong.web import gates
from namkhong.web.http import Request

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@gates.official(*policies.READING)
@require_safe
def books(request: Request) -> HttpResponse:
    """The books this official reads, year by year."""
    known = queries.books(request.actor)
    names = organisations.cards_of({one.agency_id for one in known})
    rows = [(one, names[one.agency_id].name, str(DIRECTIONS[one.direction])) for one in known]
    keeps = bool(policies.kept_by(request.actor))
    return render(request, "documents/officer/books.html", {"books": rows, "keeps": keeps})


@gates.official(*policies.READING)
@require_safe
def book(request: Request, book_id: int) -> HttpResponse:
    """One book: its rows, the newest number first, filtered by type, days and words."""
    return render(request, "documents/officer/book.html", _sheet(request, book_id))


def _sheet(request: Request, book_id: int, errors: dict[str, str] | None = None) -> dict[str, Any]:
    shown = queries.book(book_id, request.actor)
    asked = request.GET
    filters = {"loai": forms.line(asked, "loai", 30), "q": forms.line(asked, "q", 200)}
    boxes = {name: clock.day_boxes(asked, name) for name in ("tu", "den")}
    page = queries.page(
        book_id,
        request.actor,
        asked.get("tiep", ""),
        type_code=filters["loai"],
        first_day=forms.day(asked, "tu"),
        last_day=forms.day(asked, "den"),
        text=filters["q"],
    )
    days = {f"{name}-{part}": value for name, box in boxes.items() for part, value in box.items()}
    kept = {name: value for name, value in {**filters, **days}.items() if value}
    here = f"{reverse('document_book', args=[book_id])}?{urlencode(kept)}"
    return {
        "book": shown,
        "agency": organisations.agency(shown.agency_id).name,
        "incoming": shown.direction is Direction.IN,
        "page": page,
        "filters": filters,
        "states": {state.value: str(words) for state, words in STATES.items()},
        "days": boxes,
        "filtered": bool(kept),
        "types": _types(shown),
        "span": queries.span(book_id),
        "volumes": register.volumes(book_id),
        "keeps": shown.agency_id in policies.kept_by(request.actor),
        "following": f"{here}&{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if asked.get("tiep") else "",
        "errors": errors or {},
        "posted": request.POST,
    }


def _types(shown: BookCard) -> list[tuple[str, str]]:
    day = date(shown.year, 12, 31)
    known = queries.types(day)
    return [(one.code, one.name) for one in known if one.issued_here or shown.direction is Direction.IN]


@gates.official(*policies.KEEPING)
@require_POST
def lock(request: Request, book_id: int) -> HttpResponse:
    """Lock a book."""
    done = actions.lock_book(book_id=book_id, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã khóa %(book)s.") % {"book": done.title})
    return HttpResponseRedirect(reverse("document_book", args=[book_id]))


@gates.official(*policies.KEEPING)
@require_POST
def unlock(request: Request, book_id: int) -> HttpResponse:
    """Open a locked book again, with a reason."""
    reason = forms.words(request.POST, "reason")
    try:
        done = actions.unlock_book(book_id=book_id, reason=reason, actor=request.actor, now=clock.now())
    except Invalid as problem:
        context = _sheet(request, book_id, forms.fields_of(problem))
        return render(request, "documents/officer/book.html", context, status=422)
    messages.success(request, _("Đã mở khóa %(book)s.") % {"book": done.title})
    return HttpResponseRedirect(reverse("document_book", args=[book_id]))


@gates.official(*policies.READING)
@require_safe
def volume_pdf(request: Request, book_id: int, volume: int) -> HttpResponse:
    """One printed volume."""
    made = actions.register_pdf(book_id=book_id, volume=volume, actor=request.actor, now=clock.now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="so-van-ban-{book_id}-quyen-{volume}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@gates.official(*policies.READING)
@require_safe
def book_csv(request: Request, book_id: int) -> StreamingHttpResponse:
    """The book whole, as a table that any office program opens; sent line by line."""
    lines = actions.register_lines(book_id=book_id, actor=request.actor, now=clock.now())
    answer = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="so-van-ban-{book_id}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _csv(lines: Iterator[tuple[str, ...]]) -> Iterator[bytes]:
    """UTF-8 with its mark, so that Excel reads Vietnamese; no cell is ever a formula."""
    yield b"\xef\xbb\xbf"
    for line in lines:
        written = io.StringIO()
        csv.writer(written).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line])
        yield written.getvalue().encode()


@gates.official(*policies.KEEPING)
@require_http_methods(["GET", "HEAD", "POST"])
def symbols(request: Request) -> HttpResponse:
    """The symbols of the agency and its units, and a new one from a day on."""
    now = clock.now()
    today = clock.local_date(now)
    cards = [card for house in sorted(policies.kept_by(request.actor)) for card in _with_units(house)]
    errors: dict[str, str] = {}
    if request.method == "POST":
        chosen = next((card.id for card in cards if str(card.id) == request.POST.get("agency", "")), None)
        day = forms.day(request.POST, "valid_from")
        wrong = {} if chosen else {"agency": _("Xin chọn đơn vị.")}
        wrong |= {} if day else {"valid_from": _("Xin ghi ngày bắt đầu dùng.")}
        try:
            if chosen is None or day is None:
                raise Missing(wrong)
            symbol = forms.line(request.POST, "symbol", 60)
            actions.set_symbol(agency_id=chosen, symbol=symbol, valid_from=day, actor=request.actor, now=now)
        except Invalid as problem:
            errors = forms.fields_of(problem)
        else:
            messages.success(request, _("Đã ghi ký hiệu mới."))
            return HttpResponseRedirect(reverse("document_symbols"))
    known = naming.symbols_of(cards, today)
    context = {
        "rows": [(card.name, known[card.id]) for card in cards],
        "choices": [("", _("Chọn đơn vị")), *((card.id, card.name) for card in cards)],
        "posted": request.POST,
        "day": clock.day_boxes(request.POST, "valid_from"),
        "errors": errors,
    }
    return render(request, "documents/officer/symbols.html", context, status=422 if errors else 200)


def _with_units(house: int) -> list[AgencyCard]:
    """An agency and its units, without those that have books of their own."""
    units = [card for card in organisations.children_of(house) if card.kind not in HOUSES]
    return [organisations.agency(house), *units]
