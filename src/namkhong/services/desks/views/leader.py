"""The leader's page, made for a telephone: what waits for the signature, what is late and with whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.services.desks.policies import LEADING
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.dossiers.types import LateWith
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*LEADING)
@require_safe
@never_cache
def leader(request: Request) -> HttpResponse:
    """Opened, chosen, signed: three taps from here to a signature."""
    now = clock.now()
    waiting = dossiers.to_sign(request.actor, request.GET.get("tiep", ""), now=now)
    late = dossiers.late_with(request.actor, now)
    context = {
        "waiting": waiting,
        "following": f"?tiep={waiting.next}" if waiting.next else "",
        "first": request.path if request.GET.get("tiep") else "",
        "late": _with_names(late, now),
        "late_total": sum(one.count for one in late),
        "warns": request.actor.holds(Role.HEAD, Role.CHIEF_OF_OFFICE, Role.LEADER),
    }
    return render(request, "desks/officer/leader.html", context)


def _with_names(late: list[LateWith], now: Any) -> list[dict[str, object]]:
    agencies = organisations.cards_of({one.agency_id for one in late})
    people = organisations.official_names({one.account_id for one in late if one.account_id}, clock.local_date(now))
    return [
        {
            "agency": agencies[one.agency_id].name if one.agency_id in agencies else "",
            "who": people[one.account_id].full_name if one.account_id in people else _("chưa giao người cụ thể"),
            "step": one.step_name,
            "count": one.count,
            "oldest": one.oldest,
        }
        for one in late
    ]
