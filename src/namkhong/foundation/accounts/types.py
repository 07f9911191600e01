"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.actor import AccountId, Elevation, Scope


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

    ended: bool  # left alone longer than allowed, or open longer than any session may be
    minutes: int  # how long it was left alone at most; 0 when it ended for its age
    second_factor: bool
    elevation: Elevation | None
    assurance: int


@dataclass(frozen=True, slots=True)
class SignedInPlace:
    """One session of an account as its owner sees it."""

    key: str
    device: str  # "Chrome · Android", or empty
    since: datetime
    seen: datetime
    here: bool  # the one that asks


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
    account_id: AccountId
    per_minute: int
    id: int = 0


# What each scope lets a program do, for the administrator who gives it.
SCOPES: Final[dict[Scope, Promise]] = {
    Scope.CATALOGUE: _("Tra cứu thủ tục, biểu mẫu, địa danh, cơ quan, tình trạng theo số hồ sơ"),
    Scope.FILES: _("Gửi tệp lên và lấy lại tệp của chính hệ thống"),
    Scope.SUBMIT: _("Nộp hồ sơ thay người dân, đọc lại hồ sơ đã nộp"),
    Scope.READ: _("Đọc hồ sơ của cơ quan"),
    Scope.MOVE_COUNTER: _("Làm việc của cán bộ một cửa: tiếp nhận, chuyển, trả kết quả"),
    Scope.MOVE_SPECIALIST: _("Làm việc của công chức chuyên môn: chuyển bước, trả lại bước trước"),
    Scope.MOVE_HEAD: _("Làm việc của trưởng phòng: chuyển bước, trả lại bước trước"),
    Scope.MOVE_CHIEF_OF_OFFICE: _("Làm việc của Chánh Văn phòng: chuyển bước, trả lại bước trước"),
    Scope.MOVE_RECORDS_CLERK: _("Làm việc của văn thư: phát hành, chuyển bước"),
    Scope.WEBHOOKS: _("Nhận thông báo khi hồ sơ thay đổi"),
}


@dataclass(frozen=True, slots=True)
class Program:
    """Who is behind a token: the client with the scopes of that token. ``agency_key`` is an agency's code, or empty."""

    account_id: AccountId
    client_id: str
    name: str
    scopes: frozenset[str]
    agency_key: str
    per_minute: int
    until: datetime


@dataclass(frozen=True, slots=True)
class NewToken:
    """An access token as it is given out, once: only its digest is kept."""

    token: str = field(repr=False)
    seconds: int
    scopes: tuple[str, ...]


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

    @property
    def told(self) -> dict[str, Any]:
        """What is answered: by the deed just done, or the first time."""
        return self.answer if self.answer is not None else self.kept or {}

    def keep(self, answer: dict[str, Any]) -> None:
        """Remember what was answered, in the transaction of the deed."""
        self.kept = answer
