"""Signatures as Standard Webhooks 1.0 says: HMAC-SHA256 over ``id.timestamp.body``, one for each secret in force."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.conf import settings


def secret_of(public_id: UUID, number: int) -> bytes:
    """The secret of a subscription, 32 bytes. Derived, not kept: a copy of the database alone signs nothing."""
    about = b"subscriptions.secret:" + public_id.bytes + number.to_bytes(4, "big")
    return hmac.new(settings.SECRET_KEY.encode(), about, hashlib.sha256).digest()


def written(secret: bytes) -> str:
    """As it is given to people: ``whsec_`` and base64."""
    return "whsec_" + base64.b64encode(secret).decode()


def headers(*, notice_id: UUID, body: str, secrets: list[bytes], now: datetime) -> dict[str, str]:
    """``webhook-id`` (the same for every try), ``webhook-timestamp`` (of this try), ``webhook-signature``."""
    known_as, moment = f"msg_{notice_id.hex}", str(int(now.timestamp()))
    signed = f"{known_as}.{moment}.{body}".encode()
    signatures = [base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode() for secret in secrets]
    return {
        "webhook-id": known_as,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
