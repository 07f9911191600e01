"""From the day of a reorganisation, procedures are offered by who carries on for an agency that ended."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations.types import AgencyMap, Moved
from namkhong.kernel.actor import Actor
from namkhong.services.procedures.models import Offering
from namkhong.services.procedures.queries import offerings


def named_by(agencies: AgencyMap) -> QuerySet[Offering]:
    """The rules in force on the day or later that name an agency which ends."""
    old = list(agencies.to)
    named = Q(decider__in=old) | Q(receiver__in=old) | Q(return_place__in=old) | Q(collection__in=old)
    return Offering.objects.filter(named, Q(valid_to__isnull=True) | Q(valid_to__gt=agencies.on))


def follow(agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
    """End the rules of agencies that end and begin those of their successors, in the caller's transaction."""
    rows = list(named_by(agencies).filter(pk__gt=after).select_related("procedure").order_by("pk")[:most])
    details = {rule.pk: _follow(rule, agencies, now) for rule in rows}
    if details:
        audit.record_all(actor, "procedures.offering_relocated", "offering", details, now=now, reason=reason)
        offerings.rules_of.forget()
    return Moved(len(rows), rows[-1].pk if rows else after, len(rows) == most)


def _follow(rule: Offering, agencies: AgencyMap, now: datetime) -> dict[str, object]:
    code = rule.procedure.code
    new = Offering(
        procedure_id=rule.procedure_id,
        decided_by=rule.decided_by,
        decider_id=None if rule.decider_id is None else agencies.successor(rule.decider_id, code),
        receiver_id=None if rule.receiver_id is None else agencies.counter(rule.receiver_id, code),
        return_place_id=None if rule.return_place_id is None else agencies.counter(rule.return_place_id, code),
        collection_id=None if rule.collection_id is None else agencies.counter(rule.collection_id, code),
        valid_from=max(rule.valid_from, agencies.on),
        valid_to=rule.valid_to,
        created_at=now,
    )
    if rule.valid_from >= agencies.on:
        rule.delete()
    else:
        rule.valid_to = agencies.on
        rule.save(update_fields=["valid_to"])
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:  # two agencies that offered it became one: one rule is enough
        return {"ended": rule.procedure_id, "by": None}
    return {"procedure": rule.procedure_id, "by": new.pk, "from": agencies.on.isoformat()}
