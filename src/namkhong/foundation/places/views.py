"""The public page that explains old and new place names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namkhong.foundation.places import queries, reading
from namkhong.kernel.text import one_line
from namkhong.web import gates
from namkhong.web.http import Request


@gates.public
@require_safe
def ask(request: Request) -> HttpResponse:
    """A place name asked by GET, so that the answer has an address; no JavaScript."""
    asked = one_line(request.GET.get("q", ""))[: reading.LONGEST]
    matches = queries.explain(asked) if asked else []
    context = {"asked": asked, "matches": matches, "sure": all(match.exact for match in matches)}
    return render(request, "places/citizen/ask.html", context)
