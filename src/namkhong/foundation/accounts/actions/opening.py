"""Opening, locking and unlocking accounts."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.accounts import policies
from namkhong.foundation.accounts.errors import AccountIsLocked, NameTaken, NoSuchAccount
from namkhong.foundation.accounts.events import AccountLocked, AccountUnlocked
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import AccountId, Actor, ActorKind
from namkhong.kernel.events import publish
from namkhong.kernel.problems import Invalid
from namkhong.kernel.text import one_line


@transaction.atomic
def open_official(
    *,
    username: str,
    display_name: str,
    email: str,
    password: str | None,
    actor: Actor,
    now: datetime,
    password_hash: str = "",
) -> AccountId:
    """Open an official's account. Without a password nobody can sign in until one is set.

    ``password_hash`` takes a hash that was made before, for loading many accounts at once.

    :raises NameTaken: when the sign-in name is in use.
    """
    policies.require_administrator(actor)
    name = one_line(username).lower()
    if not name or " " in name or len(name) > 150:
        sentence = _("Tên đăng nhập viết liền, không dấu cách, tối đa 150 ký tự.")
        raise Invalid(sentence, fields={"username": sentence})
    account = Account(
        username=name,
        kind=Account.Kind.OFFICIAL,
        display_name=one_line(display_name),
        email=one_line(email),
        password=password_hash or make_password(password),
        created_at=now,
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(name) from error
    audit.record(actor, "accounts.opened", ("account", account.pk), now=now)
    return AccountId(account.pk)


@transaction.atomic
def recognise_citizen(*, subject: str, display_name: str, now: datetime) -> AccountId:
    """The citizen's account behind the identity provider's subject; opened the first time.

    :raises AccountIsLocked: when an administrator locked it.
    """
    hashed = salted_hmac("accounts.subject", subject, algorithm="sha256").hexdigest()
    name = one_line(display_name)
    account, opened = Account.objects.get_or_create(
        subject=hashed,
        defaults={
            "username": f"vneid-{hashed[:32]}",
            "kind": Account.Kind.CITIZEN,
            "display_name": name,
            "password": make_password(None),
            "created_at": now,
        },
    )
    if not account.is_active:
        raise AccountIsLocked
    account_id = AccountId(account.pk)
    if opened:
        citizen = Actor(kind=ActorKind.CITIZEN, account_id=account_id, label=name)
        audit.record(citizen, "accounts.opened", ("account", account_id), now=now)
    elif account.display_name != name:
        account.display_name = name
        account.save(update_fields=["display_name"])
    return account_id


def locked_row(account_id: int) -> Account:
    """The account, held until the end of the transaction.

    :raises NoSuchAccount: when there is none.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NoSuchAccount
    return account


@transaction.atomic
def lock(*, account_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Nobody can sign in with this account, and its sessions end at once. Locking twice is the same as once."""
    policies.require_administrator(actor)
    policies.require_other(actor, account_id)
    account = locked_row(account_id)
    if not account.is_active:
        return
    account.is_active = False
    account.session_epoch += 1
    account.save(update_fields=["is_active", "session_epoch"])
    entry = audit.record(actor, "accounts.locked", ("account", account_id), now=now, reason=reason)
    publish(AccountLocked(account_id=account_id, entry_id=entry, at=now))


@transaction.atomic
def unlock(*, account_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Let the account sign in again; sessions from before stay ended."""
    policies.require_administrator(actor)
    account = locked_row(account_id)
    if account.is_active:
        return
    account.is_active = True
    account.save(update_fields=["is_active"])
    entry = audit.record(actor, "accounts.unlocked", ("account", account_id), now=now, reason=reason)
    publish(AccountUnlocked(account_id=account_id, entry_id=entry, at=now))


@transaction.atomic
def rename(*, account_id: int, display_name: str, email: str, actor: Actor, now: datetime) -> None:
    """The name and the e-mail address of an official changed."""
    policies.require_administrator(actor)
    account = locked_row(account_id)
    account.display_name = one_line(display_name)
    account.email = one_line(email)
    account.save(update_fields=["display_name", "email"])
    audit.record(actor, "accounts.renamed", ("account", account_id), now=now)
