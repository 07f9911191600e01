"""What types, books and agencies are called on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel.remembering import remember
from namkhong.office.documents import symbols
from namkhong.office.documents.models import Book, DocumentType, OrganSymbol
from namkhong.office.documents.types import GENERAL, Direction

_COMMITTEES: Final = frozenset({AgencyKind.PROVINCE, AgencyKind.DISTRICT, AgencyKind.COMMUNE})
COPIES: Final = "copies"


@remember(seconds=60)
def all_types() -> tuple[DocumentType, ...]:
    """Every type in the order of the decree, those of former days too."""
    return tuple(DocumentType.objects.order_by("place", "effective_from"))


def types_on(on: date) -> list[DocumentType]:
    """The types of a day."""
    return [
        row for row in all_types() if row.effective_from <= on and (row.effective_to is None or on <= row.effective_to)
    ]


def type_on(code: str, on: date) -> DocumentType | None:
    """A type by its code, on a day."""
    return next((row for row in types_on(on) if row.code == code), None)


def title_of(book: Book) -> str:
    """What a book is called on screens: its name and its year."""
    return _("%(name)s năm %(year)s") % {"name": name_of(book), "year": book.year}


def name_of(book: Book) -> str:
    """What is written on the cover, where the year has a line of its own (Decree 30/2020 annex IV)."""
    if book.direction == Direction.IN:
        return _("Sổ đăng ký văn bản đến")
    if book.series == GENERAL:
        return _("Sổ đăng ký văn bản đi")
    if book.series == COPIES:
        return _("Sổ đăng ký bản sao")
    name = next((row.name for row in reversed(all_types()) if row.code == book.series), "")
    return _("Sổ đăng ký văn bản đi: %(type)s") % {"type": name.lower()}


def symbol_of(agency: AgencyCard, on: date) -> str:
    """The symbol an agency or a unit writes in its numbers: as decided, else by the rule of first letters."""
    return symbols_of([agency], on)[agency.id]


def symbols_of(agencies: Sequence[AgencyCard], on: date) -> dict[int, str]:
    """The symbols of several, in one query."""
    rows = OrganSymbol.objects.filter(agency_id__in=[card.id for card in agencies], valid_from__lte=on)
    decided = {row.agency_id: row.symbol for row in rows.order_by("valid_from")}
    return {card.id: decided.get(card.id) or _by_rule(card) for card in agencies}


def _by_rule(card: AgencyCard) -> str:
    return symbols.by_rule(card.short_name, committee=card.kind in _COMMITTEES, office=card.kind == AgencyKind.OFFICE)
