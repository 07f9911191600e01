"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.services.dossiers import policies, queries
from namkhong.services.dossiers.models import TrialState
from namkhong.services.dossiers.policies import asked as policies_asked
from namkhong.services.dossiers.queries.worklist import views_of, waiting
from namkhong.services.dossiers.types import VIEWS, View
from namkhong.services.dossiers.views.process_trials import STATES
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
    here = request.GET.get("xem", View.MINE.value) if request.path == reverse("inbox") else ""
    views = views_of(request.actor)
    standing = waiting(request.actor, views, clock.now())
    links = [
        {
            "text": str(VIEWS[view]),
            "href": reverse("inbox") + ("" if view is View.MINE else f"?xem={view.value}"),
            "count": standing.lists[view],
            "here": here == view.value,
            "late": view is View.MINE and standing.late,
        }
        for view in views
    ]
    links += _more(request)
    if request.actor.holds(*policies_asked.DRAFTING):
        asked = standing.asked
        if asked.value or request.path == reverse("opinions"):
            here_too = request.path == reverse("opinions")
            links.append(
                {"text": _("Cho ý kiến"), "href": reverse("opinions"), "count": asked, "here": here_too, "late": False}
            )
    return render_to_string("dossiers/officer/nav.html", {"links": links}, request=request)


def _more(request: Request) -> list[dict[str, Any]]:
    """The pages of those who answer for others' time, and of the counter; they are not counted."""
    pages = []
    if request.actor.holds(Role.COUNTER):
        pages.append(("counter_filing", _("Nộp hồ sơ giúp người dân")))
    if request.actor.holds(Role.HEAD, Role.CHIEF_OF_OFFICE, Role.LEADER):
        pages.append(("late_soon", _("Sắp trễ")))
    if request.actor.holds(*policies.AT_COUNTER):
        pages.append(("register", _("Sổ theo dõi hồ sơ")))
    return [
        {"text": words, "href": reverse(name), "count": None, "here": request.path == reverse(name), "late": False}
        for name, words in pages
    ]


def calendar_notice(request: Request, **_subject: Any) -> str:
    """For the slot ``calendar_notice``: dates that wait for the administrator to move them, and the earlier times."""
    if not policies.may_see_recalculations(request.actor):
        return ""
    row = queries.waiting_recalculation()
    return render_to_string("dossiers/admin/recalculation_waits.html", {"row": row}, request=request)


def process_version(request: Request, *, process_version_id: int, **_subject: Any) -> str:
    """For the slot ``process_version``: what this version would do to the open dossiers, and what was decided."""
    if not policies.keeps_processes(request.actor):
        return ""
    trial = queries.last_process_trial(process_version_id)
    context = {
        "trial": trial,
        "state": STATES[trial.state] if trial else None,
        "version_id": process_version_id,
        "may_run": trial is None or trial.state not in {TrialState.COUNTING, TrialState.APPLYING},
    }
    return render_to_string("dossiers/admin/process_trial_link.html", context, request=request)
