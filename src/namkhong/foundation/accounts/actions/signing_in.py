"""Proving who one is: password, code, passkey; what a session then remembers."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any, Final

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from namkhong.foundation.accounts import factors, passwords, sessions
from namkhong.foundation.accounts.actions import limits, places
from namkhong.foundation.accounts.errors import (
    AccountIsLocked,
    AddressHeld,
    CodeUsed,
    NoSuchAccount,
    SignInHeld,
    SignInRefused,
    WrongCode,
    WrongPasskey,
    WrongPassword,
)
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.accounts.queries import (
    ASSURANCE,
    DEVICE,
    ELEVATION,
    IDLE,
    PROVED,
    SECOND_FACTOR,
    SEEN,
    SINCE,
)
from namkhong.foundation.accounts.types import SignInMethod
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import AccountId, Actor
from namkhong.kernel.problems import TooMany
from namkhong.kernel.text import one_line

FAILURES: Final = 5
HELD_SECONDS: Final = 15 * 60
ADDRESS_FAILURES: Final = 50  # with whatever names, from one address: all officials of a commune may sit behind one
_TOUCH_SECONDS: Final = 30


def _attempt(bucket: str, now: datetime) -> int:
    """Count an attempt before it is judged, so that many at once cannot slip through.

    :raises SignInHeld: after five.
    """
    spent, wait = limits.count(bucket, limit=FAILURES, seconds=HELD_SECONDS, now=now, hold=True)
    if spent > FAILURES:
        raise SignInHeld(ceil(wait / 60), retry_after=wait)
    return spent


def _held_after_last(spent: int) -> None:
    if spent >= FAILURES:
        raise SignInHeld(HELD_SECONDS // 60, retry_after=HELD_SECONDS)


def _password_bucket(username: str) -> str:
    return f"sign_in:{username}"


def _attempt_from(address: str, now: datetime) -> str:
    """Count an attempt from an address, before the name is even looked at: a held address holds up nobody's account.

    :raises AddressHeld: after fifty failures.
    """
    bucket = f"sign_in_from:{address}"
    spent, wait = limits.count(bucket, limit=ADDRESS_FAILURES, seconds=HELD_SECONDS, now=now, hold=True)
    if spent > ADDRESS_FAILURES:
        raise AddressHeld(ceil(wait / 60), retry_after=wait)
    return bucket


def check_sign_in(*, username: str, password: str, now: datetime, address: str = "") -> AccountId:
    """The official's account behind a name and a password. Not in a transaction: a failure is counted for good.

    Unknown names cost the same time, are counted the same way and get the same answers as known ones. ``address`` is
    where the request comes from (``web.http.address_of``); left out, nothing is counted by address.

    :raises AddressHeld: after fifty failures from one address, for fifteen minutes, whatever the name.
    :raises SignInRefused: wrong name or password.
    :raises SignInHeld: after five failures, for fifteen minutes, also for the right password.
    :raises AccountIsLocked: right, but locked by an administrator.
    """
    name = one_line(username).lower()[:150]
    bucket = _password_bucket(name)
    place = _attempt_from(address, now) if address else ""
    spent = _attempt(bucket, now)
    account = Account.objects.filter(username=name, kind=Account.Kind.OFFICIAL).first()
    if not _right(password, account):
        mark = salted_hmac("accounts.sign_in", name, algorithm="sha256").hexdigest()[:16]
        detail = {"account": account.pk if account else None, "attempt": spent}
        audit.record(Actor.anonymous(), "accounts.sign_in_refused", ("sign_in", mark), now=now, detail=detail)
        _held_after_last(spent)
        raise SignInRefused
    if account is None:  # pragma: no cover - _right() is never true of nobody
        raise SignInRefused
    limits.forgive(bucket)
    if place:
        limits.give_back(place)
    if not account.is_active:
        raise AccountIsLocked
    return AccountId(account.pk)


def _right(password: str, account: Account | None) -> bool:
    if account is None or len(password) > passwords.LONGEST:
        make_password(password[: passwords.LONGEST])  # takes as long as a check
        return False
    return check_password(password, account.password)


def prove_password(*, actor: Actor, password: str, now: datetime) -> None:
    """Somebody who is signed in proves again that it is she. Failures count with those of the sign-in page.

    :raises WrongPassword: or SignInHeld after five.
    """
    account = Account.objects.filter(pk=actor.account_id or 0).first()
    if account is None:
        raise NoSuchAccount
    bucket = _password_bucket(account.username)
    spent = _attempt(bucket, now)
    if not _right(password, account):
        audit.record(actor, "accounts.proof_refused", ("account", account.pk), now=now)
        _held_after_last(spent)
        raise WrongPassword
    limits.forgive(bucket)


def check_code(*, account_id: int, code: str, now: datetime) -> str:
    """A code of the authenticator app, or a recovery code; each is good once, in every process.

    :returns: the kind of factor.
    :raises WrongCode: or CodeUsed; SignInHeld after five failures.
    """
    bucket = f"second_factor:{account_id}"
    spent = _attempt(bucket, now)
    digits = "".join(char for char in code if char.isascii() and char.isdigit())[:12]
    match = factors.matching(account_id, digits) if digits else None
    if match is None:
        audit.record(Actor.anonymous(), "accounts.second_factor_refused", ("account", account_id), now=now)
        _held_after_last(spent)
        raise WrongCode
    use_code(account_id=account_id, code=digits, now=now)
    limits.forgive(bucket)
    factors.used(match.factor_id, now)
    return match.kind


def use_code(*, account_id: int, code: str, now: datetime) -> None:
    """A code seen once is not taken again while it is valid.

    :raises CodeUsed: when it was.
    """
    try:
        limits.spend(f"code:{account_id}:{code}", limit=1, seconds=120, now=now)
    except TooMany as error:
        raise CodeUsed from error


def check_passkey(*, account_id: int | None, credential: Any, now: datetime) -> AccountId:
    """The account behind a passkey: this one's, or whoever it says (sign-in without a name).

    :raises WrongPasskey: or AccountIsLocked.
    """
    account = factors.passkey_owner(credential) if account_id is None else Account.objects.get(pk=account_id)
    match = factors.passkey_matches(account, credential)
    if account.kind != Account.Kind.OFFICIAL:
        raise WrongPasskey
    if not account.is_active:
        raise AccountIsLocked
    factors.used(match.factor_id, now)
    return AccountId(account.pk)


def enter(request: HttpRequest, *, account_id: int, method: SignInMethod, next_url: str) -> HttpResponse:
    """The first step of a sign-in succeeded: on to the second factor where there is one, or in."""
    return factors.begin(request, Account.objects.get(pk=account_id), method, next_url)


def note_sign_in(
    *,
    account_id: int,
    methods: list[SignInMethod],
    actor: Actor,
    session: SessionBase,
    now: datetime,
    user_agent: str = "",
) -> None:
    """The session begins: what was proved, when, on what kind of machine. Recorded; the least used beyond five end."""
    session[SEEN] = session[SINCE] = int(now.timestamp())
    session[DEVICE] = sessions.device_of(user_agent)
    if session.session_key:
        sessions.belongs_to(session.session_key, account_id)
        places.keep_latest(account_id, session.session_key)
    session[PROVED] = int(now.timestamp())
    session[SECOND_FACTOR] = SignInMethod.CODE in methods or SignInMethod.PASSKEY in methods
    session.pop(ELEVATION, None)
    detail = {"methods": [str(method) for method in methods]}
    audit.record(actor, "accounts.signed_in", ("account", account_id), now=now, detail=detail)


def note_idle_lock(*, session: SessionBase, minutes: int) -> None:
    """The sign-in page will say why she must sign in again: so many minutes alone; 0 for open too long."""
    session[IDLE] = minutes


def note_assurance(*, session: SessionBase, level: int) -> None:
    """The level of assurance this sign-in came with."""
    session[ASSURANCE] = level


def note_proof(*, session: SessionBase, now: datetime) -> None:
    """She proved again that it is she."""
    session[PROVED] = int(now.timestamp())


def note_second_factor(*, session: SessionBase) -> None:
    """A second factor was set up, and proved, in this session."""
    session[SECOND_FACTOR] = True


def touch(*, session: SessionBase, now: datetime) -> None:
    """Somebody is still there; written at most every half minute."""
    moment = int(now.timestamp())
    if moment - int(session.get(SEEN, 0)) >= _TOUCH_SECONDS:
        session[SEEN] = moment


def note_sign_out(*, actor: Actor, now: datetime) -> None:
    """The session ends by the button."""
    if actor.account_id is not None:
        audit.record(actor, "accounts.signed_out", ("account", actor.account_id), now=now)
