"""Open documents go to who carries on for the agency that ended: the day stays, whoever is named stays where she works on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations.types import AgencyMap, Moved
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.intake.events import WorkHandedOver
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.states import OPEN, End, State


def waiting_at(agencies: AgencyMap) -> QuerySet[Arrival]:
    """Documents that are not dealt with at an agency which ends, or with work open in a unit of it."""
    old = list(agencies.to)
    given = Assignment.objects.filter(arrival=OuterRef("pk"), unit_id__in=old, end=End.OPEN)
    return Arrival.objects.filter(Q(agency_id__in=old, state__in=sorted({State.ARRIVED, *OPEN})) | Q(Exists(given)))


def follow(agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
    """Move the next ones in the caller's transaction. The row of the book stays in the book it was entered in."""
    rows = list(waiting_at(agencies).filter(pk__gt=after).select_for_update(of=("self",)).order_by("pk")[:most])
    given = list(
        Assignment.objects.filter(arrival__in=rows, unit_id__in=list(agencies.to), end=End.OPEN).select_for_update()
    )
    details = {}
    for row in rows:
        before = row.agency_id
        if row.now_in is State.ARRIVED or row.now_in in OPEN:
            row.agency_id = agencies.successor(row.agency_id)
        details[row.pk] = {"from": before, "to": row.agency_id}
    for one in given:
        one.unit_id = agencies.successor(one.unit_id)
        if not any(account == one.account_id and agency == one.unit_id for account, agency, _role in agencies.posts):
            one.account_id = None
    Arrival.objects.bulk_update(rows, ["agency"], batch_size=500)
    Assignment.objects.bulk_update(given, ["unit", "account"], batch_size=500)
    if details:
        audit.record_all(actor, "intake.relocated", "arrival", details, now=now, reason=reason)
    for one in given:
        publish(WorkHandedOver(assignment_id=one.pk, at=now))
    return Moved(len(rows), rows[-1].pk if rows else after, len(rows) == most)
