"""The keys of officials' pages, as a page of its own: "?" shows the same without leaving."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namkhong.web import gates
from namkhong.web.http import Request


@gates.official()
@require_safe
def keys(request: Request) -> HttpResponse:
    """Which key does what."""
    return render(request, "desks/officer/keys.html")
