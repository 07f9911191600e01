"""Officials: created with an account, kept up to date, locked and unlocked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts.errors import NameTaken
from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import policies
from namkhong.foundation.organisations.actions.checks import agency_row, official_row, required
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.events import OfficialCreated, OfficialLocked, OfficialUnlocked
from namkhong.foundation.organisations.models import Official
from namkhong.foundation.organisations.types import reassign_all
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.text import fold, given_name_key, one_line

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_PHONE = re.compile(r"0\d{8,10}")


@dataclass(frozen=True, slots=True)
class NewOfficial:
    """The one-time password is known here and nowhere else: show it once. Empty when a hash was given."""

    official_id: int
    account_id: int
    password: str = field(repr=False)


@transaction.atomic
def create_official(
    *,
    username: str,
    full_name: str,
    home_id: int,
    actor: Actor,
    now: datetime,
    phone: str = "",
    email: str = "",
    password_hash: str = "",
) -> NewOfficial:
    """A person enters the service, managed by the agency ``home_id``; a post is given by ``appoint``.

    :raises WrongEntry: each field with its sentence.
    """
    home = agency_row(home_id)
    policies.require_agency(actor, home, now)
    full_name, phone, email = check_person(full_name, phone, email, username)
    name = one_line(username).lower()
    try:
        account_id = accounts.open_official(
            username=name,
            display_name=full_name,
            email=email,
            password=None,
            password_hash=password_hash,
            actor=actor,
            now=now,
        )
    except NameTaken as error:
        raise WrongEntry(str(error), fields={"username": str(error)}) from error
    official = Official(account_id=account_id, home=home, phone=phone, email=email, created_at=now)
    _name(official, full_name)
    official.save(force_insert=True)
    password = ""
    if not password_hash:
        password = accounts.reset_password(
            account_id=account_id, reason=_("Mật khẩu lần đầu của cán bộ mới"), actor=actor, now=now
        )
    audit.record(actor, "organisations.official_created", ("official", official.pk), now=now, detail={"home": home.pk})
    publish(OfficialCreated(official_id=official.pk, at=now))
    return NewOfficial(official.pk, account_id, password)


@transaction.atomic
def update_official(*, official_id: int, full_name: str, phone: str, email: str, actor: Actor, now: datetime) -> None:
    """A corrected name, another telephone number or e-mail address."""
    official = official_row(official_id)
    policies.require_official(actor, official, now)
    full_name, phone, email = check_person(full_name, phone, email)
    changed = [
        name
        for name, value in (("full_name", full_name), ("phone", phone), ("email", email))
        if getattr(official, name) != value
    ]
    if not changed:
        return
    _name(official, full_name)
    official.phone, official.email = phone, email
    official.save(update_fields=["full_name", "given_key", "search_key", "phone", "email"])
    accounts.rename(account_id=official.account_id, display_name=full_name, email=email, actor=actor, now=now)
    audit.record(
        actor, "organisations.official_updated", ("official", official.pk), now=now, detail={"changed": changed}
    )


@transaction.atomic
def lock_official(*, official_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """She can no longer sign in and holds no post until unlocked; locking twice is the same as once.

    What was hers by name goes back to her posts at once: a lock never waits for a hand-over, and nothing waits for her.
    """
    official = official_row(official_id)
    policies.require_official(actor, official, now)
    reason = required(one_line(reason), "reason", _("Xin ghi lý do khóa."), 500)
    if official.locked:
        return
    reassign_all(from_account_id=official.account_id, to_account_id=None, actor=actor, now=now)
    accounts.lock(account_id=official.account_id, reason=reason, actor=actor, now=now)
    official.locked_at, official.lock_reason = now, reason
    official.save(update_fields=["locked_at", "lock_reason"])
    audit.record(actor, "organisations.official_locked", ("official", official.pk), now=now, reason=reason)
    publish(OfficialLocked(official_id=official.pk, at=now))


@transaction.atomic
def unlock_official(*, official_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """She may sign in again."""
    official = official_row(official_id)
    policies.require_official(actor, official, now)
    reason = required(one_line(reason), "reason", _("Xin ghi lý do mở khóa."), 500)
    if not official.locked:
        return
    accounts.unlock(account_id=official.account_id, reason=reason, actor=actor, now=now)
    official.locked_at, official.lock_reason = None, ""
    official.save(update_fields=["locked_at", "lock_reason"])
    audit.record(actor, "organisations.official_unlocked", ("official", official.pk), now=now, reason=reason)
    publish(OfficialUnlocked(official_id=official.pk, at=now))


@transaction.atomic
def sign_out_official(*, official_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """She is signed out everywhere and may sign in again: a machine left open, a lost telephone."""
    official = official_row(official_id)
    policies.require_official(actor, official, now)
    reason = required(one_line(reason), "reason", _("Xin ghi lý do đăng xuất."), 500)
    accounts.sign_out_everywhere(account_id=official.account_id, reason=reason, actor=actor, now=now)
    audit.record(actor, "organisations.official_signed_out", ("official", official.pk), now=now, reason=reason)


@transaction.atomic
def new_password(*, official_id: int, reason: str, actor: Actor, now: datetime) -> str:
    """A one-time password for somebody who forgot hers; returned once, to be changed at the next sign-in."""
    official = official_row(official_id)
    policies.require_official(actor, official, now)
    reason = required(one_line(reason), "reason", _("Xin ghi lý do cấp mật khẩu mới."), 500)
    password = accounts.reset_password(account_id=official.account_id, reason=reason, actor=actor, now=now)
    audit.record(actor, "organisations.official_new_password", ("official", official.pk), now=now, reason=reason)
    return password


def check_person(full_name: str, phone: str, email: str, username: str | None = None) -> tuple[str, str, str]:
    """Name, telephone number and address in their kept form.

    :raises WrongEntry: with every wrong field at once.
    """
    full_name, email = one_line(full_name), one_line(email).lower()
    phone = re.sub(r"[\s.\-()]", "", one_line(phone))
    fields: dict[str, object] = {}
    if " " not in full_name or len(full_name) > 120 or not all(char.isalpha() or char in " .'’-" for char in full_name):
        fields["full_name"] = _("Xin ghi đủ họ và tên bằng chữ, tối đa 120 ký tự.")
    if phone and not _PHONE.fullmatch(phone):
        fields["phone"] = _("Số điện thoại bắt đầu bằng 0 và có 9 đến 11 chữ số.")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        fields["email"] = _("Thư điện tử chưa đúng, ví dụ ten@dienbien.gov.vn.")
    if username is not None and not _USERNAME.fullmatch(one_line(username).lower()):
        fields["username"] = _("Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối.")
    if fields:
        raise WrongEntry(_("Thông tin cán bộ chưa đúng. Xin sửa các ô được đánh dấu."), fields=fields)
    return full_name, phone, email


def _name(official: Official, full_name: str) -> None:
    official.full_name = full_name
    official.given_key = given_name_key(full_name)[:300]
    official.search_key = fold(full_name)[:240]
