"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from namkhong.foundation.notifications import queries
from namkhong.web.http import Request


def notices_count(request: Request, **_subject: Any) -> str:
    """For the slot ``notices_count``: how many notices were not opened yet; nothing when there are none."""
    account = request.actor.account_id
    if account is None or not (count := queries.unread(account)):
        return ""
    shown = "99+" if count >= queries.UNREAD_LIMIT else str(count)
    return render_to_string("notifications/count.html", {"count": shown}, request)
