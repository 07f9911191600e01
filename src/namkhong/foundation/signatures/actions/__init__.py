"""Writing: the registry, preparing and filling, signing here and elsewhere, raising the level."""

from namkhong.foundation.signatures.actions.documents import fill, prepare
from namkhong.foundation.signatures.actions.raising import raise_level, raise_waiting
from namkhong.foundation.signatures.actions.registry import (
    add_anchor,
    refresh_lists,
    register_certificate,
    remove_anchor,
    revoke_certificate,
)
from namkhong.foundation.signatures.actions.signing import hand_out, sign, take_back

__all__ = [
    "add_anchor",
    "fill",
    "hand_out",
    "prepare",
    "raise_level",
    "raise_waiting",
    "refresh_lists",
    "register_certificate",
    "remove_anchor",
    "revoke_certificate",
    "sign",
    "take_back",
]
