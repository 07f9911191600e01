"""Where one is signed in: the list, ending one, ending all others. Citizens and officials alike."""

from __future__ import annotations

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from namkhong.foundation.accounts import actions, queries
from namkhong.kernel import clock
from namkhong.web import gates
from namkhong.web.http import Request


@gates.signed_in
@require_safe
@never_cache
def places(request: Request) -> HttpResponseBase:
    """Each machine and telephone, with when it was last used."""
    found = queries.places_of(int(request.actor.account_id or 0), present=request.session.session_key, now=clock.now())
    layout = "web/official.html" if request.actor.is_official else "web/citizen.html"
    return render(request, "accounts/places.html", {"layout": layout, "places": found})


@gates.signed_in
@require_POST
@never_cache
def end_place(request: Request) -> HttpResponseBase:
    """One of them."""
    actions.end_place(place=request.POST.get("place", ""), actor=request.actor, now=clock.now())
    return HttpResponseRedirect(f"{reverse('signed_in_places')}?da-ket-thuc=1")


@gates.signed_in
@require_POST
@never_cache
def end_other_places(request: Request) -> HttpResponseBase:
    """All but this one."""
    actions.end_other_places(present=request.session.session_key, actor=request.actor, now=clock.now())
    return HttpResponseRedirect(f"{reverse('signed_in_places')}?da-ket-thuc=1")
