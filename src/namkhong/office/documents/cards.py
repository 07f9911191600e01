"""Rows as others see them."""

from __future__ import annotations

from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.types import BookCard, Direction, DocumentCard, DocumentState, Urgency


def card(row: Document, year: int, series: str) -> DocumentCard:
    """A row and the year and series of its book."""
    return DocumentCard(
        id=row.pk,
        public_id=row.public_id,
        direction=Direction(row.direction),
        state=DocumentState(row.state),
        agency_id=row.agency_id,
        book_year=year,
        serial=row.serial,
        number=row.number,
        type_code=row.type_code,
        type_name=row.type_name,
        issued_on=row.issued_on,
        arrived_on=row.arrived_on,
        organ_name=row.organ_name,
        organ_code=row.organ_code,
        subject=row.subject,
        signer_name=row.signer_name,
        signer_position=row.signer_position,
        to_places=row.to_places,
        pages=row.pages,
        copies=row.copies,
        urgency=Urgency(row.urgency),
        due_on=row.due_on,
        note=row.note,
        registered_at=row.registered_at,
        book_id=row.book_id,
        series=series,
        code_number=row.code_number,
        code_notation=row.code_notation,
        keeper=row.keeper,
        language=row.language,
        handed_on=row.handed_on,
        voided_reason=row.voided_reason,
        registered_by=row.registered_name,
    )


def of(row: Document) -> DocumentCard:
    """A row that was read with its book."""
    return card(row, row.book.year, row.book.series)


def book(row: Book, title: str) -> BookCard:
    """A book under its title."""
    return BookCard(
        id=row.pk,
        agency_id=row.agency_id,
        direction=Direction(row.direction),
        year=row.year,
        series=row.series,
        title=title,
        opened_at=row.opened_at,
        locked_at=row.locked_at,
    )
