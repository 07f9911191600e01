"""The books of an agency, and one of them page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db.models import Max, Min, Q, QuerySet

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.office.documents import cards, policies, words
from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.naming import title_of
from namkhong.office.documents.types import BookCard, DocumentCard

PAGE: Final = 30
_MOST_BOOKS: Final = 300


@dataclass(frozen=True, slots=True)
class Span:
    """What stands on a cover: from which day to which, from which number to which."""

    first_day: date | None
    last_day: date | None
    first: int
    last: int


def books(actor: Actor) -> list[BookCard]:
    """The books this official reads, the newest year first."""
    rows = Book.objects.filter(agency_id__in=policies.read_by(actor))
    return [
        cards.book(row, title_of(row))
        for row in rows.order_by("-year", "agency_id", "direction", "series")[:_MOST_BOOKS]
    ]


def book(book_id: int, actor: Actor) -> BookCard:
    """One book.

    :raises NoSuchBook: not there, or another agency's.
    """
    row = policies.require_reader(actor, Book.objects.filter(pk=book_id).first())
    return cards.book(row, title_of(row))


def span(book_id: int) -> Span:
    """From the first number of a book to its last; the ends of two indexes."""
    rows = Document.objects.filter(book_id=book_id)
    numbers = rows.aggregate(first=Min("serial"), last=Max("serial"))
    days = rows.aggregate(first=Min("registered_at"), last=Max("registered_at"))
    return Span(
        clock.local_date(days["first"]) if days["first"] else None,
        clock.local_date(days["last"]) if days["last"] else None,
        numbers["first"] or 0,
        numbers["last"] or 0,
    )


def page(
    book_id: int,
    actor: Actor,
    cursor: str = "",
    *,
    type_code: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
    text: str = "",
) -> Page[DocumentCard]:
    """The rows of a book, the newest number first; of one type, entered between two days, with all these words.

    :raises NoSuchBook: not there, or another agency's.
    :raises Invalid: for a cursor that is none of ours.
    """
    row = policies.require_reader(actor, Book.objects.filter(pk=book_id).first())
    rows = _between(Document.objects.filter(book_id=row.pk), first_day, last_day)
    if type_code:
        rows = rows.filter(type_code=type_code)
    if text.strip():
        found = words.words_of(text)
        if not found:
            return Page([])
        rows = rows.extra(where=["words @@ %s::tsquery"], params=[words.in_year(found, row.agency_id, row.year)])
    if cursor:
        (last,) = decode_cursor(cursor, int)
        rows = rows.filter(serial__lt=last)
    found_rows = list(rows.defer("words").order_by("-serial")[: PAGE + 1])
    following = ""
    if len(found_rows) > PAGE:
        found_rows = found_rows[:PAGE]
        following = encode_cursor(found_rows[-1].serial)
    return Page([cards.card(one, row.year, row.series) for one in found_rows], following)


def _between(rows: QuerySet[Document], first_day: date | None, last_day: date | None) -> QuerySet[Document]:
    """Numbers are given in the order of time, so two days are two numbers: each the end of an index range."""
    by_day = rows.order_by("registered_at", "serial")
    if first_day is not None:
        start = by_day.filter(registered_at__gte=_start_of(first_day)).values_list("serial", flat=True).first()
        rows = rows.filter(serial__gte=start) if start is not None else rows.none()
    if last_day is not None:
        after = by_day.filter(registered_at__gt=_end_of(last_day)).values_list("serial", flat=True).first()
        rows = rows.filter(serial__lt=after) if after is not None else rows
    return rows


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.VIETNAM)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=clock.VIETNAM)


def rows_between(book_id: int, first: int, last: int) -> list[Document]:
    """The rows of a stretch of numbers, in their order."""
    found = Document.objects.filter(Q(serial__gte=first) & Q(serial__lte=last), book_id=book_id)
    return list(found.defer("words").order_by("serial"))
