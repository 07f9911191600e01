"""What the public log says of a step: a salted digest that whoever was given the words can find again, nobody else.

A step as it is digested is a JSON array of strings and numbers (docs/explanation/proof.md); the offline program
``kiem-chung.py`` reads the same array. The salt is kept in the record of the move and told to the applicant alone.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import Dossier, Step

STEPS: Final = "steps"  # the key of the record's detail

Said = list[str | int | None]


def instant(moment: datetime | None) -> str:
    """UTC with microseconds, as the record writes moments; empty for none."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def said(step: Step, code: str, kept: Mapping[str, Any]) -> Said:
    """The step in the order in which it is digested; ``kept`` is what the record of the move holds beside it."""
    return [
        "namkhong-step-1",
        str(kept["salt"]),
        code,
        step.revision,
        str(step.move),
        str(step.from_state),
        str(step.to_state),
        instant(step.at),
        step.agency_id,
        str(kept["agency"]),
        str(kept["promised"]),
    ]


def digest(words: Said) -> str:
    """SHA-256 of the array as JSON without blanks."""
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Witness:
    """What goes into the record of a move."""

    detail: dict[str, Any]
    digests: list[str]


def of(dossier: Dossier, steps: Sequence[Step]) -> Witness:
    """The salts and digests of the steps of one move."""
    kept = [
        {
            "revision": step.revision,
            "salt": secrets.token_hex(16),
            "agency": frozen.agency(step.agency_id).code if step.agency_id else "",
            "promised": instant(dossier.due_at),
        }
        for step in steps
    ]
    code = dossier.code or ""
    digests = [digest(said(step, code, row)) for step, row in zip(steps, kept, strict=True)]
    # Never disclosed: without it the rest of the record could be guessed from its digest.
    return Witness({STEPS: kept, "nonce": secrets.token_hex(16)}, digests)
