"""The citizen's page: who has read my data."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namkhong.foundation.audit import queries
from namkhong.web import gates
from namkhong.web.http import Request


@require_safe
@gates.citizen
def who_read_my_data(request: Request) -> HttpResponse:
    """Every reading of the signed-in person's data, newest first."""
    page = queries.who_read(request.actor, request.GET.get("sau", ""))
    return render(request, "audit/citizen/who_read_my_data.html", {"page": page, "first": "sau" not in request.GET})
