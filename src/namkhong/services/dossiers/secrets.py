"""The look-up secret printed on form 01: eight letters and digits that cannot be mistaken for one another.

It is derived, not kept: the form can be printed again and a copy of the database alone does not reveal it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from uuid import UUID

from django.conf import settings

_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 8


def secret_of(public_id: UUID) -> str:
    """The secret of a dossier, ``K7MN-Q2PX`` as printed."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"dossiers.lookup:" + public_id.bytes, hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def is_secret(public_id: UUID, typed: str) -> bool:
    """Is this what is printed? Case, blanks and the hyphen do not matter."""
    bare = "".join(char for char in typed.upper() if char.isalnum())
    return hmac.compare_digest(bare.encode(), secret_of(public_id).replace("-", "").encode())
