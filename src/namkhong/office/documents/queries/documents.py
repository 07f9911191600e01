"""One document, its files, its links, what happened to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.audit.types import EntryCard
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor
from namkhong.office.documents import cards, naming, policies
from namkhong.office.documents.models import Document, DocumentFile, DocumentLink, DocumentType
from namkhong.office.documents.types import LINKS, DocumentCard, FileLine, LinkKind, LinkLine, TypeCard, seen_from_above


def card(document_id: int, actor: Actor) -> DocumentCard:
    """A document, for who may know of it.

    :raises NoSuchDocument: not there, or not for her.
    """
    return cards.of(policies.require_seen(actor, _one(Q(pk=document_id))))


def card_by_public_id(public_id: UUID, actor: Actor) -> DocumentCard:
    """The same by the id that stands in addresses.

    :raises NoSuchDocument: not there, or not for her.
    """
    return cards.of(policies.require_seen(actor, _one(Q(public_id=public_id))))


def _one(which: Q) -> Document | None:
    return Document.objects.select_related("book").defer("words").filter(which).first()


def cards_of(ids: Iterable[int]) -> dict[int, DocumentCard]:
    """Several documents in one query, for a room that has made sure that its reader may know of them."""
    rows = Document.objects.select_related("book").defer("words").filter(pk__in=list(ids))
    return {row.pk: cards.of(row) for row in rows}


def visible(ids: Collection[int], actor: Actor) -> set[int]:
    """Those of these documents that this official may know of."""
    if not ids or not actor.is_official:
        return set()
    rows = Document.objects.filter(pk__in=list(ids), agency_id__in=policies.read_by(actor))
    open_to_her = set(rows.values_list("pk", flat=True))
    return open_to_her | seen_from_above(actor, set(ids) - open_to_her)


def types(on: date) -> list[TypeCard]:
    """The types of a day in the order of the decree; those that only others issue have ``issued_here`` false."""
    return [_type_card(row) for row in naming.types_on(on)]


def type_card(code: str, on: date) -> TypeCard | None:
    """One type on a day."""
    found = naming.type_on(code, on)
    return _type_card(found) if found else None


def _type_card(row: DocumentType) -> TypeCard:
    return TypeCard(
        code=row.code,
        name=row.name,
        abbreviation=row.abbreviation,
        is_legal=row.is_legal,
        is_copy=row.is_copy,
        issued_here=row.issued_here,
        exchange_list=row.exchange_list,
        exchange_number=row.exchange_number,
        to_be_confirmed=row.to_be_confirmed,
    )


def unit_symbol(agency_id: int, on: date) -> str:
    """What an agency or a unit writes in its numbers: UBND, SXD, KT.

    :raises NoSuchAgency: when there is none.
    """
    return naming.symbol_of(organisations.agency(agency_id), on)


def files_of(document_id: int) -> list[FileLine]:
    """Its files in their places."""
    rows = DocumentFile.objects.filter(document_id=document_id).order_by("place")
    return [FileLine(row.file_id, row.role, row.name) for row in rows]


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that belong to a document."""
    return set(DocumentFile.objects.filter(file_id__in=list(ids)).values_list("file_id", flat=True))


def links(document_id: int) -> list[LinkLine]:
    """What it is to other documents and they to it, the newest last."""
    rows = list(DocumentLink.objects.filter(Q(document_id=document_id) | Q(other_id=document_id)).order_by("pk")[:200])
    known = cards_of({row.document_id for row in rows} | {row.other_id for row in rows})
    found = []
    for row in rows:
        outward = row.document_id == document_id
        words = LINKS[LinkKind(row.kind)][0 if outward else 1]
        other = known[row.other_id if outward else row.document_id]
        found.append(LinkLine(str(words), LinkKind(row.kind), outward, other))
    return found


def history(document_id: int, limit: int = 100) -> list[EntryCard]:
    """What the record says of it, the oldest first."""
    return audit.entries_of(("document", document_id), limit)[::-1]


def names(ids: Sequence[str]) -> Mapping[str, str]:
    """What people call these documents, for the record's screens."""
    known = cards_of(int(one) for one in ids if one.isdigit())
    return {str(pk): one.shown for pk, one in known.items()}
