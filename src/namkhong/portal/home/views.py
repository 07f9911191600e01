"""The first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namkhong.portal.home import queries
from namkhong.web import gates
from namkhong.web.http import Request


@gates.public
@require_safe
def home(request: Request) -> HttpResponse:
    """What do you need? – search, life events, look-up, figures."""
    return render(request, "home/citizen/home.html", {"life": queries.life_events()})
