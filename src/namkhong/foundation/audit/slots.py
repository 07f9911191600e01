"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from namkhong.web.http import Request


def citizen_menu(request: Request, **_subject: Any) -> str:
    """For the slot ``citizen_menu``: the way to "who has read my data"."""
    if request.actor.person_id is None:
        return ""
    return render_to_string("audit/citizen/menu.html", {}, request)
