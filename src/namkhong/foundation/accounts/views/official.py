"""Officials sign in: name and password, then the second factor; or a passkey alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from namkhong.foundation.accounts import actions, factors, queries
from namkhong.foundation.accounts.types import SignInMethod
from namkhong.foundation.accounts.views.answering import credential, home_of, next_url, proof_context, wrong
from namkhong.kernel import clock
from namkhong.kernel.problems import Problem
from namkhong.web import gates
from namkhong.web.http import Request, address_of

_METHODS = ["GET", "HEAD", "POST"]


def _page(request: Request, *, status: int = 200, **more: Any) -> HttpResponseBase:
    context = {"next": next_url(request), "username": request.POST.get("username", "")[:150], "error": {}, **more}
    return render(request, "accounts/official/sign_in.html", context, status=status)


@gates.public
@require_http_methods(_METHODS)
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: Request) -> HttpResponseBase:
    """Name and password."""
    if request.method != "POST":
        if request.actor.is_official:
            return HttpResponseRedirect(next_url(request) or home_of(request))
        idle = request.session.pop(queries.IDLE, None) if request.COOKIES else None
        return _page(request, idle_minutes=idle)
    try:
        account_id = actions.check_sign_in(
            username=request.POST.get("username", ""),
            password=request.POST.get("password", ""),
            address=address_of(request),
            now=clock.now(),
        )
    except Problem as problem:
        return _page(request, status=problem.status, **wrong(problem, "username"))
    return actions.enter(request, account_id=account_id, method=SignInMethod.PASSWORD, next_url=next_url(request))


@gates.public
@require_http_methods(_METHODS)
@never_cache
def passkey_sign_in(request: Request) -> HttpResponseBase:
    """The browser asks for the question (JSON) and posts the passkey's answer."""
    if request.method != "POST":
        return JsonResponse(factors.request_options(None))
    try:
        account_id = actions.check_passkey(account_id=None, credential=credential(request), now=clock.now())
    except Problem as problem:
        return _page(request, status=problem.status, **wrong(problem))
    return actions.enter(request, account_id=account_id, method=SignInMethod.PASSKEY, next_url=next_url(request))


@gates.public
@require_http_methods(_METHODS)
@sensitive_post_parameters("code")
@never_cache
def second_step(request: Request) -> HttpResponseBase:
    """A code of the app, a recovery code, or a passkey."""
    account = factors.waiting_account(request)
    if account is None:
        return HttpResponseRedirect(home_of(request) if request.actor.is_official else reverse("official_sign_in"))
    status = 200
    refusal: dict[str, Any] = {"error": {}}
    if request.method == "POST":
        now = clock.now()
        try:
            if request.POST.get("credential"):
                actions.check_passkey(account_id=account.pk, credential=credential(request), now=now)
                kind = factors.PASSKEY
            else:
                kind = actions.check_code(account_id=account.pk, code=request.POST.get("code", ""), now=now)
            return factors.finish_second_step(request, account, kind)
        except Problem as problem:
            status, refusal = problem.status, wrong(problem, "code")
    context = {**proof_context(account.pk), **refusal}
    return render(request, "accounts/official/second_step.html", context, status=status)
