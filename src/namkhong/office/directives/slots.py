"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.kernel import clock
from namkhong.office.directives import policies, queries
from namkhong.office.directives.queries.lists import due_words, names_of
from namkhong.office.directives.states import STATES
from namkhong.web.http import Request


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: what was given to me, and for leaders what I gave, with counts that stop at a thousand."""
    who = request.actor
    if not who.is_official or not who.holds(*policies.WORKING):
        return ""
    mine, given = reverse("my_directives"), reverse("given_directives")
    links: list[tuple[str, str, Any, bool]] = [("mine", mine, queries.mine_count(who), request.path.startswith(mine))]
    if who.holds(*policies.GIVING):
        links.append(("given", given, queries.reported_count(who), request.path.startswith(given)))
    return render_to_string("directives/officer/nav.html", {"links": links}, request=request)


def arrival_work(request: Request, *, arrival_id: int, **_subject: Any) -> str:
    """For the slot ``arrival_work``: the tasks that a document caused."""
    rows = queries.of_arrival(arrival_id, request.actor)
    if not rows:
        return ""
    names, now = names_of(rows), clock.now()
    shown = [(row, names[row.pk], str(STATES[row.now_in]), due_words(row, now)) for row in rows]
    return render_to_string("directives/officer/of_arrival.html", {"rows": shown}, request=request)
