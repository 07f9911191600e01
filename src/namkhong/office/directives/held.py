"""Tasks as work that officials hold (``organisations.types.HeldWork``); ``config.wiring`` registers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from namkhong.foundation.organisations.types import HeldItem
from namkhong.kernel.actor import Actor
from namkhong.office.directives.actions.reassigning import reassign
from namkhong.office.directives.queries.held import count_held, held


class HeldDirectives:
    """What an official or a unit was given by hand and has not done."""

    def count(self, *, account_id: int | None = None, agency_id: int | None = None) -> int:
        """How many; the counting stops past a thousand."""
        return count_held(account_id=account_id, agency_id=agency_id)

    def list(
        self, *, account_id: int | None = None, agency_id: int | None = None, limit: int = 20
    ) -> Sequence[HeldItem]:
        """What is due first."""
        rows = held(account_id=account_id, agency_id=agency_id).order_by("due_at", "pk")[:limit]
        return [HeldItem(("directive", row.pk), row.subject[:120], row.due_at) for row in rows]

    def reassign(
        self, *, from_account_id: int, to_account_id: int | None, agency_id: int | None, actor: Actor, now: datetime
    ) -> int:
        """What was hers by name goes to the other, or back to the unit."""
        return reassign(
            from_account_id=from_account_id, to_account_id=to_account_id, agency_id=agency_id, actor=actor, now=now
        )
