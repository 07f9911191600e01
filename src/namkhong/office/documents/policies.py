"""Who keeps the books, who reads them, who sees one document.

Văn thư writes; văn thư, Chánh Văn phòng and the leaders of an agency read all its books. Anybody else sees the documents that
a room above says she is concerned with (``types.register_sight``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Role
from namkhong.office.documents.errors import NoSuchBook, NoSuchDocument, NotTheClerk
from namkhong.office.documents.houses import houses_of
from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.types import DocumentState, seen_from_above

KEEPING: Final = (Role.RECORDS_CLERK,)
READING: Final = (Role.RECORDS_CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER)
SEARCHING: Final = (*READING, Role.HEAD, Role.SPECIALIST, Role.CENTRE_DIRECTOR)


class Ability(StrEnum):
    """What may be done with one document."""

    SEE = "see"
    ATTACH = "attach"
    VOID = "void"
    END = "end"  # recalled, replaced
    HAND_ON = "hand_on"


def kept_by(actor: Actor) -> frozenset[int]:
    """The agencies whose books this official writes."""
    return houses_of(actor.agencies_as(*KEEPING)) if actor.is_official else frozenset()


def read_by(actor: Actor) -> frozenset[int]:
    """The agencies whose books this official reads from end to end: her own, and those it carries on for."""
    return _with_former(houses_of(actor.agencies_as(*READING))) if actor.is_official else frozenset()


def searched_by(actor: Actor) -> frozenset[int]:
    """The agencies in whose books this official may find something."""
    return _with_former(houses_of(actor.agency_ids)) if actor.is_official else frozenset()


def _with_former(agencies: frozenset[int]) -> frozenset[int]:
    """After a reorganisation the books of an agency that ended are read by those who carry on; nobody writes in them."""
    return agencies | organisations.predecessors(agencies) if agencies else agencies


def sees(actor: Actor, document: Document) -> bool:
    """May she know of it?"""
    if not actor.is_official:
        return False
    return document.agency_id in read_by(actor) or bool(seen_from_above(actor, [document.pk]))


def abilities(actor: Actor, document: Document) -> frozenset[Ability]:
    """All she may do with it now."""
    if not sees(actor, document):
        return frozenset()
    can = {Ability.SEE}
    if document.agency_id in kept_by(actor) and document.state != DocumentState.VOIDED:
        can |= {Ability.ATTACH, Ability.HAND_ON}
        if document.state == DocumentState.REGISTERED:
            can |= {Ability.VOID, Ability.END}
    return frozenset(can)


def require_seen(actor: Actor, document: Document | None) -> Document:
    """The document, when she may know of it.

    :raises NoSuchDocument: not there, or not for her: the answer is the same.
    """
    if document is None or not sees(actor, document):
        raise NoSuchDocument
    return document


def require_clerk(actor: Actor, agency_id: int) -> None:
    """Is she the văn thư of this agency?

    :raises NotTheClerk: she is not.
    """
    if agency_id not in kept_by(actor):
        raise NotTheClerk


def require_reader(actor: Actor, book: Book | None) -> Book:
    """The book, when she may read it.

    :raises NoSuchBook: not there, or another agency's.
    """
    if book is None or book.agency_id not in read_by(actor):
        raise NoSuchBook
    return book
