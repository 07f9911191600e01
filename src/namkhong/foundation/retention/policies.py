"""Who sees what is kept and what goes."""

from __future__ import annotations

from namkhong.foundation.retention.errors import NotProvinceAdministrator
from namkhong.kernel.actor import Actor, Role


def require_province(actor: Actor) -> None:
    """:raises NotProvinceAdministrator: for everybody but the province's administrators."""
    if not (actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)):
        raise NotProvinceAdministrator
