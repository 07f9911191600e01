"""Who reads an inquiry, who gives it to whom, who answers it: asked of the actor and the row, no query but remembered ones.

Of a complaint nobody learns who is complained about: the agency's desk never has it, and an official it names, by account
or by name, does not see it wherever she works.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from django.db.models import Q

from namkhong.kernel import text
from namkhong.kernel.actor import Actor, Role
from namkhong.services.feedback.bodies import above, bodies_of, body_of, ids_of
from namkhong.services.feedback.errors import NoSuchInquiry, NotYours
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.states import OPEN, State
from namkhong.services.feedback.types import Kind

AT_DESK: Final = (Role.LEADER, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR, Role.PROCEDURE_CONTROLLER)
ANSWERING: Final = (*AT_DESK, Role.HEAD)
READING: Final = (*ANSWERING, Role.SPECIALIST, Role.COUNTER, Role.RECORDS_CLERK)  # may be named to answer
RATED: Final = (*ANSWERING, Role.COUNTER)  # reads what people think of the agency


class Ability(StrEnum):
    """Everything an official may do with an inquiry."""

    SEE = "see"
    ASSIGN = "assign"
    ANSWER = "answer"
    PASS_ON = "pass_on"  # noqa: S105 - a deed, no password
    NOT_ACCEPT = "not_accept"


def bodies_as(actor: Actor, roles: Iterable[Role]) -> frozenset[int]:
    """The bodies for which this actor holds any of these roles, in the body itself or in a unit of it."""
    return bodies_of(actor.agencies_as(*roles))


def rated_by(actor: Actor) -> frozenset[int] | None:
    """The agencies whose ratings this official reads; ``None`` = all, for who controls the procedures of the province."""
    return None if actor.holds_for_province(Role.PROCEDURE_CONTROLLER) else bodies_as(actor, RATED)


def desk_of(kind: Kind, about_agency_id: int) -> int:
    """Where an inquiry goes first: to the body it is about; a complaint to the body above it."""
    return above(about_agency_id).id if kind is Kind.COMPLAINT else body_of(about_agency_id).id


def may_answer(inquiry: Inquiry, agency_id: int, path: str) -> bool:
    """May this agency be given it? Whom a complaint is about, and every unit of it, may not.

    The province has nobody above it here: what is about itself stays with it, without the official it names.
    """
    if inquiry.kind != Kind.COMPLAINT:
        return True
    concerned = body_of(inquiry.about_agency_id)
    return concerned.parent_id is None or (agency_id != concerned.id and concerned.id not in ids_of(path))


def is_about(actor: Actor, inquiry: Inquiry) -> bool:
    """Is this official the one it complains about, by account or by the name the sender gave?"""
    if actor.account_id is not None and inquiry.about_official_id == actor.account_id:
        return True
    return bool(inquiry.about_key) and text.fold(actor.label) == inquiry.about_key


def visible_to(actor: Actor) -> Q:
    """The inquiries this official may know of, as a condition of a query."""
    if not actor.is_official:
        return Q(pk__in=[])
    seen = Q(desk_agency_id__in=bodies_as(actor, AT_DESK)) | Q(assigned_agency_id__in=bodies_as(actor, ANSWERING))
    seen |= Q(assigned_to=actor.account_id)
    about_her = Q(about_official_id=actor.account_id)
    named = Q(about_key=text.fold(actor.label)) & ~Q(about_key="")
    # Where the column is empty the comparison is unknown, not false.
    return seen & ~(about_her & Q(about_official__isnull=False)) & ~named


def sees(actor: Actor, inquiry: Inquiry) -> bool:
    """The same question about one; a test holds it equal to :func:`visible_to`."""
    if not actor.is_official or is_about(actor, inquiry):
        return False
    return (
        inquiry.desk_agency_id in bodies_as(actor, AT_DESK)
        or inquiry.assigned_agency_id in bodies_as(actor, ANSWERING)
        or (inquiry.assigned_to_id is not None and inquiry.assigned_to_id == actor.account_id)
    )


def abilities(actor: Actor, inquiry: Inquiry) -> frozenset[Ability]:
    """All this official may do now."""
    if not sees(actor, inquiry):
        return frozenset()
    can = {Ability.SEE}
    state = inquiry.now_in
    if state in OPEN and inquiry.desk_agency_id in bodies_as(actor, AT_DESK):
        can |= {Ability.ASSIGN, Ability.PASS_ON, Ability.NOT_ACCEPT}
    if state is State.ASSIGNED and answers(actor, inquiry):
        can.add(Ability.ANSWER)
    return frozenset(can)


def answers(actor: Actor, inquiry: Inquiry) -> bool:
    """Is it given to this official: by name, or to the body she answers for?"""
    if inquiry.assigned_to_id is not None:
        return inquiry.assigned_to_id == actor.account_id
    return inquiry.assigned_agency_id in bodies_as(actor, ANSWERING)


def require(actor: Actor, ability: Ability, inquiry: Inquiry | None) -> Inquiry:
    """The inquiry, when this official may do this with it.

    :raises NoSuchInquiry: not there, or not for her: the answer is the same.
    :raises NotYours: seen, but somebody else's to do.
    """
    if inquiry is None or not sees(actor, inquiry):
        raise NoSuchInquiry
    if ability not in abilities(actor, inquiry):
        raise NotYours
    return inquiry


def is_senders(actor: Actor, inquiry: Inquiry) -> bool:
    """Did this very account send it?"""
    return actor.account_id is not None and inquiry.sender_id == actor.account_id
