"""Who sees a registered document because it was given to her or to her unit (``documents.types.register_sight``)."""

from __future__ import annotations

from collections.abc import Collection

from namkhong.kernel.actor import Actor
from namkhong.office.intake import policies
from namkhong.office.intake.models import Assignment


def sight(actor: Actor, ids: Collection[int]) -> set[int]:
    """Those of these documents that this official was given, or her unit. One query."""
    if not actor.is_official:
        return set()
    rows = Assignment.objects.filter(policies.concerns(actor), arrival__document_id__in=list(ids))
    return set(rows.values_list("arrival__document_id", flat=True))
