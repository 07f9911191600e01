"""A document enters the book: its number is taken in the transaction of its row, so that none is skipped and none given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.numbering import queries as numbers
from namkhong.foundation.numbering.errors import NoPattern
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.documents import cards, checking, naming, policies, symbols, words
from namkhong.office.documents.actions.files import keep
from namkhong.office.documents.errors import BookLocked, Duplicate, Missing, NoUnitSymbol
from namkhong.office.documents.events import DocumentRegistered
from namkhong.office.documents.models import Book, Document, DocumentType
from namkhong.office.documents.types import (
    GENERAL,
    Direction,
    DocumentCard,
    DocumentState,
    FileLink,
    Incoming,
    Outgoing,
)

IN: Final = "document_in"
OUT: Final = "document_out"
COPY: Final = "document_copy"  # sao y, trích sao, sao lục: one series for all of them (Decree 30/2020 annex I, part II)


@transaction.atomic
def register_incoming(
    *,
    agency_id: int,
    data: Incoming,
    files: Sequence[FileLink],
    actor: Actor,
    now: datetime,
    despite_duplicate: bool = False,
    reason: str = "",
    token: UUID | None = None,
) -> DocumentCard:
    """Enter what arrived; its number of arrival is the next of the agency's year. The same ``token`` is the same row.

    Decree 30/2020 art. 22: one book by time order within the year; art. 15: văn thư registers.

    :raises NotTheClerk: not this agency's văn thư.
    :raises SecretRefused: it carries a mark of secrecy.
    :raises Missing: something is missing or wrong.
    :raises Duplicate: number, date and author stand in the books already; again with ``despite_duplicate`` and a reason.
    :raises BookLocked: the year's book was locked.
    """
    policies.require_clerk(actor, agency_id)
    if (before := _asked_before(token)) is not None:
        return before
    today = clock.local_date(now)
    plain = checking.incoming(data, today)
    kind = _type(plain.type_code, today) if plain.type_code else None
    agency = organisations.agency(agency_id)
    book = _open_book(agency_id, Direction.IN, today.year, GENERAL, actor, now)
    if (before := _asked_before(token)) is not None:  # by somebody who held the book while we waited
        return before
    why = _not_twice(agency_id, plain, despite=despite_duplicate, reason=reason)
    symbol = symbols.parse(plain.number)
    row = Document(
        code_number=symbol.number[: symbols.NUMBER_LONGEST],
        code_notation=symbol.notation[: symbols.NOTATION_LONGEST],
        number=plain.number,
        number_key=symbols.key(plain.number)[:60],
        type_name=plain.type_name or (kind.name.partition(" (")[0] if kind else ""),
        issued_on=plain.issued_on,
        arrived_on=plain.arrived_on,
        organ_name=plain.organ_name,
        organ_code=plain.organ_code,
        note=plain.note,
    )
    _given, serial = _take(IN, agency, now)
    return _enter(row, _Entry(book, serial, kind, plain, token), files, actor, now, why)


@transaction.atomic
def register_outgoing(
    *, agency_id: int, data: Outgoing, files: Sequence[FileLink], actor: Actor, now: datetime, token: UUID | None = None
) -> DocumentCard:
    """Give the number, the symbol and the day, and enter the row. The same ``token`` is the same row.

    Decree 30/2020 art. 15 and annex I, II.3: a series per agency and year, a series of its own with the year in the number for each
    legal type; an agency that has chosen a series for a type has a pattern of its own in ``numbering``.

    :raises NotTheClerk: not this agency's văn thư.
    :raises SecretRefused: it carries a mark of secrecy.
    :raises Missing, NoUnitSymbol: something is missing or wrong.
    :raises BookLocked: the year's book was locked.
    """
    policies.require_clerk(actor, agency_id)
    if (before := _asked_before(token)) is not None:
        return before
    today = clock.local_date(now)
    plain = checking.outgoing(data)
    kind = _type(plain.type_code, today)
    if not kind.issued_here:
        raise Missing({"type_code": _("Loại văn bản này do cơ quan khác ban hành. Xin chọn loại khác.")})
    if not kind.abbreviation and not plain.unit_symbol:
        raise NoUnitSymbol
    agency = organisations.agency(agency_id)
    series_kind, series = series_of(kind, agency.code, today)
    book = _open_book(agency_id, Direction.OUT, today.year, series, actor, now)
    if (before := _asked_before(token)) is not None:
        return before
    organ = plain.organ_symbol or naming.symbol_of(agency, today)
    given, serial = _take(series_kind, agency, now)
    written = f"{given}/{symbols.notation(kind.abbreviation, organ, plain.unit_symbol)}"
    symbol = symbols.parse(written)
    row = Document(
        code_number=symbol.number,
        code_notation=symbol.notation,
        number=written,
        number_key=symbols.key(written),
        type_name=kind.name.partition(" (")[0],
        issued_on=today,
        organ_name=agency.name,
        organ_code=agency.code,
        keeper=plain.keeper,
        note=plain.note,
    )
    return _enter(row, _Entry(book, serial, kind, plain, token), files, actor, now, "")


@dataclass(frozen=True, slots=True)
class _Entry:
    book: Book
    serial: int
    kind: DocumentType | None
    data: Incoming | Outgoing
    token: UUID | None


def _enter(
    row: Document, entry: _Entry, files: Sequence[FileLink], actor: Actor, now: datetime, why: str
) -> DocumentCard:
    """What both ways have in common: the fields, the words, the files, the record, the announcement."""
    book, data = entry.book, entry.data
    row.book, row.serial, row.token = book, entry.serial, entry.token
    row.agency_id, row.direction = book.agency_id, book.direction
    row.type, row.type_code = entry.kind, entry.kind.code if entry.kind else ""
    row.organ_key = text.fold(row.organ_name)
    row.subject, row.language = data.subject, data.language
    row.signer_name, row.signer_position = data.signer_name, data.signer_position
    row.to_places, row.pages, row.copies = data.to_places, data.pages, data.copies
    row.urgency, row.due_on = int(data.urgency), data.due_on
    row.registered_at, row.registered_by_id = now, actor.account_id
    row.registered_name = text.one_line(actor.label)[:200]
    found_by = words.words_of(row.number, row.subject, row.organ_name, row.signer_name, row.type_name)
    row.words = words.vector(found_by, book.agency_id, book.year)
    row.save(force_insert=True)
    keep(row, files, actor, now)
    detail = {
        "number": row.number,
        "serial": row.serial,
        "book": book.pk,
        "direction": row.direction,
        "files": len(files),
    }
    audit.record(actor, "documents.registered", ("document", row.pk), now=now, detail=detail, reason=why)
    publish(DocumentRegistered(document_id=row.pk, direction=row.direction, at=now))
    return cards.card(row, book.year, book.series)


def series_of(kind: DocumentType, agency_code: str, on: date) -> tuple[str, str]:
    """The kind of number and the series of a type: its own where a pattern says so, else the general one.

    A series of its own begins with a year: begun in the middle of one it would give numbers that were given already.
    """
    own = f"{OUT}_{kind.code}"
    try:
        for day in (on.replace(month=1, day=1), on):
            numbers.pattern_of(own, agency_code, day)
    except NoPattern:
        return (COPY, naming.COPIES) if kind.is_copy else (OUT, GENERAL)
    return own, kind.code


def _take(kind: str, agency: AgencyCard, now: datetime) -> tuple[str, int]:
    """The number as its pattern writes it, and its serial. A book counts by the agency itself: its code may change, its books do not."""
    key = f"#{agency.id}"
    given = numbering.take(kind=kind, agency_code=agency.code, counted_by=key, now=now)
    return given, numbers.last_serial(kind, agency.code, clock.local_date(now), counted_by=key)


def _asked_before(token: UUID | None) -> DocumentCard | None:
    found = Document.objects.select_related("book").filter(token=token).first() if token else None
    return cards.of(found) if found else None


def _type(code: str, on: date) -> DocumentType:
    found = naming.type_on(code, on)
    if found is None:
        raise Missing({"type_code": _("Xin chọn loại văn bản.")})
    return found


def _open_book(agency_id: int, direction: Direction, year: int, series: str, actor: Actor, now: datetime) -> Book:
    """The book of this year, held until the deed is done; it opens with the first number.

    :raises BookLocked: nothing enters it any more.
    """
    place = {"agency_id": agency_id, "direction": direction.value, "year": year, "series": series}
    held = Book.objects.select_for_update(no_key=True)
    book = held.filter(**place).first()
    if book is None:
        made, new = Book.objects.get_or_create(**place, defaults={"opened_at": now})
        if new:
            detail = {"direction": direction.value, "year": year, "series": series}
            audit.record(actor, "documents.book_opened", ("book", made.pk), now=now, detail=detail)
        book = held.get(pk=made.pk)
    if book.locked_at is not None:
        raise BookLocked(naming.title_of(book))
    return book


def _not_twice(agency_id: int, data: Incoming, *, despite: bool, reason: str) -> str:
    """The reason for registering it again, when it is.

    :raises Duplicate: it stands in the book and nobody said that it is another one.
    :raises Missing: without a reason.
    """
    known = symbols.key(data.number)[:60]
    if not known:
        return ""
    rows = Document.objects.select_related("book").filter(
        agency_id=agency_id, number_key=known, direction=Direction.IN, issued_on=data.issued_on
    )
    organ = text.fold(data.organ_name)
    for row in rows.exclude(state=DocumentState.VOIDED).order_by("-pk")[:50]:
        same = row.organ_code == data.organ_code if row.organ_code and data.organ_code else row.organ_key == organ
        if same:
            if not despite:
                raise Duplicate(cards.of(row))
            return checking.reason(reason)
    return ""
