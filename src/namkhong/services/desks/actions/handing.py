"""The whole work of a unit goes to another unit, that of a post to one who holds it: batches of five hundred."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.services.desks import policies
from namkhong.services.desks.actions.batches import start_batch
from namkhong.services.desks.errors import NobodyTakes, NothingHeldThere
from namkhong.services.desks.models import Batch
from namkhong.services.desks.types import MOST, Deed, Ticked
from namkhong.services.dossiers import queries as dossiers

MOST_BATCHES: Final = 40  # twenty thousand dossiers; what is over is handed over by pressing again


@transaction.atomic
def hand_unit(*, from_agency_id: int, to_agency_id: int, key: str, actor: Actor, now: datetime) -> list[Batch]:
    """Everything that is in work in one unit goes to the other, where the same post has it; each dossier by itself.

    Sent again it is the same batches; pressed again later it is what has come since.

    :raises NobodyTakes: she does not lead both units. :raises NothingHeldThere: there is nothing to hand over.
    """
    policies.require_work(actor)
    cards = organisations.cards_of([from_agency_id, to_agency_id])
    giver, taker = cards.get(from_agency_id), cards.get(to_agency_id)
    if giver is None or taker is None or not dossiers.may_hand_over(actor, giver, taker):
        raise NobodyTakes
    return _batches(Deed.TO_UNIT, from_agency_id, "", key, actor, now, target_agency_id=to_agency_id)


@transaction.atomic
def hand_post(*, agency_id: int, role: str, to_account_id: int, key: str, actor: Actor, now: datetime) -> list[Batch]:
    """Everything that lies at one post, named to somebody or free, goes to one official who holds it.

    :raises NobodyTakes: she does not head the unit, or the official does not hold the post.
    :raises NothingHeldThere: there is nothing to hand over.
    """
    policies.require_work(actor)
    if role not in set(Role) or not policies.heads_unit(actor, agency_id):
        raise NobodyTakes
    holders = organisations.officials_at(agency_id, Role(role), clock.local_date(now))
    if to_account_id not in {one.account_id for one in holders}:
        raise NobodyTakes
    return _batches(Deed.ASSIGN, agency_id, role, key, actor, now, target_id=to_account_id)


def _batches(
    deed: Deed,
    agency_id: int,
    role: str,
    key: str,
    actor: Actor,
    now: datetime,
    *,
    target_id: int | None = None,
    target_agency_id: int | None = None,
) -> list[Batch]:
    held = dossiers.chosen_there(actor, agency_id, role, limit=MOST * MOST_BATCHES)
    if not held:
        raise NothingHeldThere
    return [
        start_batch(
            deed=deed,
            ticked=[Ticked(one.id, one.revision) for one in held[first : first + MOST]],
            key=f"{key[:60]}-{agency_id}-{role}-{first}",
            target_id=target_id,
            target_agency_id=target_agency_id,
            actor=actor,
            now=now,
        )
        for first in range(0, len(held), MOST)
    ]
