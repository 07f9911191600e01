"""Dossiers and opinions follow a reorganisation (``organisations.types.FollowsAgencies``); ``config.wiring`` registers them."""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.organisations.types import AgencyMap, Forecast, Moved
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.actions.relocating import relocate, relocate_opinions
from namkhong.services.dossiers.queries.relocations import forecast, forecast_opinions


class FollowingDossiers:
    """Open dossiers and drafts."""

    def forecast(self, agencies: AgencyMap) -> Forecast:
        """How many go where."""
        return forecast(agencies, clock.now())

    def move(self, agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
        """The next batch."""
        return relocate(agencies, after=after, most=most, reason=reason, actor=actor, now=now)


class FollowingOpinions:
    """Open questions put to agencies."""

    def forecast(self, agencies: AgencyMap) -> Forecast:
        """How many go where."""
        return forecast_opinions(agencies)

    def move(self, agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
        """The next batch."""
        return relocate_opinions(agencies, after=after, most=most, reason=reason, actor=actor, now=now)
