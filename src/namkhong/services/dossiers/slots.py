"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.kernel import clock
from namkhong.services.dossiers import policies, queries
from namkhong.services.dossiers.queries.worklist import any_late, views_of
from namkhong.services.dossiers.types import VIEWS, View
from namkhong.web.http import Request


def home_figures(request: Request, **_subject: Any) -> str:
    """For the slot ``home_figures``: one row read, nothing counted."""
    del request
    figures = queries.figures(clock.now())
    if figures is None:
        return ""
    return render_to_string("dossiers/citizen/figures.html", {"figures": figures})


def official_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: the lists of the inbox with counts that stop at a thousand."""
    if not policies.may_work_on_dossiers(request.actor):
        return ""
    now = clock.now()
    here = request.GET.get("xem", View.MINE.value) if request.path == reverse("inbox") else ""
    links = [
        {
            "text": str(VIEWS[view]),
            "href": reverse("inbox") + ("" if view is View.MINE else f"?xem={view.value}"),
            "count": queries.count(request.actor, view),
            "here": here == view.value,
            "late": view is View.MINE and any_late(request.actor, now),
        }
        for view in views_of(request.actor)
    ]
    return render_to_string("dossiers/officer/nav.html", {"links": links}, request=request)
