"""How a token is kept: never itself. Django-oauth-toolkit's row holds a keyed digest, found by the checksum of that."""

from __future__ import annotations

import hashlib

from django.utils.crypto import salted_hmac


def digest_of(token: str) -> str:
    """What stands in the toolkit's column ``token``: without the server's secret key nobody makes it out of a token."""
    return salted_hmac("accounts.bearer", token, algorithm="sha256").hexdigest()


def checksum_of(token: str) -> str:
    """What the toolkit computes of that column when it saves, and keeps unique: the key of the one look-up."""
    return hashlib.sha256(digest_of(token).encode()).hexdigest()
