"""Procedures as work an agency holds: while it decides, receives, returns or collects for one, it cannot be ended.

Officials hold none by name. ``config.wiring`` registers it (``organisations.types.HeldWork``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from namkhong.foundation.organisations.types import HeldItem
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.procedures.queries.offerings import named_in


class HeldOfferings:
    """The procedures that name an agency, today or from a later day on; what has a day on which it ends is settled."""

    def count(self, *, account_id: int | None = None, agency_id: int | None = None) -> int:
        """How many procedures; none for an official."""
        return 0 if account_id is not None or agency_id is None else len(named_in(agency_id))

    def list(
        self, *, account_id: int | None = None, agency_id: int | None = None, limit: int = 20
    ) -> Sequence[HeldItem]:
        """By code."""
        if account_id is not None or agency_id is None:
            return []
        names = named_in(agency_id, on=clock.local_date(clock.now()))
        return [HeldItem(("procedures.procedure", pk), said) for pk, said in names[:limit]]

    def reassign(
        self, *, from_account_id: int, to_account_id: int | None, agency_id: int | None, actor: Actor, now: datetime
    ) -> int:
        """No official holds a procedure by name."""
        return 0
