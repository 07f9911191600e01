"""The administrator's screen: what is kept how long, what would go tonight, what went."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namkhong.foundation.retention import queries
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.web import gates
from namkhong.web.http import Request


@require_safe
@gates.official(Role.ADMINISTRATOR)
def retention(request: Request) -> HttpResponse:
    """Rules with a dry run, and the last erasures."""
    cursor = request.GET.get("tiep", "")
    context = {
        "rules": queries.rules(request.actor, now=clock.now()) if not cursor else [],
        "page": queries.erasures(request.actor, cursor),
        "first": not cursor,
    }
    return render(request, "retention/admin/retention.html", context)
