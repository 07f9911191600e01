"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.office.exchange import policies
from namkhong.web.http import Request


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: what went out and what could not be read, for văn thư, Văn phòng and lãnh đạo.

    Without counts: this stands on every page.
    """
    who = request.actor
    if not (who.is_official and who.holds(*policies.READING)):
        return ""
    outbox, strays = reverse("exchange_outbox"), reverse("exchange_strays")
    links = [
        ("outbox", outbox, "", request.path.startswith(outbox) and not request.path.startswith(strays)),
        ("strays", strays, "", request.path.startswith(strays)),
    ]
    return render_to_string("exchange/officer/nav.html", {"links": links}, request=request)
