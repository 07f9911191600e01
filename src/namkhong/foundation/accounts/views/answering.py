"""What the pages share: where to go next, what was wrong, and proving again that it is she."""

from __future__ import annotations

import json
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from namkhong.foundation.accounts import actions, factors, queries
from namkhong.foundation.accounts.errors import WrongPassword
from namkhong.kernel import clock
from namkhong.kernel.problems import Problem
from namkhong.web.gates import View
from namkhong.web.http import Request

P = ParamSpec("P")


def next_url(request: Request) -> str:
    """Where she wanted to go: on this site only, and never back to a page of signing in."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    if len(wanted) > 2_000 or not url_has_allowed_host_and_scheme(wanted, here, require_https=request.is_secure()):
        return ""
    path = urlsplit(wanted).path
    if path.startswith((reverse("sign_in"), reverse("official_sign_in"), reverse("sign_out"))):
        return ""
    return wanted


def home_of(request: Request) -> str:
    """Where an official or a citizen begins."""
    try:
        return reverse("inbox") if request.actor.is_official else reverse("home")
    except NoReverseMatch:
        return "/"


def with_next(name: str, target: str) -> str:
    """A page of ours, remembering where to go afterwards."""
    return f"{reverse(name)}?{urlencode({'next': target})}" if target else reverse(name)


def wrong(problem: Problem, field: str = "") -> dict[str, Any]:
    """What the template needs to show a refusal: the summary's lines and the fields' own."""
    fields = {name: str(text) for name, text in problem.fields.items()} or ({field: str(problem)} if field else {})
    lines = list(fields.items()) or [("", str(problem))]
    return {"errors": lines, "error": fields}


def credential(request: Request) -> Any:
    """What the browser made of a passkey, as JSON; ``None`` when it cannot be read."""
    try:
        return json.loads(request.POST.get("credential", ""))
    except ValueError:
        return None


def prove(request: Request, now: datetime) -> None:
    """She proves again that it is she: passkey, code or password, whichever was given.

    :raises Problem: when it is not right.
    """
    actor = request.actor
    if actor.account_id is None:
        raise WrongPassword
    if request.POST.get("credential"):
        actions.check_passkey(account_id=actor.account_id, credential=credential(request), now=now)
    elif request.POST.get("code"):
        actions.check_code(account_id=actor.account_id, code=request.POST["code"], now=now)
    else:
        actions.prove_password(actor=actor, password=request.POST.get("password", ""), now=now)


def proof_context(account_id: int) -> dict[str, Any]:
    """Which proofs this account can give."""
    kinds = {factor.kind for factor in queries.factors_of(account_id)}
    options: dict[str, Any] = {"has_code": factors.TOTP in kinds, "passkey": ""}
    if factors.PASSKEY in kinds:
        options["passkey"] = passkey_request(account_id)
    return options


def passkey_request(account_id: int) -> str:
    """The browser's question for one of this account's passkeys, as JSON for a data attribute."""
    return json.dumps(factors.request_options_of(account_id))


def freshly_proved(view: View[P]) -> View[P]:
    """The page opens only when she proved within ten minutes that it is she; otherwise she is asked first."""

    @wraps(view)
    def asked(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not queries.freshly_proved(request.session, clock.now()):
            target = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("security")
            return HttpResponseRedirect(with_next("reauthenticate", target))
        return view(request, *args, **kwargs)

    return asked
