"""Where somebody is signed in: she ends one place or all others; an administrator ends all of an official's."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.sessions.models import Session
from django.db import transaction

from namkhong.foundation.accounts import policies
from namkhong.foundation.accounts.actions.opening import locked_row
from namkhong.foundation.accounts.errors import NoSuchAccount
from namkhong.foundation.accounts.models import SessionOwner
from namkhong.foundation.accounts.queries import session_key_of
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor

MOST: Final = 5  # sessions of an account at a time


def keep_latest(account_id: int, present: str) -> None:
    """One place too many: the least used ends. The caller has written down the present one."""
    others = Session.objects.filter(owner__account=account_id).exclude(pk=present).order_by("-expire_date", "pk")
    Session.objects.filter(pk__in=list(others.values_list("pk", flat=True)[MOST - 1 :])).delete()


@transaction.atomic
def end_place(*, place: str, actor: Actor, now: datetime) -> None:
    """One of her own sessions ends. Ending twice is the same as once.

    :raises NoSuchAccount: for nobody, who is signed in nowhere.
    """
    account_id = _own(actor)
    key = session_key_of(account_id, place)
    if key is not None:
        Session.objects.filter(pk=key).delete()
        audit.record(actor, "accounts.place_ended", ("account", account_id), now=now)


@transaction.atomic
def end_other_places(*, present: str | None, actor: Actor, now: datetime) -> int:
    """All her sessions but this one end; returns how many did."""
    account_id = _own(actor)
    others = list(
        SessionOwner.objects.filter(account=account_id).exclude(pk=present or "").values_list("pk", flat=True)
    )
    Session.objects.filter(pk__in=others).delete()
    if others:
        detail = {"places": len(others)}
        audit.record(actor, "accounts.places_ended", ("account", account_id), now=now, detail=detail)
    return len(others)


@transaction.atomic
def sign_out_everywhere(*, account_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Every session of the account ends; it may sign in again at once (a lost telephone, a machine left open)."""
    policies.require_administrator(actor)
    account = locked_row(account_id)
    account.session_epoch += 1
    account.save(update_fields=["session_epoch"])
    Session.objects.filter(owner__account=account_id).delete()
    audit.record(actor, "accounts.signed_out_everywhere", ("account", account_id), now=now, reason=reason)


def _own(actor: Actor) -> int:
    if actor.account_id is None:
        raise NoSuchAccount
    return int(actor.account_id)
