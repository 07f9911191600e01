"""Citizens sign in at the identity provider; everybody signs out here."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.accounts import actions, queries, vneid
from namkhong.foundation.accounts.views.answering import home_of, next_url
from namkhong.kernel import clock
from namkhong.kernel.problems import Problem
from namkhong.web import gates
from namkhong.web.http import Request


@gates.public
@require_safe
@never_cache
def sign_in(request: Request) -> HttpResponseBase:
    """One button, and what is shared when it is pressed."""
    if request.actor.is_citizen:
        return HttpResponseRedirect(next_url(request) or home_of(request))
    context = {
        "next": next_url(request),
        "connected": vneid.configured(),
        "idle_minutes": request.session.pop(queries.IDLE, None) if request.COOKIES else None,
    }
    return render(request, "accounts/citizen/sign_in.html", context)


@gates.public
@require_POST
@never_cache
def vneid_go(request: Request) -> HttpResponseBase:
    """Off to the provider."""
    try:
        return vneid.go(request, next_url(request))
    except Problem as problem:
        return _refused(request, problem)


@gates.public
@require_safe
@never_cache
def vneid_back(request: Request, provider_id: str) -> HttpResponseBase:
    """Back from the provider, with a code or a refusal."""
    try:
        return vneid.back(request)
    except Problem as problem:
        return _refused(request, problem)


def _refused(request: Request, problem: Problem) -> HttpResponseBase:
    context = {"message": str(problem), "next": next_url(request)}
    return render(request, "accounts/citizen/sign_in_refused.html", context, status=problem.status)


@gates.public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_out(request: Request) -> HttpResponseBase:
    """The session ends by the button; the address alone only asks."""
    if not (request.actor.is_citizen or request.actor.is_official):
        return HttpResponseRedirect(home_of(request))
    if request.method != "POST":
        return render(request, "accounts/citizen/sign_out.html", {})
    actions.note_sign_out(actor=request.actor, now=clock.now())
    logout(request)
    request.actor = request.actor.anonymous()
    return render(request, "accounts/citizen/signed_out.html", {})
