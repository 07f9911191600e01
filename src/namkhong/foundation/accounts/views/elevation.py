"""Elevated sessions: opened with a reason, seen in the header, ended by a button."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from namkhong.foundation.accounts import actions, policies
from namkhong.foundation.accounts.views.answering import home_of, next_url, proof_context, prove, wrong
from namkhong.kernel import clock
from namkhong.kernel.problems import Problem
from namkhong.web import gates
from namkhong.web.http import Request

_MINUTES = (15, 30, 60)


@gates.official(*policies.ELEVATING)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "code")
@never_cache
def elevate(request: Request) -> HttpResponseBase:
    """Reason, minutes, proof."""
    status = 200
    refusal: dict[str, Any] = {"error": {}}
    if request.method == "POST":
        now = clock.now()
        chosen = request.POST.get("minutes", "")
        try:
            prove(request, now)
            actions.elevate(
                actor=request.actor,
                reason=request.POST.get("reason", ""),
                minutes=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else 0,
                session=request.session,
                now=now,
            )
            return HttpResponseRedirect(next_url(request) or home_of(request))
        except Problem as problem:
            status, refusal = problem.status, wrong(problem, "code" if request.POST.get("code") else "password")
    context: dict[str, Any] = {
        **proof_context(request.actor.account_id or 0),
        "next": next_url(request),
        "reason": request.POST.get("reason", ""),
        "minutes": request.POST.get("minutes", "30"),
        "choices": _MINUTES,
        **refusal,
    }
    return render(request, "accounts/official/elevate.html", context, status=status)


@gates.official()
@require_POST
@never_cache
def end_elevation(request: Request) -> HttpResponseBase:
    """Back to ordinary work."""
    actions.end_elevation(actor=request.actor, session=request.session, now=clock.now())
    return HttpResponseRedirect(home_of(request))


def banner(request: Request) -> str:
    """Slot ``banner``: that this is an elevated session, until when, and the button that ends it."""
    if not request.actor.elevated(clock.now()):
        return ""
    return render_to_string("accounts/official/elevation_banner.html", {"elevation": request.actor.elevation}, request)


def menu(request: Request) -> str:
    """Slot ``official_menu``: security of the account, and elevation for administrators."""
    links = [(reverse("security"), "security")]
    if policies.may_elevate(request.actor) and not request.actor.elevated(clock.now()):
        links.append((reverse("elevate"), "elevate"))
    return render_to_string("accounts/official/menu.html", {"links": links}, request)
