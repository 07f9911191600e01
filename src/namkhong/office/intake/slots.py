"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.office.documents.types import Direction, DocumentCard
from namkhong.office.intake import policies, queries
from namkhong.office.intake.states import STATES
from namkhong.web.http import Request


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: what came in and what was given to me, with counts that stop at a thousand."""
    who = request.actor
    if not who.is_official or not who.holds(*policies.WORKING):
        return ""
    counts = queries.waiting(who)
    work = reverse("my_arrivals")
    links: list[tuple[str, str, Any, bool]] = []
    if who.holds(*policies.DESK):
        first = queries.views_of(who)[0].value
        here = request.path.startswith(reverse("arrivals")) and request.path != work
        links.append(("arrivals", reverse("arrivals"), counts.get(first, ""), here))
    links.append(("work", work, counts["work"], request.path == work))
    return render_to_string("intake/officer/nav.html", {"links": links}, request=request)


def document_after(request: Request, *, document: DocumentCard, **_subject: Any) -> str:
    """For the slot ``document_after``: how a document that came in goes through the house."""
    found = queries.of_document(document.id, request.actor) if document.direction is Direction.IN else None
    if found is None:
        return ""
    context = {"public_id": found.arrival.public_id, "state": str(STATES[found.arrival.now_in])}
    return render_to_string("intake/officer/of_document.html", context, request=request)
