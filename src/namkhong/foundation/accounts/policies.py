"""Who may open, lock and unlock accounts; who may elevate. Pure questions over the actor."""

from __future__ import annotations

from typing import Final

from namkhong.foundation.accounts.errors import NotAdministrator, OwnAccount
from namkhong.kernel.actor import Actor, ActorKind, Role


def is_administrator(actor: Actor) -> bool:
    """The platform itself, or an official who holds an administrator's post today."""
    return actor.kind is ActorKind.SYSTEM or (actor.is_official and actor.holds(Role.ADMINISTRATOR))


def require_administrator(actor: Actor) -> None:
    """:raises NotAdministrator: for everybody else."""
    if not is_administrator(actor):
        raise NotAdministrator


def require_province(actor: Actor) -> None:
    """Programs come in for the whole province.

    :raises NotAdministrator: for everybody but the province's administrators and the platform itself.
    """
    if actor.kind is not ActorKind.SYSTEM and not (actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)):
        raise NotAdministrator


def require_other(actor: Actor, account_id: int) -> None:
    """:raises OwnAccount: when an administrator turns on herself."""
    if actor.account_id == account_id:
        raise OwnAccount


def require_self(actor: Actor, account_id: int) -> None:
    """:raises NotAdministrator: when somebody changes another's password or second factor as if it were her own."""
    if actor.account_id != account_id:
        raise NotAdministrator


ELEVATING: Final = (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)  # those whose work changes what others rely on


def may_elevate(actor: Actor) -> bool:
    """Only officials who administer, or keep the catalogue of procedures."""
    return actor.is_official and actor.holds(*ELEVATING)
