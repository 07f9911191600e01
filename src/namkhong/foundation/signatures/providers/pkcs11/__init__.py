"""Keys in an HSM or a token of the server, by PKCS#11: one session, one PIN, many signatures."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from typing import Any, Final

import pkcs11
from pkcs11 import KeyType, Mechanism, ObjectClass
from pkcs11.util.ec import encode_ecdsa_signature

from namkhong.foundation.signatures.conf import conf
from namkhong.foundation.signatures.errors import KeyUnavailable, WrongSecret
from namkhong.foundation.signatures.providers import Key

# A login counts for the whole process: two people with two PINs must not meet in it.
_ONE_AT_A_TIME: Final = threading.Lock()
_WRONG: Final = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked, pkcs11.PinExpired)


def sign(key: Key, data: Sequence[bytes], secret: str) -> list[bytes]:
    """Log in to the token, sign all, log out."""
    given = conf()
    if not given.pkcs11_module:
        raise KeyUnavailable
    try:
        with _ONE_AT_A_TIME:
            token = pkcs11.lib(given.pkcs11_module).get_token(token_label=given.pkcs11_token)
            with token.open(user_pin=secret) as session:
                kind = KeyType.EC if key.is_ec else KeyType.RSA
                private = session.get_key(object_class=ObjectClass.PRIVATE_KEY, key_type=kind, label=key.label)
                return [_value(private, one, is_ec=key.is_ec) for one in data]
    except _WRONG as error:
        raise WrongSecret from error
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise KeyUnavailable from error


def _value(private: Any, one: bytes, *, is_ec: bool) -> bytes:
    if is_ec:
        raw = private.sign(hashlib.sha256(one).digest(), mechanism=Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(raw))
    return bytes(private.sign(one, mechanism=Mechanism.SHA256_RSA_PKCS))
