"""An official leaves: tasks that are hers by hand go to a colleague of the same unit, or back to the unit.

Those of a note follow their assignment (``intake`` hands it over and says so).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.office.directives.errors import NotYours
from namkhong.office.directives.models import Directive
from namkhong.office.directives.states import OPEN


@transaction.atomic
def reassign(
    *, from_account_id: int, to_account_id: int | None, agency_id: int | None, actor: Actor, now: datetime
) -> int:
    """Take every open task given to one official by hand from her; returns how many.

    :raises NotYours: for everybody but the platform itself and an administrator in an elevated session.
    """
    if actor.kind is not ActorKind.SYSTEM and not (actor.holds(Role.ADMINISTRATOR) and actor.elevated(now)):
        raise NotYours
    places: set[int] = set()
    if to_account_id is not None:
        places = {int(post.agency_id) for post in organisations.posts_of(to_account_id, clock.local_date(now))}
    rows = Directive.objects.select_for_update().filter(
        lead_account_id=from_account_id, assignment__isnull=True, state__in=sorted(OPEN)
    )
    if agency_id is not None:
        rows = rows.filter(lead_unit_id=agency_id)
    moved = list(rows.order_by("pk"))
    for row in moved:
        row.lead_account_id = to_account_id if row.lead_unit_id in places else None
        detail = {"from": from_account_id, "to": row.lead_account_id or 0}
        audit.record(actor, "directives.reassigned", ("directive", row.pk), now=now, detail=detail)
    Directive.objects.bulk_update(moved, ["lead_account"], batch_size=500)
    return len(moved)
