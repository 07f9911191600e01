"""Questions and complaints that wait follow a reorganisation (``organisations.types.FollowsAgencies``)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from namkhong.foundation.organisations.types import AgencyMap, Flow, Forecast, Moved
from namkhong.kernel.actor import Actor
from namkhong.services.feedback.actions.following import follow, waiting_at


class FollowingInquiries:
    """Open inquiries at a desk, or assigned to an agency, that ends."""

    def forecast(self, agencies: AgencyMap) -> Forecast:
        """How many go where."""
        rows = waiting_at(agencies).values_list("desk_agency_id", "assigned_agency_id")
        counted: Counter[tuple[int, int]] = Counter()
        for desk, assigned in rows:
            old = desk if desk in agencies.to else assigned
            counted[old, agencies.successor(old)] += 1
        return Forecast(tuple(Flow(old, new, count) for (old, new), count in counted.items()))

    def move(self, agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
        """The next batch."""
        return follow(agencies, after=after, most=most, reason=reason, actor=actor, now=now)
