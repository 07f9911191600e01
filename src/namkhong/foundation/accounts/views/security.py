"""What an official signs in with: password, authenticator app, recovery codes, passkeys."""

from __future__ import annotations

import json
import re
from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.accounts import actions, factors, passwords, queries
from namkhong.foundation.accounts.errors import NoSuchAccount
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.accounts.views.answering import (
    credential,
    freshly_proved,
    home_of,
    next_url,
    proof_context,
    prove,
    with_next,
    wrong,
)
from namkhong.kernel import clock
from namkhong.kernel.problems import Problem
from namkhong.web import gates
from namkhong.web.http import Request

_METHODS = ["GET", "HEAD", "POST"]


def _own(request: Request) -> Account:
    """The official's own account row, already read by the actor middleware."""
    if not isinstance(request.user, Account):
        raise NoSuchAccount
    return request.user


@gates.official()
@require_safe
@never_cache
def security(request: Request) -> HttpResponseBase:
    """What protects the account, and what may be added."""
    own = queries.factors_of(_own(request).pk)
    context = {
        "next": next_url(request),
        "app": next((factor for factor in own if factor.kind == factors.TOTP), None),
        "passkeys": [factor for factor in own if factor.kind == factors.PASSKEY],
        "codes": any(factor.kind == factors.RECOVERY for factor in own),
        "must_add": queries.second_factor_required() and not request.actor.second_factor,
    }
    return render(request, "accounts/official/security.html", context)


@gates.official()
@require_http_methods(_METHODS)
@sensitive_post_parameters("code")
@never_cache
@freshly_proved
def add_totp(request: Request) -> HttpResponseBase:
    """Scan, type the code, done."""
    account = _own(request)
    status = 200
    refusal: dict[str, Any] = {"error": {}}
    if request.method == "POST":
        try:
            new = actions.add_totp(
                request=request, actor=request.actor, code=request.POST.get("code", ""), now=clock.now()
            )
            actions.note_second_factor(session=request.session)
            return _after_adding(request, new_codes=new)
        except Problem as problem:
            status, refusal = problem.status, wrong(problem, "code")
    secret = factors.totp_secret(fresh=False)
    address = get_adapter().build_totp_url(account, secret)
    context = {
        "next": next_url(request),
        "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=4, xmldecl=False),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        **refusal,
    }
    return render(request, "accounts/official/add_totp.html", context, status=status)


@gates.official()
@require_http_methods(_METHODS)
@never_cache
@freshly_proved
def add_passkey(request: Request) -> HttpResponseBase:
    """The device makes a passkey; its name helps to recognise it later."""
    status = 200
    refusal: dict[str, Any] = {"error": {}}
    if request.method == "POST":
        try:
            new = actions.add_passkey(
                actor=request.actor,
                name=request.POST.get("name", ""),
                credential=credential(request),
                now=clock.now(),
            )
            actions.note_second_factor(session=request.session)
            return _after_adding(request, new_codes=new)
        except Problem as problem:
            status, refusal = problem.status, wrong(problem)
    context = {
        "next": next_url(request),
        "name": request.POST.get("name", "")[:60],
        "by_number": bool(re.fullmatch(r"[\d.]+|\[.*\]", request.get_host().rpartition(":")[0] or request.get_host())),
        "options": json.dumps(factors.creation_options(_own(request))),
        **refusal,
    }
    return render(request, "accounts/official/add_passkey.html", context, status=status)


def _after_adding(request: Request, *, new_codes: bool) -> HttpResponseBase:
    if new_codes:
        return HttpResponseRedirect(with_next("recovery_codes", next_url(request)))
    return HttpResponseRedirect(next_url(request) or reverse("security"))


@gates.official()
@require_http_methods(_METHODS)
@never_cache
@freshly_proved
def recovery_codes(request: Request) -> HttpResponseBase:
    """Codes for the day the phone is lost; POST makes new ones."""
    if request.method == "POST":
        actions.renew_recovery_codes(actor=request.actor, now=clock.now())
        return HttpResponseRedirect(reverse("recovery_codes"))
    codes = factors.recovery_codes(_own(request).pk)
    context = {"codes": [f"{code[:4]} {code[4:]}" for code in codes], "next": next_url(request)}
    return render(request, "accounts/official/recovery_codes.html", context)


@gates.official()
@require_POST
@never_cache
@freshly_proved
def remove_factor(request: Request, factor_id: int) -> HttpResponseBase:
    """Take a factor away."""
    actions.remove_factor(actor=request.actor, factor_id=factor_id, now=clock.now())
    return HttpResponseRedirect(reverse("security"))


@gates.official()
@require_http_methods(_METHODS)
@sensitive_post_parameters("present_password", "new_password", "new_password_again")
@never_cache
def change_password(request: Request) -> HttpResponseBase:
    """The present one, the new one twice."""
    account = _own(request)
    status = 200
    context: dict[str, Any] = {"shortest": passwords.shortest(), "must": account.must_change_password, "error": {}}
    if request.method == "POST":
        try:
            actions.change_password(
                account_id=account.pk,
                present=request.POST.get("present_password", ""),
                new=request.POST.get("new_password", ""),
                again=request.POST.get("new_password_again", ""),
                actor=request.actor,
                now=clock.now(),
            )
        except Problem as problem:
            status = problem.status
            context.update(wrong(problem, "present_password"))
        else:
            account.refresh_from_db()
            update_session_auth_hash(request, account)
            return HttpResponseRedirect(next_url(request) or f"{reverse('security')}?da-doi=1")
    context["next"] = next_url(request)
    return render(request, "accounts/official/change_password.html", context, status=status)


@gates.official()
@require_http_methods(_METHODS)
@sensitive_post_parameters("password", "code")
@never_cache
def reauthenticate(request: Request) -> HttpResponseBase:
    """Is it still she?"""
    status = 200
    refusal: dict[str, Any] = {"error": {}}
    if request.method == "POST":
        now = clock.now()
        try:
            prove(request, now)
        except Problem as problem:
            status, refusal = problem.status, wrong(problem, "code" if request.POST.get("code") else "password")
        else:
            actions.note_proof(session=request.session, now=now)
            return HttpResponseRedirect(next_url(request) or home_of(request))
    context = {**proof_context(_own(request).pk), "next": next_url(request), **refusal}
    return render(request, "accounts/official/reauthenticate.html", context, status=status)
