"""System parts that are not Python's or Node's: what is switched off without them, and how to get them."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CLAMAV_SOCKETS: Final = ("/run/clamav/clamd.ctl", "/var/run/clamav/clamd.ctl", "/tmp/clamd.socket")  # noqa: S108
CLAMAV: Final = "CLAMAV_SOCKET"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what does not work without it."""

    key: str
    what: str
    install: str


SCANNER: Final = Part(
    key="clamav",
    what="Quét vi-rút: tệp gửi lên được ghi là “chưa quét”.",
    install="sudo apt-get install -y clamav-daemon",
)


def _is_socket(path: str) -> bool:
    try:
        return stat.S_ISSOCK(Path(path).stat().st_mode)
    except OSError:
        return False


def environment() -> dict[str, str]:
    """What the processes read about parts found on this machine; what the operator set is left as it is."""
    if CLAMAV in os.environ:
        return {}
    found = next((path for path in _CLAMAV_SOCKETS if _is_socket(path)), "")
    return {CLAMAV: found} if found else {}


def missing(given: Mapping[str, str]) -> list[Part]:
    """The parts that are not there."""
    return [] if given.get(CLAMAV) else [SCANNER]
