"""What a packet says as JSON in a row, and back; and its digest, by which the same packet is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from namkhong.office.exchange.types import (
    Business,
    BusinessKind,
    Content,
    Party,
    ReceiverChange,
    Reference,
    Replacement,
    Signer,
    Staff,
    StatusCode,
    StatusMessage,
    Trace,
)


def to_json(said: Content | StatusMessage) -> dict[str, Any]:
    """Text, numbers and lists only."""
    plain: dict[str, Any] = _plain(asdict(said))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def content_of(kept: dict[str, Any]) -> Content:
    """The content again."""
    given = dict(kept)
    business = dict(given.pop("business"))
    return Content(
        sender=Party(**given.pop("sender")),
        to=tuple(Party(**one) for one in given.pop("to")),
        promulgated_on=_day(given.pop("promulgated_on")),
        due_on=_day(given.pop("due_on")),
        signer=Signer(**given.pop("signer")),
        to_places=tuple(given.pop("to_places")),
        response_for=tuple(map(_reference, given.pop("response_for"))),
        business=Business(
            kind=BusinessKind(business.pop("kind")),
            receivers=tuple(ReceiverChange(**one) for one in business.pop("receivers")),
            replaced=tuple(
                Replacement(one["document_id"], tuple(one["receivers"])) for one in business.pop("replaced")
            ),
            staff=Staff(**business.pop("staff")),
            **business,
        ),
        trace=tuple(Trace(one["code"], _moment(one["at"])) for one in given.pop("trace")),
        appendixes=tuple(given.pop("appendixes")),
        **given,
    )


def status_of(kept: dict[str, Any]) -> StatusMessage:
    """The status message again."""
    return StatusMessage(
        sender=Party(**kept["sender"]),
        about=_reference(kept["about"]),
        status=StatusCode(kept["status"]),
        note=kept["note"],
        at=_moment(kept["at"]),
        staff=Staff(**kept["staff"]),
    )


def digest_of(said: Content | StatusMessage, files: Iterable[str] = ()) -> str:
    """The same for the same words and files (their SHA-256), whichever way and however often it came.

    The trace is left out: it tells the way, not the document.
    """
    kept = to_json(said)
    kept.pop("trace", None)
    written = json.dumps([kept, list(files)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _reference(kept: dict[str, Any]) -> Reference:
    return Reference(**{**kept, "promulgated_on": _day(kept["promulgated_on"])})


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None
