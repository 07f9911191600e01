"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.office.documents.types import DocumentCard
from namkhong.office.drafting import policies, queries
from namkhong.office.drafting.queries.signing import count_to_sign
from namkhong.web.http import Request


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: drafts, what waits for a signature, the văn thư's morning."""
    who = request.actor
    if not (who.is_official and who.holds(*policies.DRAFTING)):
        return ""
    links: list[tuple[str, str, Any, bool]] = []

    def link(name: str, count: Any = "") -> None:
        href = reverse(name)
        links.append((name, href, count, request.path.startswith(href)))

    if who.holds(*policies.KEEPING):
        link("clerk_morning")
    if who.holds(*policies.LEADING, *policies.HEADING):
        link("to_sign", count_to_sign(who))
    link("drafts", queries.waiting(who))
    link("check_layout")
    return render_to_string("drafting/officer/nav.html", {"links": links}, request=request)


def document_after(request: Request, *, document: DocumentCard, **_subject: Any) -> str:
    """For the slot ``document_after``: the văn thư makes a copy of a registered document."""
    if document.agency_id not in policies.clerk_at(request.actor):
        return ""
    return render_to_string("drafting/officer/document.html", {"document": document}, request=request)
