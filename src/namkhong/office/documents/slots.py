"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.office.documents import policies
from namkhong.web.http import Request


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: the books for who reads them, the search for who may be concerned with a document."""
    who = request.actor
    if not (who.is_official and who.holds(*policies.SEARCHING)):
        return ""
    links = [("search", reverse("document_search"))]
    if who.holds(*policies.READING):
        links.insert(0, ("books", reverse("document_books")))
    shown = [(name, href, "", request.path.startswith(href)) for name, href in links]
    return render_to_string("documents/officer/nav.html", {"links": shown}, request=request)
