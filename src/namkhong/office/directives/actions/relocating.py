"""Open tasks go to who carries on for the agency that ended; those of a note follow their assignment, here only the agency."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations.types import AgencyMap, Moved
from namkhong.kernel.actor import Actor
from namkhong.office.directives.models import Directive
from namkhong.office.directives.states import OPEN


def waiting_at(agencies: AgencyMap) -> QuerySet[Directive]:
    """Open tasks of an agency which ends."""
    old = list(agencies.to)
    return Directive.objects.filter(Q(agency_id__in=old) | Q(lead_unit_id__in=old), state__in=sorted(OPEN))


def follow(agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
    """Move the next ones in the caller's transaction; the day stays, whoever is named stays where she works on."""
    rows = list(waiting_at(agencies).filter(pk__gt=after).select_for_update(of=("self",)).order_by("pk")[:most])
    details = {}
    for row in rows:
        before = (row.agency_id, row.lead_unit_id)
        row.agency_id, row.lead_unit_id = (agencies.successor(one) for one in before)
        named = {account for account, agency, _role in agencies.posts if agency == row.lead_unit_id}
        if before[1] != row.lead_unit_id and row.lead_account_id not in named:
            row.lead_account_id = None
        details[row.pk] = {"from": list(before), "to": [row.agency_id, row.lead_unit_id]}
    Directive.objects.bulk_update(rows, ["agency", "lead_unit", "lead_account"], batch_size=500)
    if details:
        audit.record_all(actor, "directives.relocated", "directive", details, now=now, reason=reason)
    return Moved(len(rows), rows[-1].pk if rows else after, len(rows) == most)
