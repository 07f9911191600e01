"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.services.openness import policies
from namkhong.web.http import Request


def board_link(request: Request, **_subject: Any) -> str:
    """For the slot ``home_figures``: from the month's figures to the whole board."""
    return render_to_string("openness/citizen/link.html", {}, request=request)


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: the report of responsibility, for those who answer for a unit."""
    who = request.actor
    if not (who.is_official and who.holds(*policies.READERS)):
        return ""
    here = request.path.startswith(reverse("responsibility"))
    return render_to_string("openness/officer/nav.html", {"here": here}, request=request)
