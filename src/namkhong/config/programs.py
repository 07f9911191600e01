"""Programs of other systems: who is behind a token, as an actor like any other, with the posts its scopes name.

A program does the work of a post only in its agency and the units right below, and never what a person must answer for
with her name (``dossiers.policies.programs``).
"""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.accounts import queries as accounts
from namkhong.foundation.accounts.types import Program
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel.actor import MOVING, Actor, ActorKind, AgencyId, Post, PostId
from namkhong.kernel.remembering import remember


def program_of(header: str, now: datetime) -> Program | None:
    """The program behind an ``Authorization`` header; one query at most. ``None`` for anything but a token that holds."""
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not 20 <= len(token) <= 200 or not token.isascii():
        return None
    return accounts.program(token, now=now)


def actor_of(program: Program) -> Actor:
    """The program as an actor: posts by its ``move`` scopes, the agencies whose dossiers it may read."""
    agencies = _inside(program.agency_key) if program.agency_key else ()
    roles = [scope.role for scope in sorted(MOVING) if scope.value in program.scopes and scope.role is not None]
    return Actor(
        kind=ActorKind.API_CLIENT,
        account_id=program.account_id,
        label=program.name,
        posts=tuple(
            Post(PostId(0), role, AgencyId(agency.id), agency.path, agency.name, program.name)
            for role in roles
            for agency in agencies
        ),
        scopes=program.scopes,
        reach=frozenset(AgencyId(agency.id) for agency in agencies),
    )


@remember(seconds=60)
def _inside(code: str) -> tuple[AgencyCard, ...]:
    return tuple(organisations.inside(code))
