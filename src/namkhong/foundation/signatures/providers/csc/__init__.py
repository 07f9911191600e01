"""Remote signing by the Cloud Signature Consortium's API, version 1: one authorisation over all hashes, then the values."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx

from namkhong.foundation.signatures.conf import conf
from namkhong.foundation.signatures.errors import KeyUnavailable, WrongSecret
from namkhong.foundation.signatures.providers import Key

_SHA256: Final = "2.16.840.1.101.3.4.2.1"
_RSA: Final = "1.2.840.113549.1.1.11"  # sha256WithRSAEncryption
_ECDSA: Final = "1.2.840.10045.4.3.2"  # ecdsa-with-SHA256
_TIMEOUT: Final = 30  # seconds; the person may have to say yes on the telephone
_REFUSED: Final = frozenset({"invalid_pin", "invalid_otp"})


def sign(key: Key, data: Sequence[bytes], secret: str) -> list[bytes]:
    """Authorise the hashes (``secret`` is the PIN), have them signed."""
    given = conf()
    if not given.csc_url:
        raise KeyUnavailable
    hashes = [base64.b64encode(hashlib.sha256(one).digest()).decode() for one in data]
    headers = {"Authorization": f"Bearer {given.csc_token}"} if given.csc_token else {}
    with httpx.Client(base_url=f"{given.csc_url.rstrip('/')}/csc/v1/", headers=headers, timeout=_TIMEOUT) as client:
        asked = {"credentialID": key.label, "numSignatures": len(hashes), "hash": hashes}
        activation = _answer(client, "credentials/authorize", asked | ({"PIN": secret} if secret else {}))
        answer = _answer(
            client,
            "signatures/signHash",
            {
                "credentialID": key.label,
                "SAD": activation.get("SAD", ""),
                "hash": hashes,
                "hashAlgo": _SHA256,
                "signAlgo": _ECDSA if key.is_ec else _RSA,
            },
        )
    try:
        values = [base64.b64decode(one, validate=True) for one in answer["signatures"]]
    except (KeyError, TypeError, ValueError) as error:
        raise KeyUnavailable from error
    if len(values) != len(hashes):
        raise KeyUnavailable
    return values


def _answer(client: httpx.Client, path: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        response = client.post(path, json=said)
        answer = response.json() if response.content else {}
    except (httpx.HTTPError, ValueError) as error:
        raise KeyUnavailable from error
    if not isinstance(answer, Mapping):
        raise KeyUnavailable
    if answer.get("error") in _REFUSED:
        raise WrongSecret
    if response.status_code != httpx.codes.OK:
        raise KeyUnavailable
    return answer
