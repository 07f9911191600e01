"""Open inquiries go to who carries on for the agency that ended; a complaint never to whom it is about."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations.types import AgencyMap, Moved
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.feedback import policies
from namkhong.services.feedback.events import InquiryRelocated
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.states import OPEN
from namkhong.services.feedback.types import Kind


def waiting_at(agencies: AgencyMap) -> QuerySet[Inquiry]:
    """Open inquiries that name an agency which ends."""
    old = list(agencies.to)
    named = Q(desk_agency__in=old) | Q(assigned_agency__in=old) | Q(kind=Kind.COMPLAINT, about_agency__in=old)
    return Inquiry.objects.filter(named, state__in=sorted(OPEN))


def follow(agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
    """Move the next open inquiries in the caller's transaction; time and state stay."""
    rows = list(waiting_at(agencies).filter(pk__gt=after).select_for_update(of=("self",)).order_by("pk")[:most])
    details = {}
    for row in rows:
        before = (row.desk_agency_id, row.assigned_agency_id, row.about_agency_id)
        if row.kind == Kind.COMPLAINT:  # who carries on for the agency it is about must not have it either
            row.about_agency_id = agencies.successor(row.about_agency_id)
        if row.desk_agency_id in agencies.to:
            row.desk_agency_id = (
                policies.desk_of(Kind.COMPLAINT, row.about_agency_id)
                if row.kind == Kind.COMPLAINT
                else agencies.successor(row.desk_agency_id)
            )
        _assigned(row, agencies)
        details[row.pk] = {"from": before, "to": (row.desk_agency_id, row.assigned_agency_id, row.about_agency_id)}
    Inquiry.objects.bulk_update(
        rows, ["desk_agency", "assigned_agency", "assigned_to", "about_agency"], batch_size=500
    )  # fmt: skip
    if details:
        audit.record_all(actor, "feedback.relocated", "inquiry", details, now=now, reason=reason)
    for row in rows:
        publish(InquiryRelocated(inquiry_id=row.pk, reorganisation_id=agencies.plan_id, at=now))
    return Moved(len(rows), rows[-1].pk if rows else after, len(rows) == most)


def _assigned(row: Inquiry, agencies: AgencyMap) -> None:
    """The agency that answers goes on; whoever was named stays named when she has a post where it went."""
    if row.assigned_agency_id is None or row.assigned_agency_id not in agencies.to:
        return
    row.assigned_agency_id = agencies.successor(row.assigned_agency_id)
    if not any(
        account == row.assigned_to_id and agency == row.assigned_agency_id for account, agency, _role in agencies.posts
    ):
        row.assigned_to_id = None
