"""A list as a file: asked for, waited for, taken."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.services.desks import actions, forms, queries
from namkhong.services.desks.policies import AT_COUNTER, WORKING
from namkhong.services.desks.types import MOST_LINES, Listing
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*WORKING)
@require_POST
def new_export(request: Request) -> HttpResponse:
    """Ask for the filtered list as a file."""
    try:
        made = actions.start_export(
            query=request.POST.get("loc", ""),
            format=request.POST.get("loai", ""),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        return render(request, "desks/officer/refused.html", {"problem": str(problem)}, status=422)
    return HttpResponseRedirect(reverse("export", kwargs={"public_id": made.public_id}))


@gates.official(*AT_COUNTER)
@require_POST
def register_export(request: Request) -> HttpResponse:
    """Ask for register 07 of an agency and a year as a file."""
    try:
        made = actions.export_register(
            agency_id=forms.number(request.POST, "co-quan"),
            year=forms.number(request.POST, "nam"),
            format=request.POST.get("loai", ""),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        return render(request, "desks/officer/refused.html", {"problem": str(problem)}, status=422)
    return HttpResponseRedirect(reverse("export", kwargs={"public_id": made.public_id}))


@gates.official(*WORKING)
@require_safe
@never_cache
def export(request: Request, public_id: UUID) -> HttpResponse:
    """The file when it is ready; the link is hers and short-lived, every opening of the page gives a new one."""
    found = queries.export(public_id, request.actor)
    link = files.link(found.file_id, actor=request.actor, now=clock.now()) if found.file_id else ""
    back = reverse("inbox" if found.listing == Listing.DOSSIERS else "register")
    context = {
        "export": found,
        "register": found.listing == Listing.REGISTER,
        "back": f"{back}?{found.query}" if found.query else back,
        "link": link,
        "most": MOST_LINES,
    }
    return render(request, "desks/officer/export.html", context)
