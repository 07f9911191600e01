"""Who sees which dossier, as a condition of a query and of one row; answered from the actor alone.

A citizen sees her own dossiers and those she filed for others, a program what ``programs`` says. An official sees what is received, returned or held where she
works at the counter, what her agency decides where she leads, what her unit appraises where she works in it.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Post, Role
from namkhong.services.dossiers.errors import MandateOver, NoSuchDossier, NoSuchRegister
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies.programs import may_submit, readable, reads
from namkhong.services.dossiers.states import OPEN, State

AT_COUNTER: Final = (Role.COUNTER, Role.CENTRE_DIRECTOR)


LEADING: Final = (Role.LEADER, Role.CHIEF_OF_OFFICE, Role.RECORDS_CLERK)


IN_UNIT: Final = (Role.SPECIALIST, Role.HEAD, Role.CHIEF_OF_OFFICE)


WORKING: Final = (*AT_COUNTER, *LEADING, *IN_UNIT)  # the roles that work on dossiers


def _held_by(actor: Actor) -> Q:
    held = Q(pk__in=[])
    for post in actor.posts:
        if post.role in WORKING:
            held |= Q(holder_agency_id=post.agency_id, holder_role=post.role.value)
    return held & (Q(holder_account=None) | Q(holder_account__in=actor.accounts))


def _reach(actor: Actor, *roles: Role) -> frozenset[int]:
    """Where she works in these roles, and the agencies it carries on for: what they finished is still asked for."""
    here = actor.agencies_as(*roles)
    return here | organisations.predecessors(here) if here else frozenset()


def visible_to(actor: Actor) -> Q:
    """The dossiers this actor may know of, as a condition of a query."""
    if actor.is_citizen:
        seen = Q(owner_id=actor.account_id) | Q(helper_id=actor.account_id)
        return seen | Q(person_id=actor.person_id) if actor.person_id is not None else seen
    if actor.is_program:
        return readable(actor)
    if not actor.is_official:
        return Q(pk__in=[])
    counters, leaders, units = (_reach(actor, *roles) for roles in (AT_COUNTER, LEADING, IN_UNIT))
    seen = _held_by(actor)
    if counters:
        seen |= Q(receiver_agency_id__in=counters) | Q(return_agency_id__in=counters)
        seen |= Q(home_counter_id__in=counters) & ~Q(received_at=None)
    if leaders:
        seen |= Q(decider_agency_id__in=leaders)
    if units:
        seen |= Q(unit_agency_id__in=units)
    drafts = Q(state=State.DRAFT.value)
    return (seen & ~drafts) | (drafts & Q(helper_id=actor.account_id))


def agencies_near(actor: Actor) -> frozenset[int]:
    """The agencies under which everything that an official may see is kept for the search.

    Hers, those above them (a unit works on what its agency decides) and those they carry on for: more than she may see,
    so :func:`visible_to` has the last word.
    """
    near = {int(step) for post in actor.posts if post.role in WORKING for step in post.agency_path.split("/") if step}
    near |= {post.agency_id for post in actor.posts if post.role in WORKING}
    return frozenset(near | organisations.predecessors(near)) if near else frozenset()


def owns(actor: Actor, dossier: Dossier) -> bool:
    """Is it hers: as the person, in her account, or because she, an official, filled it in?"""
    if actor.is_citizen:
        return applies(actor, dossier)
    if actor.account_id is None or actor.is_program:
        return False
    return actor.account_id in (dossier.owner_id, dossier.helper_id)


def stood_in(actor: Actor, dossier: Dossier) -> bool:
    """Did she file it, or begin it, under a mandate that is over?

    While a mandate holds the dossier lies in the attorney's account; when it ends, in that of whoever gave it
    (``actions.close_mandates``). What she did stays hers to prove; what it is about does not (decision 7).
    """
    return (
        actor.is_citizen
        and actor.account_id is not None
        and actor.account_id == dossier.helper_id
        and not applies(actor, dossier)
    )


def require_content(actor: Actor, dossier: Dossier) -> None:
    """May she read what the dossier is about?

    :raises MandateOver: she filed it under a mandate that is over.
    """
    if stood_in(actor, dossier):
        raise MandateOver


def began(actor: Actor, dossier: Dossier) -> bool:
    """Did she begin this draft? Nobody else fills or sends it; at a counter, only while she works at that counter."""
    if actor.account_id is None:
        return False
    if actor.is_official:
        at_its = dossier.receiver_agency_id in actor.agencies_as(Role.COUNTER)
        return at_its and actor.account_id == dossier.helper_id
    if actor.is_program:
        return may_submit(actor) and actor.account_id == dossier.helper_id
    return actor.account_id == dossier.owner_id


def counters_of(dossier: Dossier) -> set[int]:
    """The counters at which it may be asked for; the home counter only once it was received."""
    counters = {dossier.receiver_agency_id, dossier.return_agency_id}
    return counters | {dossier.home_counter_id} if dossier.received_at else counters


def sees(actor: Actor, dossier: Dossier) -> bool:
    """The same question about one dossier; a test holds it equal to :func:`visible_to`."""
    if actor.is_citizen:
        return owns(actor, dossier) or stood_in(actor, dossier)
    if actor.is_program:
        return reads(actor, dossier)
    if not actor.is_official:
        return False
    if dossier.is_draft:
        return dossier.helper_id == actor.account_id
    return (
        holds(actor, dossier)
        or bool(counters_of(dossier) & _reach(actor, *AT_COUNTER))
        or dossier.decider_agency_id in _reach(actor, *LEADING)
        or dossier.unit_agency_id in _reach(actor, *IN_UNIT)
    )


def posts_where_held(actor: Actor, dossier: Dossier) -> list[Post]:
    """Her posts, or those she stands in for, of the role and agency that hold the dossier, whoever is named there."""
    return [
        post
        for post in actor.posts
        if post.agency_id == dossier.holder_agency_id and post.role.value == dossier.holder_role
    ]


def post_for(actor: Actor, dossier: Dossier) -> Post | None:
    """The post by which this actor holds the dossier: her own before that of an absent colleague; none, not her turn."""
    named = dossier.holder_account_id
    may = [
        post
        for post in posts_where_held(actor, dossier)
        if post.role in WORKING and named in (None, post.for_account_id or actor.account_id)
    ]
    return min(may, key=lambda post: post.for_account_id is not None, default=None)


def holds(actor: Actor, dossier: Dossier) -> bool:
    """Is it this actor's turn: the role and agency that hold the dossier, and nobody else named?"""
    return post_for(actor, dossier) is not None


def applies(actor: Actor, dossier: Dossier) -> bool:
    """Is the actor the applicant herself, or the citizen who filed for her in her own account?"""
    if not actor.is_citizen:
        return False
    return (actor.account_id is not None and actor.account_id == dossier.owner_id) or (
        actor.person_id is not None and actor.person_id == dossier.person_id
    )


def at_its_counter(actor: Actor, dossier: Dossier) -> bool:
    """Does she work at one of its counters?"""
    return actor.is_official and bool(counters_of(dossier) & actor.agencies_as(Role.COUNTER))


def collecting_agency(actor: Actor, dossier: Dossier) -> int | None:
    """The counter of this actor that may take the money of the dossier, if she sits at one of its counters."""
    mine = counters_of(dossier) & actor.agencies_as(Role.COUNTER) if actor.is_official else set()
    return min(mine) if mine else None


def require_seen(actor: Actor, dossier: Dossier | None) -> Dossier:
    """The dossier, when this actor may know of it.

    :raises NoSuchDossier: when it does not exist or is not for this actor: the answer is the same.
    """
    if dossier is None or not sees(actor, dossier):
        raise NoSuchDossier
    return dossier


def require_register(actor: Actor, agency_id: int) -> None:
    """May this actor read register 07 of this agency: does she work at its counter?

    :raises NoSuchRegister: when she does not; nobody learns which agencies have one.
    """
    if not (actor.is_official and agency_id in _reach(actor, *AT_COUNTER)):
        raise NoSuchRegister


def may_see_recalculations(actor: Actor) -> bool:
    """An administrator of the province: the calendar is hers."""
    return actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)


def may_work_on_dossiers(actor: Actor) -> bool:
    """Does the actor hold a post that works on dossiers at all?"""
    return actor.is_official and actor.holds(*WORKING)


OPEN_STATES: Final = tuple(sorted(state.value for state in OPEN))
