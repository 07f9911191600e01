"""What a channel is given, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery, ready to go. ``id`` stays the same when it is tried again: gateways use it to send only once."""

    id: UUID
    phone: str
    email: str
    title: str
    text: str
    sms: str
    link: str  # a whole address, or empty


class SendFailed(Exception):
    """It did not go this time; the message is a sentence for the administrator, without personal data."""

    @classmethod
    def switched_off(cls) -> SendFailed:
        """The operator has closed this way."""
        return cls(_("Kênh gửi này đang tắt trong cấu hình."))


class Refused(SendFailed):
    """It will never go: trying again makes no sense."""


class Channel(Protocol):
    """One way out."""

    def send(self, parcel: Parcel) -> str:
        """Send it and return the receipt of the gateway, if there is one.

        :raises SendFailed: when it should be tried again later.
        :raises Refused: when it should not.
        """
        ...
