"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.kernel import clock
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.feedback import policies, queries
from namkhong.services.feedback.types import STARS
from namkhong.web.http import Request


def dossier_after(request: Request, *, spoken: dossiers.speaking.Spoken, **_subject: Any) -> str:
    """For the slot ``dossier_after``: rate it when its result is handed over; ask or complain about it at any time."""
    if not request.actor.is_citizen:
        return ""
    rated = queries.rating_of(spoken.id) if spoken.applicants and spoken.handed_over_at else None
    context: dict[str, Any] = {
        "spoken": spoken,
        "rateable": spoken.applicants and spoken.handed_over_at is not None,
        "rating": rated,
        "said": str(STARS[rated.stars]) if rated else "",
        "open": queries.may_rate(rated, clock.now()),
    }
    return render_to_string("feedback/citizen/dossier.html", context, request=request)


def looked_up(request: Request, *, code: str, secret: str, **_subject: Any) -> str:
    """For the slot ``looked_up``: a handed-over dossier that was looked up with its secret may be rated there."""
    if not secret:
        return ""
    spoken = dossiers.speaking.about_with_secret(code, secret)
    if spoken.handed_over_at is None:
        return ""
    rated = queries.rating_of(spoken.id)
    context: dict[str, Any] = {
        "code": spoken.code,
        "secret": secret,
        "stars": [(number, str(words)) for number, words in STARS.items()],
        "given": rated.stars if rated else "",
        "words": rated.words if rated else "",
        "open": queries.may_rate(rated, clock.now()),
        "errors": {},
    }
    return render_to_string("feedback/citizen/looked_up.html", context, request=request)


def procedure(request: Request, *, code: str, **_subject: Any) -> str:
    """For the slot ``procedure``: ask about a procedure, read what others asked."""
    del request
    return render_to_string("feedback/citizen/procedure.html", {"code": code})


def citizen_menu(request: Request, **_subject: Any) -> str:
    """For the slot ``citizen_menu``: what one has sent."""
    return render_to_string("feedback/citizen/menu.html", {}, request=request)


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: questions and complaints with a count that stops at a thousand, and ratings."""
    who = request.actor
    links: list[tuple[str, str, Any, bool]] = []
    if who.is_official and who.holds(*policies.READING):
        here = request.path.startswith(reverse("inquiries"))
        links.append(("inquiries", reverse("inquiries"), queries.waiting(who), here))
    if who.is_official and who.holds(*policies.RATED):
        links.append(("ratings", reverse("ratings"), "", request.path.startswith(reverse("ratings"))))
    return render_to_string("feedback/officer/nav.html", {"links": links}, request=request) if links else ""
