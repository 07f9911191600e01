"""Who sees a draft, who checks, signs, numbers, seals and issues it: asked of the actor and the row.

The drafter, her unit's head, the agency's Văn phòng and leaders, whoever is to sign or was asked; the văn thư from the signature
on. Everybody else of the house learns nothing: an unsigned text is nobody's word.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q

from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.office.documents import queries as documents
from namkhong.office.drafting.errors import NoSuchDraft, NotYours, SealIsTheClerks
from namkhong.office.drafting.models import Draft, OpinionRequest
from namkhong.office.drafting.states import OPEN, RETURNABLE, State

DRAFTING: Final = (
    Role.SPECIALIST, Role.HEAD, Role.CHIEF_OF_OFFICE, Role.RECORDS_CLERK, Role.LEADER, Role.CENTRE_DIRECTOR,
    Role.COUNTER, Role.ACCOUNTANT,
)  # fmt: skip
HEADING: Final = (Role.HEAD, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR)  # check the content of their own unit's drafts
OFFICE: Final = (Role.CHIEF_OF_OFFICE,)  # checks the form of the whole agency's
LEADING: Final = (Role.LEADER,)
SIGNING: Final = (*LEADING, *HEADING, Role.SPECIALIST)  # sign, or put their initials
KEEPING: Final = (Role.RECORDS_CLERK,)  # number, seal, issue, copy
AFTER: Final = frozenset({State.NUMBERING, State.SEALING, State.ISSUING, State.ISSUED})  # the văn thư's


class Ability(StrEnum):
    """Everything an official may do with a draft."""

    SEE = "see"
    CHANGE = "change"  # save, submit, withdraw, ask for opinions
    CHECK = "check"  # content or form, whichever it waits for
    RETURN = "return"
    SIGN = "sign"
    NUMBER = "number"
    SEAL = "seal"
    ISSUE = "issue"


_CLERKS: Final = {State.NUMBERING: Ability.NUMBER, State.SEALING: Ability.SEAL, State.ISSUING: Ability.ISSUE}


def bodies_as(actor: Actor, roles: Iterable[Role]) -> frozenset[int]:
    """The bodies for which this actor holds any of these roles, in the body itself or in a unit of it."""
    found = set()
    for agency_id in actor.agencies_as(*roles):
        with suppress(NoSuchAgency):
            found.add(documents.house_of(agency_id).id)
    return frozenset(found)


def clerk_at(actor: Actor) -> frozenset[int]:
    """The agencies whose văn thư she is, and not also their leader."""
    return frozenset(actor.agencies_as(Role.RECORDS_CLERK) - actor.agencies_as(Role.LEADER))


def visible_to(actor: Actor) -> Q:
    """The drafts this official may know of, as a condition of a query."""
    if not actor.is_official:
        return Q(pk__in=[])
    asked = OpinionRequest.objects.filter(
        Q(account__in=actor.accounts) | Q(unit__in=actor.agency_ids), draft=OuterRef("pk")
    )
    seen = (
        Q(author__in=actor.accounts)
        | Q(signer__in=actor.accounts)
        | Q(unit__in=actor.agencies_as(*HEADING))
        | Q(agency__in=bodies_as(actor, (*OFFICE, *LEADING)))
        | Q(agency__in=clerk_at(actor), state__in=sorted(AFTER))
    )
    return Q(seen | Q(Exists(asked)))


def sees(actor: Actor, draft: Draft) -> bool:
    """The same question about one; a test holds it equal to :func:`visible_to`."""
    if not actor.is_official:
        return False
    return (
        draft.author_id in actor.accounts
        or (draft.signer_id is not None and draft.signer_id in actor.accounts)
        or draft.unit_id in actor.agencies_as(*HEADING)
        or draft.agency_id in bodies_as(actor, (*OFFICE, *LEADING))
        or (draft.agency_id in clerk_at(actor) and draft.now_in in AFTER)
        or OpinionRequest.objects.filter(
            Q(account__in=actor.accounts) | Q(unit__in=actor.agency_ids), draft=draft
        ).exists()
    )


def abilities(actor: Actor, draft: Draft) -> frozenset[Ability]:
    """All this official may do now."""
    if not sees(actor, draft):
        return frozenset()
    can, state = {Ability.SEE}, draft.now_in
    if state in OPEN and draft.author_id in actor.accounts:
        can.add(Ability.CHANGE)
    if checks(actor, draft):
        can |= {Ability.CHECK, Ability.RETURN}
    if state is State.SIGNING and _signs(actor, draft):
        can |= {Ability.SIGN, Ability.RETURN}
    if state is State.SIGNING and draft.agency_id in bodies_as(actor, OFFICE):
        can.add(Ability.RETURN)
    if state in _CLERKS and draft.agency_id in clerk_at(actor):
        can |= {_CLERKS[state]} | ({Ability.RETURN} if state in RETURNABLE else set())
    return frozenset(can)


def checks(actor: Actor, draft: Draft) -> bool:
    """Is the check it waits for hers?"""
    if draft.now_in is State.CHECKING_CONTENT:
        return draft.unit_id in actor.agencies_as(*HEADING)
    return draft.now_in is State.CHECKING_FORMAT and draft.agency_id in bodies_as(actor, OFFICE)


def _signs(actor: Actor, draft: Draft) -> bool:
    """Whose initials or signature the file has a place for; ``signatures`` says at which place, and when it is her turn."""
    return actor.account_id is not None and actor.account_id in {draft.signer_id, *draft.initialers}


def require(actor: Actor, ability: Ability, draft: Draft | None) -> Draft:
    """The draft, when this official may do this with it.

    :raises NoSuchDraft: not there, or not for her: the answer is the same.
    :raises NotYours, SealIsTheClerks: seen, but somebody else's to do.
    """
    if draft is None or not sees(actor, draft):
        raise NoSuchDraft
    if ability not in abilities(actor, draft):
        raise SealIsTheClerks if ability in _CLERKS.values() else NotYours
    return draft


def require_drafter(actor: Actor, unit_id: int) -> None:
    """May she draft for this unit? Whoever works in it.

    :raises NotYours: when not.
    """
    if not actor.is_official or not any(post.agency_id == unit_id and post.role in DRAFTING for post in actor.posts):
        raise NotYours


def require_clerk(actor: Actor, agency_id: int) -> None:
    """Is she the văn thư of this agency?

    :raises SealIsTheClerks: when not.
    """
    if actor.kind is not ActorKind.OFFICIAL or agency_id not in clerk_at(actor):
        raise SealIsTheClerks


def account_of(actor: Actor) -> int:
    """The account that does it.

    :raises NotYours: nobody's: no person acts.
    """
    if actor.account_id is None:
        raise NotYours
    return actor.account_id


def asked(actor: Actor, request: OpinionRequest) -> bool:
    """Was she asked, by name or with her unit?"""
    if not actor.is_official:
        return False
    by_name = request.account_id is not None and request.account_id in actor.accounts
    return by_name or (request.unit_id is not None and request.unit_id in actor.agency_ids)
