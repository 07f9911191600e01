"""Builds the actor once per request, from the session's account; locks what was left alone too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import queries as sign_in
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import AccountId, Actor, ActorKind
from namkhong.web.http import Request

# What an official may open before her second factor is set up or her password is changed.
_ALWAYS: Final = frozenset(
    {"official_sign_in", "account_login", "sign_out", "security", "reauthenticate", "change_password", "health"}
    | {"add_totp", "add_passkey", "recovery_codes", "mfa_authenticate", "passkey_sign_in"}
)


class ActorMiddleware:
    """Sets ``request.actor``; gates and policies read nothing else about who is asking.

    Costs nothing for visitors without a session; otherwise, beyond the session's own row, two queries: the account
    (a locked one is nobody at once) and her posts, or the citizen behind it.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.actor = self._actor(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else Actor.anonymous()
        answer = self.get_response(request)
        if request.actor.account_id is not None:  # what she saw stays on no shared computer after she signs out
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """First things first: a new password, a second factor."""
        target = getattr(request, "first_things_first", "")
        name = request.resolver_match.url_name if request.resolver_match else ""
        if not target or name in _ALWAYS:
            return None
        next_url = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
        return HttpResponseRedirect(
            f"{reverse(target)}?{urlencode({'next': next_url})}" if next_url else reverse(target)
        )

    def _actor(self, request: Request) -> Actor:
        account = request.user
        if not account.is_authenticated:
            return Actor.anonymous()
        now = clock.now()
        official = account.kind == "official"
        state = sign_in.session_state(request.session, official=official, now=now)
        if state.ended:
            logout(request)
            accounts.note_idle_lock(session=request.session, minutes=state.minutes)
            return Actor.anonymous()
        accounts.touch(session=request.session, now=now)
        if not official:
            person = citizens.person_of(account.pk)
            return Actor(
                kind=ActorKind.CITIZEN,
                account_id=AccountId(account.pk),
                label=account.display_name,
                person_id=person.id if person else None,
                assurance=state.assurance or (person.assurance if person else 0),
            )
        if account.must_change_password:
            request.first_things_first = "change_password"  # type: ignore[attr-defined]
        elif sign_in.second_factor_required() and not state.second_factor:
            request.first_things_first = "security"  # type: ignore[attr-defined]
        return Actor(
            kind=ActorKind.OFFICIAL,
            account_id=AccountId(account.pk),
            label=account.display_name,
            posts=organisations.acting_posts_of(account.pk, clock.local_date(now)),
            elevation=state.elevation,
            second_factor=state.second_factor,
        )
