"""Changing what one signs in with: password, authenticator app, recovery codes, passkeys."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from namkhong.foundation.accounts import factors, passwords, policies
from namkhong.foundation.accounts.actions.opening import locked_row
from namkhong.foundation.accounts.actions.signing_in import prove_password, use_code
from namkhong.foundation.accounts.errors import (
    LastFactor,
    NoSuchAccount,
    NotAdministrator,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Invalid
from namkhong.kernel.text import one_line

_PASSKEYS_MOST: Final = 10


def change_password(*, account_id: int, present: str, new: str, again: str, actor: Actor, now: datetime) -> None:
    """An official changes her own password; all her other sessions end.

    :raises WrongPassword: WeakPassword, or Invalid when the two new ones differ.
    """
    policies.require_self(actor, account_id)
    try:
        prove_password(actor=actor, password=present, now=now)  # counts a failure for good: outside the transaction
    except WrongPassword as error:
        raise WrongPassword("present_password") from error
    with transaction.atomic():
        account = locked_row(account_id)
        if account.kind != Account.Kind.OFFICIAL:
            raise NotAdministrator
        weak = passwords.complaint(new, username=account.username, display_name=account.display_name)
        if weak is not None:
            raise WeakPassword(weak)
        if new != again:
            sentence = _("Hai lần nhập mật khẩu mới không giống nhau.")
            raise Invalid(sentence, fields={"new_password_again": sentence})
        if check_password(new, account.password):
            raise WeakPassword(_("Mật khẩu mới phải khác mật khẩu đang dùng."))
        account.set_password(new)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
        audit.record(actor, "accounts.password_changed", ("account", account_id), now=now)


@transaction.atomic
def reset_password(*, account_id: int, reason: str, actor: Actor, now: datetime) -> str:
    """An administrator gives a new password, shown once; it must be changed at the next sign-in. Sessions end."""
    policies.require_administrator(actor)
    policies.require_other(actor, account_id)
    account = locked_row(account_id)
    if account.kind != Account.Kind.OFFICIAL:
        raise NoSuchAccount
    new = "-".join(secrets.token_hex(2) for _part in range(4))
    account.set_password(new)
    account.must_change_password = True
    account.session_epoch += 1
    account.save(update_fields=["password", "must_change_password", "session_epoch"])
    audit.record(actor, "accounts.password_reset", ("account", account_id), now=now, reason=reason)
    return new


@transaction.atomic
def reset_second_factor(*, account_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """An administrator removes every second factor of somebody who lost her phone. Sessions end."""
    policies.require_administrator(actor)
    policies.require_other(actor, account_id)
    account = locked_row(account_id)
    factors.remove_all(account_id)
    account.session_epoch += 1
    account.save(update_fields=["session_epoch"])
    audit.record(actor, "accounts.second_factor_reset", ("account", account_id), now=now, reason=reason)


@transaction.atomic
def add_totp(*, request: HttpRequest, actor: Actor, code: str, now: datetime) -> bool:
    """Keep the authenticator app whose code was just shown; True when recovery codes are new and must be shown.

    :raises WrongCode: when the code does not belong to the secret offered in this session.
    """
    account = _own(actor)
    secret = factors.totp_secret(fresh=False)
    digits = "".join(char for char in code if char.isascii() and char.isdigit())[:12]
    if not factors.totp_matches(secret, digits):
        raise WrongCode
    use_code(account_id=account.pk, code=digits, now=now)
    for factor in factors.of(account.pk):
        if factor.kind == factors.TOTP:
            factors.remove(account.pk, factor.id)
    factors.add_totp(request, account, secret)
    audit.record(actor, "accounts.totp_added", ("account", account.pk), now=now)
    return factors.ensure_recovery_codes(account)


@transaction.atomic
def add_passkey(*, actor: Actor, name: str, credential: Any, now: datetime) -> bool:
    """Keep a passkey; True when recovery codes are new and must be shown."""
    account = _own(actor)
    present = [factor for factor in factors.of(account.pk) if factor.kind == factors.PASSKEY]
    if len(present) >= _PASSKEYS_MOST:
        raise Invalid(_("Đã có mười khóa truy cập. Xin gỡ bớt khóa không dùng nữa."))
    factors.add_passkey(account, one_line(name)[:60] or _("Khóa %(n)d") % {"n": len(present) + 1}, credential)
    audit.record(actor, "accounts.passkey_added", ("account", account.pk), now=now)
    return factors.ensure_recovery_codes(account)


@transaction.atomic
def remove_factor(*, actor: Actor, factor_id: int, now: datetime) -> None:
    """Remove one's own second factor.

    :raises LastFactor: when a second factor is required and this is the last.
    """
    account = _own(actor)
    real = [factor for factor in factors.of(account.pk) if factor.kind != factors.RECOVERY]
    if factor_id not in {factor.id for factor in real}:
        raise NoSuchAccount
    if len(real) == 1 and settings.NAMKHONG_SECOND_FACTOR == "required":
        raise LastFactor
    kind = factors.remove(account.pk, factor_id)
    audit.record(actor, f"accounts.{kind}_removed", ("account", account.pk), now=now)


@transaction.atomic
def renew_recovery_codes(*, actor: Actor, now: datetime) -> None:
    """New recovery codes; the old ones stop."""
    account = _own(actor)
    if not any(factor.kind != factors.RECOVERY for factor in factors.of(account.pk)):
        raise Invalid(_("Xin thiết lập ứng dụng xác thực hoặc khóa truy cập trước."))
    factors.renew_recovery_codes(account)
    audit.record(actor, "accounts.recovery_codes_renewed", ("account", account.pk), now=now)


def _own(actor: Actor) -> Account:
    if not actor.is_official or actor.account_id is None:
        raise NotAdministrator
    return locked_row(actor.account_id)
