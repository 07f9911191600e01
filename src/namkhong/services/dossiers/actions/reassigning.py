"""An official leaves: the dossiers that were hers by name go to a colleague in the same post, or back to the post."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Dossier


@transaction.atomic
def reassign(
    *, from_account_id: int, to_account_id: int | None, agency_id: int | None, actor: Actor, now: datetime
) -> int:
    """Take every dossier given to one official by name from her; returns how many.

    ``to_account_id`` gets those whose post she holds too; all others, and all with ``None``, go back to their post,
    where whoever holds it may take them. The legal date and the step stay.

    :raises NotYours: for everybody but an administrator in an elevated session.
    """
    policies.require_reassign(actor, now)
    day = clock.local_date(now)
    places = {(post.agency_id, post.role.value) for post in organisations.posts_of(from_account_id, day)}
    taken = set()
    if to_account_id is not None:
        taken = {(post.agency_id, post.role.value) for post in organisations.posts_of(to_account_id, day)}
    rows = Dossier.objects.filter(holder_account_id=from_account_id, state__in=policies.OPEN_STATES)
    if agency_id is not None:
        rows = rows.filter(holder_agency_id=agency_id)
    else:
        rows = rows.filter(holder_agency_id__in={agency for agency, _role in places})
    moved = list(rows.select_for_update().only("pk", "holder_agency_id", "holder_role", "holder_account_id"))
    for dossier in moved:
        given = (dossier.holder_agency_id, dossier.holder_role) in taken
        dossier.holder_account_id = to_account_id if given else None
        audit.record(
            actor,
            "dossiers.reassigned",
            ("dossier", dossier.pk),
            now=now,
            detail={"from": from_account_id, "to": dossier.holder_account_id},
        )
    Dossier.objects.bulk_update(moved, ["holder_account"], batch_size=500)
    return len(moved)
