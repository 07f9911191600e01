"""What accounts announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class AccountLocked(Event):
    """An account was locked; its sessions are over."""

    name = "accounts.AccountLocked"
    account_id: int
    entry_id: int  # the audit entry that says who and why
    at: datetime


@dataclass(frozen=True)
class AccountUnlocked(Event):
    """An account may sign in again."""

    name = "accounts.AccountUnlocked"
    account_id: int
    entry_id: int
    at: datetime
