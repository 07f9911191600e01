"""Who may change the calendar."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from namkhong.foundation.calendars.errors import NotAdministrator
from namkhong.kernel.actor import Actor, ActorKind, Role


def may_change(actor: Actor, now: datetime) -> bool:
    """The province's administrator in an elevated session, or the platform itself: every due date hangs on it."""
    return actor.kind is ActorKind.SYSTEM or (
        actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR) and actor.elevated(now)
    )


def require_change(actor: Actor, now: datetime) -> None:
    """Refuse everybody else.

    :raises NotAdministrator:
    """
    if not may_change(actor, now):
        raise NotAdministrator(_("Chỉ quản trị hệ thống của tỉnh, trong phiên nâng quyền, mới được sửa lịch làm việc."))
