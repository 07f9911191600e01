"""The book as the decree prints it: ten columns each way (Decree 30/2020 annex IV, I and VI), read by number, page after page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.office.documents.errors import NoSuchBook
from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.queries.books import rows_between, span
from namkhong.office.documents.types import STATES, Direction, DocumentState

VOLUME: Final = 1_000  # lines of one printed volume
_PAGE: Final = 500
# Widths in the order of the columns: millimetres, or shares of what is left.
WIDTHS: Final[dict[Direction, list[tuple[float, str]]]] = {
    Direction.OUT: [(30, "mm"), (18, "mm"), (3.2, "fr"), (1.2, "fr"), (2.2, "fr"), (1.2, "fr"), (13, "mm"), (18, "mm"), (15, "mm"), (1.3, "fr")],
    Direction.IN: [(18, "mm"), (12, "mm"), (1.6, "fr"), (28, "mm"), (18, "mm"), (3.2, "fr"), (1.8, "fr"), (18, "mm"), (15, "mm"), (1.2, "fr")],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Volume:
    """One printed volume: which it is, and from which number to which."""

    number: int
    first: int
    last: int


def head(direction: Direction) -> tuple[str, ...]:
    """The columns as the annex has them."""
    if direction is Direction.OUT:
        return (
            _("Số, ký hiệu văn bản"),
            _("Ngày tháng văn bản"),
            _("Tên loại và trích yếu nội dung văn bản"),
            _("Người ký"),
            _("Nơi nhận văn bản"),
            _("Đơn vị, người nhận bản lưu"),
            _("Số lượng bản"),
            _("Ngày chuyển"),
            _("Ký nhận"),
            _("Ghi chú"),
        )
    return (
        _("Ngày đến"),
        _("Số đến"),
        _("Tác giả"),
        _("Số, ký hiệu văn bản"),
        _("Ngày tháng văn bản"),
        _("Tên loại và trích yếu nội dung văn bản"),
        _("Đơn vị hoặc người nhận"),
        _("Ngày chuyển"),
        _("Ký nhận"),
        _("Ghi chú"),
    )


def volumes(book_id: int) -> list[Volume]:
    """The printed volumes of a book: numbers are dense, so the ends of the index say them all."""
    last = span(book_id).last
    return [
        Volume(number, first, min(first + VOLUME - 1, last))
        for number, first in enumerate(range(1, last + 1, VOLUME), 1)
    ]


def volume(book_id: int, number: int) -> Volume:
    """One volume.

    :raises NoSuchBook: when there is none.
    """
    known = volumes(book_id)
    if not 1 <= number <= len(known):
        raise NoSuchBook
    return known[number - 1]


def lines(book: Book, which: Volume | None = None) -> Iterator[tuple[str, ...]]:
    """The lines of a book or of one volume, in the memory of one page."""
    first, last = (which.first, which.last) if which else (1, span(book.pk).last)
    line = _out if book.direction == Direction.OUT else _in
    for start in range(first, last + 1, _PAGE):
        for row in rows_between(book.pk, start, min(start + _PAGE - 1, last)):
            yield line(row)


def _out(row: Document) -> tuple[str, ...]:
    return (
        row.number,
        _day(row.issued_on),
        _subject(row),
        row.signer_name,
        row.to_places,
        row.keeper,
        str(row.copies) if row.copies is not None else "",
        _day(row.handed_on),
        "",  # signed by hand on the printed book; on the system the record says who
        _note(row),
    )


def _in(row: Document) -> tuple[str, ...]:
    return (
        _day(row.arrived_on),
        f"{row.serial:02}",
        row.organ_name,
        row.number,
        _day(row.issued_on),
        _subject(row),
        row.to_places,
        _day(row.handed_on),
        "",
        _note(row),
    )


def _subject(row: Document) -> str:
    return ": ".join(part for part in (row.type_name, row.subject) if part)


def _note(row: Document) -> str:
    state = DocumentState(row.state)
    ended = "" if state is DocumentState.REGISTERED else f"{STATES[state]}: {row.voided_reason}"
    return "; ".join(part for part in (ended, row.note) if part)


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def first_and_last_day(book_id: int, which: Volume) -> tuple[str, str]:
    """The days on which the first and the last line of a volume were entered."""
    ends = Document.objects.filter(book_id=book_id, serial__in=[which.first, which.last]).order_by("serial")
    days = [_day(clock.local_date(row.registered_at)) for row in ends.only("registered_at", "serial")]
    return (days[0], days[-1]) if days else ("", "")
