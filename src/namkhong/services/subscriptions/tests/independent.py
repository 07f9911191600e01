"""Signatures checked by other means than the product's: the specification written down again, with OpenSSL's HMAC."""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from namkhong.services.subscriptions.tests.receiver import Came


def verified_by(came: Came, secret: str) -> bool:
    """Does one of the signatures fit this secret?"""
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret[6:], validate=True)
    assert 24 <= len(key) <= 64
    content = b".".join([came.headers["webhook-id"].encode(), came.headers["webhook-timestamp"].encode(), came.body])
    for one in came.headers["webhook-signature"].split(" "):
        version, _comma, signature = one.partition(",")
        assert version == "v1"
        mac = HMAC(key, SHA256())
        mac.update(content)
        try:
            mac.verify(base64.b64decode(signature, validate=True))
        except InvalidSignature:
            continue
        return True
    return False
