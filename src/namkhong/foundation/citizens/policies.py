"""Who may see, enrol and change. Pure questions over the actor."""

from __future__ import annotations

from namkhong.foundation.citizens.errors import NoSuchPerson, NotTheCounter
from namkhong.kernel.actor import Actor, ActorKind, Scope


def is_herself(actor: Actor, person_id: int) -> bool:
    """The person is acting for herself."""
    return actor.is_citizen and actor.person_id == person_id


def require_herself(actor: Actor, person_id: int) -> None:
    """:raises NoSuchPerson: for everybody else: whether the person exists is nobody else's business."""
    if not is_herself(actor, person_id):
        raise NoSuchPerson


def require_counter(actor: Actor) -> None:
    """Officials who hold a post, programs that submit for people, and the platform itself.

    :raises NotTheCounter: for everybody else.
    """
    submits = actor.is_program and Scope.SUBMIT in actor.scopes
    if not (actor.kind is ActorKind.SYSTEM or submits or (actor.is_official and actor.posts)):
        raise NotTheCounter
