"""What citizens announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class ContactChanged(Event):
    """A person changed her phone number or e-mail address."""

    name = "citizens.ContactChanged"
    person_id: int
    entry_id: int  # the audit entry
    at: datetime
