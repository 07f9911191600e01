"""Dossiers as work that officials hold (``organisations.types.HeldWork``); ``config.wiring`` registers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from namkhong.foundation.organisations.types import HeldItem
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.actions.reassigning import reassign
from namkhong.services.dossiers.queries.held import count_held, held


class HeldDossiers:
    """What an official or an agency holds today."""

    def count(self, *, account_id: int | None = None, agency_id: int | None = None) -> int:
        """How many; the counting stops past a thousand."""
        return count_held(clock.local_date(clock.now()), account_id=account_id, agency_id=agency_id)

    def list(
        self, *, account_id: int | None = None, agency_id: int | None = None, limit: int = 20
    ) -> Sequence[HeldItem]:
        """What is due first: code and step, never a name."""
        found = held(clock.local_date(clock.now()), account_id=account_id, agency_id=agency_id)
        return [
            HeldItem(("dossier", row.pk), f"{row.code} – {row.step_name}", row.step_due_at)
            for row in found.order_by("step_due_at", "pk")[:limit]
        ]

    def reassign(
        self, *, from_account_id: int, to_account_id: int | None, agency_id: int | None, actor: Actor, now: datetime
    ) -> int:
        """What was hers by name goes to the other, or back to the post."""
        return reassign(
            from_account_id=from_account_id, to_account_id=to_account_id, agency_id=agency_id, actor=actor, now=now
        )
