"""The cast of sign-in: made through the actions, with a password hash that is made once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

from namkhong.foundation.accounts import actions, factors
from namkhong.foundation.accounts.models import Account
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Post, PostId, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PASSWORD = "ngựa trắng lội suối sâu"
SYSTEM = Actor.system("Kiểm thử")


class QuickArgon2(Argon2PasswordHasher):
    """The same hash with little work, so that a test of a hundred sign-ins takes seconds."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1


@cache
def password_hash() -> str:
    return make_password(PASSWORD)


def official(username: str = "lan.lt", name: str = "Lò Thị Lan", *, now: datetime = NOW) -> AccountId:
    return actions.open_official(
        username=username,
        display_name=name,
        email=f"{username}@example.vn",
        password=None,
        password_hash=password_hash(),
        actor=SYSTEM,
        now=now,
    )


def actor(account_id: int, *roles: Role) -> Actor:
    """An official with these roles in one invented agency."""
    posts = tuple(
        Post(PostId(n), role, AgencyId(7), "/1/7/", "UBND xã Mường Phăng", "Chuyên viên")
        for n, role in enumerate(roles, 1)
    )
    return Actor(kind=ActorKind.OFFICIAL, account_id=AccountId(account_id), label="Lò Thị Lan", posts=posts)


def administrator(account_id: int = 9_999) -> Actor:
    """Of the whole province."""
    post = Post(PostId(1), Role.ADMINISTRATOR, AgencyId(1), "/1/", "UBND tỉnh Điện Biên", "Quản trị hệ thống")
    return Actor(kind=ActorKind.OFFICIAL, account_id=AccountId(account_id), label="Nguyễn Đức Thắng", posts=(post,))


def totp_of(account_id: int, secret: str = "JBSWY3DPEHPK3PXP") -> str:  # noqa: S107
    """An authenticator app for this account; returns its secret."""
    totp.TOTP.activate(Account.objects.get(pk=account_id), secret)
    factors.ensure_recovery_codes(Account.objects.get(pk=account_id))
    return secret


def code_at(secret: str, moment: datetime) -> str:
    """What the app shows at that moment."""
    counter = int(moment.timestamp()) // 30
    return f"{totp.hotp_value(secret, counter):06d}"
