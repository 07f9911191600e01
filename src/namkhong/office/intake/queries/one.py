"""One arrival for who may read it, and what rooms above need to know of an assignment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor
from namkhong.office.intake import policies
from namkhong.office.intake.errors import NoSuchArrival
from namkhong.office.intake.models import Arrival, ArrivalFile, Assignment, Note
from namkhong.office.intake.states import End, Part
from namkhong.office.intake.types import AssignmentCard


@dataclass(frozen=True, slots=True)
class Sheet:
    """An arrival with everything that was given, in order."""

    arrival: Arrival
    given: tuple[Assignment, ...]


def by_public_id(public_id: UUID, actor: Actor) -> Sheet:
    """An arrival, for an official who may read it. Two queries.

    :raises NoSuchArrival: when there is none, or it is not for her.
    """
    arrival = Arrival.objects.select_related("rule", "earlier").filter(public_id=public_id).first()
    if arrival is None:
        raise NoSuchArrival
    given = tuple(Assignment.objects.filter(arrival=arrival).order_by("pk"))
    if not policies.sees(actor, arrival, given):
        raise NoSuchArrival
    return Sheet(arrival, given)


def of_document(document_id: int, actor: Actor) -> Sheet | None:
    """The arrival behind a registered document, when this official may read it."""
    arrival = Arrival.objects.filter(document_id=document_id).first()
    if arrival is None:
        return None
    given = tuple(Assignment.objects.filter(arrival=arrival).order_by("pk"))
    return Sheet(arrival, given) if policies.sees(actor, arrival, given) else None


def files_of(arrival_id: int) -> list[ArrivalFile]:
    """Its files in order."""
    return list(ArrivalFile.objects.filter(arrival_id=arrival_id).order_by("place"))


def notes_of(arrival_id: int) -> list[Note]:
    """Everything that was said or done, in order."""
    return list(Note.objects.filter(arrival_id=arrival_id).order_by("revision"))


def proposal_of(arrival_id: int) -> Note | None:
    """The last proposal of Văn phòng."""
    return Note.objects.filter(arrival_id=arrival_id, kind="propose").order_by("-revision").first()


def assignment(assignment_id: int) -> AssignmentCard:
    """One assignment, for a room above that asks in its own right.

    :raises NoSuchArrival: when there is none.
    """
    row = Assignment.objects.select_related("arrival", "note").filter(pk=assignment_id).first()
    if row is None:
        raise NoSuchArrival
    return card(row)


def given_by(note_id: int) -> list[AssignmentCard]:
    """What one note gave."""
    rows = Assignment.objects.select_related("arrival", "note").filter(note_id=note_id).order_by("pk")
    return [card(row) for row in rows]


def lead_chain(assignment_id: int) -> list[AssignmentCard]:
    """An assignment and the leads below it that still stand, from the top down: the last one is who does the work."""
    top = Assignment.objects.select_related("arrival", "note").filter(pk=assignment_id).first()
    if top is None:
        raise NoSuchArrival
    rows = list(
        Assignment.objects.select_related("arrival", "note")
        .filter(arrival_id=top.arrival_id, part=Part.LEAD)
        .exclude(end=End.GIVEN_BACK)
    )
    chain, here = [top], top
    while (below := next((row for row in rows if row.parent_id == here.pk), None)) is not None:
        chain.append(below)
        here = below
    return [card(row) for row in chain]


def top_of(assignment_id: int) -> int:
    """The assignment of the leader's own note above this one, or itself."""
    row = Assignment.objects.filter(pk=assignment_id).first()
    if row is None:
        raise NoSuchArrival
    while row.parent_id is not None:
        row = Assignment.objects.get(pk=row.parent_id)
    return row.pk


def card(row: Assignment) -> AssignmentCard:
    """The card of a row fetched with its arrival and its note."""
    arrival = row.arrival
    return AssignmentCard(
        id=row.pk,
        arrival_id=arrival.pk,
        arrival_public_id=arrival.public_id,
        document_id=arrival.document_id,
        agency_id=arrival.agency_id,
        subject=arrival.subject,
        number=arrival.number,
        part=Part(row.part),
        account_id=row.account_id,
        unit_id=row.unit_id,
        giver_id=row.giver_id,
        due_on=row.due_on,
        due_at=row.due_at,
        end=End(row.end),
        confirmed=row.confirmed,
        accepted_at=row.accepted_at,
        note_words=row.note.words,
        is_top=row.parent_id is None,
    )


def names_of(given: Iterable[Assignment]) -> dict[int, str]:
    """Whom each assignment names, in words: the official, or the unit. Three queries."""
    rows = list(given)
    people = organisations.official_names(row.account_id for row in rows if row.account_id is not None)
    units = organisations.cards_of({row.unit_id for row in rows})
    found = {}
    for row in rows:
        if row.account_id is not None and row.account_id in people:
            one = people[row.account_id]
            found[row.pk] = f"{one.full_name}, {one.title}" if one.title else one.full_name
        else:
            found[row.pk] = units[row.unit_id].name if row.unit_id in units else ""
    return found
