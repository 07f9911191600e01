"""Who answers for an agency that was asked for its opinion, and who asks."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from namkhong.kernel.actor import Actor, Post, Role
from namkhong.services.dossiers.errors import NoSuchQuestion, NotYours
from namkhong.services.dossiers.models import Dossier, OpinionRequest
from namkhong.services.dossiers.policies.abilities import Ability, abilities
from namkhong.services.dossiers.policies.seeing import sees

DRAFTING: Final = (Role.SPECIALIST, Role.HEAD, Role.CHIEF_OF_OFFICE, Role.LEADER)
SIGNING: Final = (Role.HEAD, Role.CHIEF_OF_OFFICE, Role.LEADER)


def inside(post: Post, agency_id: int) -> bool:
    """Is this post in the agency or in a unit of it?"""
    return post.agency_id == agency_id or f"/{agency_id}/" in post.agency_path


def asked_places(actor: Actor) -> frozenset[int]:
    """The agencies for which the actor may write an opinion: her own and those above it, but not the province."""
    places: set[int] = set()
    for post in actor.posts:
        if post.role in DRAFTING:
            above = [int(part) for part in post.agency_path.split("/") if part][1:]
            places |= {post.agency_id, *above}
    return frozenset(places)


def may_sign(actor: Actor, request: OpinionRequest) -> bool:
    """Does she lead the asked agency itself?"""
    return actor.is_official and actor.holds_at(request.agency_id, *SIGNING)


def visible_to(actor: Actor) -> Q:
    """The questions put to the agencies of this actor."""
    return Q(agency_id__in=asked_places(actor)) if actor.is_official else Q(pk__in=[])


def answers(actor: Actor, request: OpinionRequest) -> bool:
    """May she know of the question and write the answer?"""
    return actor.is_official and request.agency_id in asked_places(actor)


def require_answering(actor: Actor, request: OpinionRequest, *, sign: bool) -> None:
    """May she answer?

    :raises NoSuchQuestion: it was not put to her agency.
    :raises NotYours: she may write it, another signs it.
    """
    if not answers(actor, request):
        raise NoSuchQuestion
    if sign and not may_sign(actor, request):
        raise NotYours


def require_asker(actor: Actor, dossier: Dossier) -> None:
    """May she ask others, or no longer ask them?

    :raises NoSuchQuestion: the dossier is not for her.
    :raises NotYours: the step is somebody else's.
    """
    if not sees(actor, dossier):
        raise NoSuchQuestion
    if Ability.ASK_OPINION not in abilities(actor, dossier):
        raise NotYours
