"""Somebody leaves a post: what she held goes to a colleague or back to the post, never nowhere unsaid."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.foundation.organisations.errors import StillHolds, WrongEntry
from namkhong.foundation.organisations.models import PostHolding
from namkhong.foundation.organisations.queries import officials_at
from namkhong.foundation.organisations.types import POST, WorkTo, held_by, reassign_all
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role


def settle_work(post: PostHolding, work_to: WorkTo, actor: Actor, now: datetime) -> int:
    """Hand over what the holder of a post holds there, at once; returns how much was hers by name.

    :raises StillHolds: she holds something and nobody said where it goes.
    :raises WrongEntry: the colleague does not hold the same post today.
    """
    account_id = post.official.account_id
    if work_to is None:
        if held := held_by(account_id=account_id, agency_id=post.agency_id):
            raise StillHolds(", ".join(str(one) for one in held))
        return 0
    if work_to != POST:
        colleagues = officials_at(post.agency_id, Role(post.role), clock.local_date(now))
        if work_to == account_id or work_to not in {official.account_id for official in colleagues}:
            sentence = _("Người nhận bàn giao phải đang giữ cùng vị trí ở cơ quan này. Xin chọn lại.")
            raise WrongEntry(sentence, fields={"successor": sentence})
    return reassign_all(
        from_account_id=account_id,
        to_account_id=work_to if isinstance(work_to, int) else None,
        agency_id=post.agency_id,
        actor=actor,
        now=now,
    )
