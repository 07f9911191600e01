"""The time limits as the product knows them."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.kernel.worktime import parse_limit
from namkhong.office.intake.models import TimeRule


@transaction.atomic
def load_facts(now: datetime, actor: Actor) -> int:
    """Load ``facts/intake.json``; loading again changes nothing. Returns how many rules are new.

    :raises LimitUnclear: for a limit that cannot be read; nothing is loaded then.
    """
    known = json.loads((settings.FACTS / "intake.json").read_text(encoding="utf-8"))
    new = 0
    for row in known["rules"]:
        parse_limit(row["limit"])
        _rule, created = TimeRule.objects.get_or_create(
            kind=row["kind"],
            effective_from=date.fromisoformat(row["effective_from"]),
            defaults={
                "limit": row["limit"],
                "legal_source": row["legal_source"],
                "effective_to": date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
                "to_be_confirmed": row["to_be_confirmed"],
            },
        )
        new += created
    if new:
        audit.record(actor, "intake.facts_loaded", ("time_rules", "facts"), now=now, detail={"new": new})
    return new
