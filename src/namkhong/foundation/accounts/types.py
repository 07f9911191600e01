"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from namkhong.kernel.actor import AccountId, Elevation


class SignInMethod(StrEnum):
    """How somebody proved who she is."""

    PASSWORD = "password"  # noqa: S105 - a word, not a password
    CODE = "code"
    PASSKEY = "passkey"
    VNEID = "vneid"


@dataclass(frozen=True, slots=True)
class AccountCard:
    """One account as other rooms see it."""

    id: AccountId
    kind: str
    username: str
    display_name: str
    email: str
    active: bool
    last_sign_in: datetime | None
    created_at: datetime

    @property
    def is_official(self) -> bool:
        """An official's account."""
        return self.kind == "official"


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor of an account."""

    id: int
    kind: str  # totp | webauthn | recovery_codes
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionState:
    """What a session says besides whose it is."""

    idle: bool  # left alone longer than allowed
    minutes: int  # how long it may be left alone
    second_factor: bool
    elevation: Elevation | None
    assurance: int


@dataclass(frozen=True, slots=True)
class ApiClientCard:
    """A program that may call the API."""

    client_id: str
    name: str
    scopes: tuple[str, ...]
    agency_key: str
    active: bool
    created_at: datetime
    rotated_at: datetime


@dataclass(frozen=True, slots=True)
class NewSecret:
    """Shown once: the secret is kept only as a hash."""

    client_id: str
    secret: str = field(repr=False)


@dataclass(slots=True)
class Idempotent:
    """One turn of a deed that carries a key. ``answer`` is set when the deed was done before: give it back."""

    answer: dict[str, Any] | None = None
    kept: dict[str, Any] | None = None

    @property
    def done_before(self) -> bool:
        """The deed was already done under this key."""
        return self.answer is not None

    def keep(self, answer: dict[str, Any]) -> None:
        """Remember what was answered, in the transaction of the deed."""
        self.kept = answer
