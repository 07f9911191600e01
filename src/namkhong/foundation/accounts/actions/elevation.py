"""Elevated sessions of administrators: a reason, a time limit, an end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.accounts import policies
from namkhong.foundation.accounts.errors import NotAdministrator
from namkhong.foundation.accounts.queries import ELEVATION
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Invalid
from namkhong.kernel.text import one_line

LONGEST: Final = 60
SHORTEST_REASON: Final = 10


@transaction.atomic
def elevate(*, actor: Actor, reason: str, minutes: int, session: SessionBase, now: datetime) -> None:
    """Open an elevated session. The caller has made sure that it is she (password, code or passkey, just now).

    :raises NotAdministrator: for everybody without a post that elevates.
    """
    if not policies.may_elevate(actor) or actor.account_id is None:
        raise NotAdministrator
    why = one_line(reason)
    wrong: dict[str, object] = {}
    if not SHORTEST_REASON <= len(why) <= 300:
        wrong["reason"] = _("Xin ghi lý do bằng một câu (10 đến 300 ký tự), ví dụ: mở tài khoản cho cán bộ mới.")
    if not 1 <= minutes <= LONGEST:
        wrong["minutes"] = _("Xin chọn thời gian không quá 60 phút.")
    if wrong:
        raise Invalid(_("Chưa nâng quyền được, xin xem lại."), fields=wrong)
    until = now + timedelta(minutes=minutes)
    session.cycle_key()
    session[ELEVATION] = {"reason": why, "until": until.isoformat()}
    detail = {"minutes": minutes, "until": until.isoformat()}
    audit.record(actor, "accounts.elevated", ("account", actor.account_id), now=now, detail=detail, reason=why)


@transaction.atomic
def end_elevation(*, actor: Actor, session: SessionBase, now: datetime) -> None:
    """Back to an ordinary session. Ending twice is the same as once."""
    if session.pop(ELEVATION, None) is not None and actor.account_id is not None:
        audit.record(actor, "accounts.elevation_ended", ("account", actor.account_id), now=now)
