"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from namkhong.kernel.actor import PersonId


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What is known of one person. Showing it to an official is recorded by the room that shows it."""

    id: PersonId
    personal_number: str
    full_name: str
    date_of_birth: date
    gender: str
    address: str
    phone: str
    email: str
    assurance: int
    commune_code: str = ""
    account_id: int | None = None

    @property
    def gender_word(self) -> str:
        """The word on screens."""
        return {"male": _("Nam"), "female": _("Nữ"), "other": _("Khác")}.get(self.gender, "")

    @property
    def masked_number(self) -> str:
        """The personal number where only its owner needs to recognise it."""
        return f"{self.personal_number[:3]} ••• ••• {self.personal_number[-3:]}"


@dataclass(frozen=True, slots=True)
class BusinessCard:
    """What is known of one business."""

    id: int
    tax_code: str
    name: str
    address: str
    representative_id: PersonId | None
