"""Reading: one document for who may know of it, the books, the register page by page, the search.

``cards_of``, ``types``, ``house_of`` and ``unit_symbol`` ask no actor: the caller has made sure.
"""

from namkhong.office.documents.houses import house_of
from namkhong.office.documents.queries.books import Span, book, books, page, span
from namkhong.office.documents.queries.documents import (
    card,
    card_by_public_id,
    cards_of,
    files_named,
    files_of,
    history,
    links,
    names,
    type_card,
    types,
    unit_symbol,
    visible,
)
from namkhong.office.documents.queries.searching import search

__all__ = [
    "Span",
    "book",
    "books",
    "card",
    "card_by_public_id",
    "cards_of",
    "files_named",
    "files_of",
    "history",
    "house_of",
    "links",
    "names",
    "page",
    "search",
    "span",
    "type_card",
    "types",
    "unit_symbol",
    "visible",
]
