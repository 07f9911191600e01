"""The secret with which somebody who has not signed in reads the answer: derived, not kept, as that of a dossier."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from uuid import UUID

from django.conf import settings

_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def secret_of(public_id: UUID) -> str:
    """The secret of an inquiry, ``K7MN-Q2PX``."""
    key = settings.SECRET_KEY.encode()
    number = int.from_bytes(hmac.new(key, b"feedback.lookup:" + public_id.bytes, hashlib.sha256).digest(), "big")
    letters = ""
    for _ in range(8):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return f"{letters[:4]}-{letters[4:]}"


def is_secret(public_id: UUID, typed: str) -> bool:
    """Is this it? Case, blanks and the hyphen do not matter."""
    bare = "".join(char for char in typed.upper() if char.isalnum())
    return hmac.compare_digest(bare.encode(), secret_of(public_id).replace("-", "").encode())
