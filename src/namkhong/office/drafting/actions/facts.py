"""The chains of checks as the product knows them."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.office.drafting.models import Chain
from namkhong.office.drafting.states import Check


@transaction.atomic
def load_facts(now: datetime, actor: Actor | None = None) -> int:
    """Load ``facts/drafting.json``; loading again changes nothing. Returns how many chains are new."""
    known = json.loads((settings.FACTS / "drafting.json").read_text(encoding="utf-8"))
    new = 0
    for row in known["chains"]:
        _chain, created = Chain.objects.get_or_create(
            agency=None,
            kind=row["kind"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "checks": [Check(one).value for one in row["checks"]],
                "initials": [Check(one).value for one in row["initials"]],
                "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                "source": row["source"],
                "to_be_confirmed": row["to_be_confirmed"],
            },
        )
        new += created
    if new:
        system = actor or Actor.system("Nạp dữ liệu ban đầu")
        audit.record(system, "drafting.facts_loaded", ("chains", "facts"), now=now, detail={"new": new})
    return new
