"""A directory that two systems share: one file per packet, put there whole or not at all.

``out/`` what we send, ``in/`` what comes, ``processed/`` what we have stored, ``bad/`` what could not be read. A file is
written under a name that ends in ``.part`` and renamed, so nobody reads half of one; the key is its name, so the same
parcel twice is one file. ``agencies.json`` beside them, when it is there, is the address book.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from namkhong.office.exchange.conf import conf
from namkhong.office.exchange.connectors import Parcel, Receipt, Waiting
from namkhong.office.exchange.errors import Unreachable
from namkhong.office.exchange.types import Party


def send(parcel: Parcel) -> Receipt:
    """A file in ``out/``; nothing to do when it is there, or was fetched from there, already."""
    name = f"{parcel.key}.{parcel.kind}.edxml"
    target = _folder("out") / name
    part = target.with_name(f"{name}.part")
    try:
        with part.open("wb") as handle:
            handle.write(parcel.body)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(target)
    except OSError as error:
        raise Unreachable(_("Không ghi được vào thư mục trao đổi (%s).") % error.strerror) from error
    return Receipt(axis_id=name)


def waiting() -> Sequence[Waiting]:
    """The files in ``in/``, the oldest first."""
    try:
        found = [(entry.stat().st_mtime_ns, entry.name) for entry in _folder("in").iterdir() if _is_packet(entry)]
    except OSError as error:
        raise Unreachable(_("Không đọc được thư mục trao đổi (%s).") % error.strerror) from error
    return [Waiting(name) for _moment, name in sorted(found)]


def fetch(waiting: Waiting) -> bytes:
    """Its bytes."""
    try:
        return (_folder("in") / waiting.axis_id).read_bytes()
    except OSError as error:
        raise Unreachable(_("Không đọc được thư mục trao đổi (%s).") % error.strerror) from error


def taken(waiting: Waiting, *, readable: bool) -> None:
    """Moved out of the way, by one rename."""
    try:
        (_folder("in") / waiting.axis_id).replace(_folder("processed" if readable else "bad") / waiting.axis_id)
    except FileNotFoundError:
        return  # it was moved before
    except OSError as error:
        raise Unreachable(_("Không ghi được vào thư mục trao đổi (%s).") % error.strerror) from error


def agencies() -> Iterable[Party]:
    """The address book, when the other side puts one there."""
    try:
        rows: Any = json.loads((_root() / "agencies.json").read_text(encoding="utf-8"))
        return [Party(str(row["code"]), str(row.get("name", ""))) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreachable(_("Thư mục trao đổi không có danh bạ đọc được.")) from error


def _is_packet(entry: Path) -> bool:
    return entry.is_file() and not entry.name.startswith(".") and not entry.name.endswith(".part")


def _root() -> Path:
    return conf().folder


def _folder(name: str) -> Path:
    folder = _root() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreachable(_("Không mở được thư mục trao đổi (%s).") % error.strerror) from error
    return folder
