"""Who offers a procedure follows a reorganisation (``organisations.types.FollowsAgencies``)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from namkhong.foundation.organisations.types import AgencyMap, Flow, Forecast, Moved
from namkhong.kernel.actor import Actor
from namkhong.services.procedures.actions.following import follow, named_by


class FollowingOfferings:
    """The rules that name an agency which ends."""

    def forecast(self, agencies: AgencyMap) -> Forecast:
        """How many rules go where."""
        counted: Counter[tuple[int, int]] = Counter()
        for rule in named_by(agencies).select_related("procedure"):
            places = (rule.decider_id, rule.receiver_id, rule.return_place_id, rule.collection_id)
            old = next(pk for pk in places if pk is not None and pk in agencies.to)
            counted[old, agencies.successor(old, rule.procedure.code)] += 1
        return Forecast(tuple(Flow(old, new, count) for (old, new), count in counted.items()))

    def move(self, agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
        """The next batch."""
        return follow(agencies, after=after, most=most, reason=reason, actor=actor, now=now)
