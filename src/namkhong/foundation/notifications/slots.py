"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.foundation.notifications import policies, queries
from namkhong.web.http import Request


def notices_count(request: Request, **_subject: Any) -> str:
    """For the slot ``notices_count``: how many notices were not opened yet; nothing when there are none."""
    account = request.actor.account_id
    if account is None or not (count := queries.unread(account)):
        return ""
    shown = "99+" if count >= queries.UNREAD_LIMIT else str(count)
    return render_to_string("notifications/count.html", {"count": shown}, request)


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: what failed, for administrators."""
    if not policies.may_see_failures(request.actor):
        return ""
    here = request.path == reverse("failed_jobs")
    return render_to_string("notifications/admin/nav.html", {"here": here}, request)
