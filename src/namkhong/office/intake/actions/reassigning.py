"""An official leaves or is away: what is hers by name goes to a colleague of the same post, or back to the unit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.kernel.events import publish
from namkhong.office.intake.errors import NotYours
from namkhong.office.intake.events import WorkHandedOver
from namkhong.office.intake.models import Assignment
from namkhong.office.intake.states import End


@transaction.atomic
def reassign(
    *, from_account_id: int, to_account_id: int | None, agency_id: int | None, actor: Actor, now: datetime
) -> int:
    """Take every open assignment of one official by name from her; returns how many.

    ``to_account_id`` gets those of units where he holds a post too; all others, and all with ``None``, go back to their unit.
    Deadlines and the notes stay.

    :raises NotYours: for everybody but the platform itself and an administrator in an elevated session; whose work she may touch
        is asked where the post ends (``organisations``).
    """
    if actor.kind is not ActorKind.SYSTEM and not (actor.holds(Role.ADMINISTRATOR) and actor.elevated(now)):
        raise NotYours
    day = clock.local_date(now)
    places: set[int] = set()
    if to_account_id is not None:
        places = {int(post.agency_id) for post in organisations.posts_of(to_account_id, day)}
    rows = Assignment.objects.select_for_update().filter(account_id=from_account_id, end=End.OPEN)
    if agency_id is not None:
        rows = rows.filter(unit_id=agency_id)
    moved = list(rows.order_by("pk"))
    for row in moved:
        row.account_id = to_account_id if row.unit_id in places else None
        audit.record(
            actor, "intake.reassigned", ("assignment", row.pk), now=now,
            detail={"from": from_account_id, "to": row.account_id or 0},
        )  # fmt: skip
    Assignment.objects.bulk_update(moved, ["account"], batch_size=500)
    for row in moved:
        publish(WorkHandedOver(assignment_id=row.pk, at=now))
    return len(moved)
