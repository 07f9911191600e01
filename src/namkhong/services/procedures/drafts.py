"""A row of a file of procedures as it would be kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from namkhong.kernel.worktime import Limit, parse_limit
from namkhong.services.procedures.types import SupplementPolicy


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One paper, as read."""

    name: str
    originals: int
    copies: int
    is_form: bool
    form_code: str
    required: bool
    present_only: bool
    obtainable_from: str
    condition: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One fee, as read."""

    name: str
    amount: int | None
    note: str
    exemptions: str
    rule: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """A row as it would be kept."""

    code: str
    name: str
    field_name: str
    levels: list[str]
    level: str
    question: str = ""
    keywords: str = ""
    online_level: str = ""
    partial_reason: str = ""
    limit: str = ""
    limit_note: str = ""
    supplement_policy: str = SupplementPolicy.RESTART
    close_after_days: int | None = None
    form_key: str = ""
    process_key: str = ""
    result_name: str = ""
    result_code: str = ""
    publishing_decision: str = ""
    legal_bases: list[str] = field(default_factory=list)
    note: str = ""
    components: list[ComponentRow] = field(default_factory=list)
    fees: list[FeeRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    to_confirm: list[str] = field(default_factory=list)
    source: dict[str, Any] = field(default_factory=dict)
    valid_from: date | None = None

    def fingerprint(self) -> str:
        """The same for the same content, whatever the dates."""
        content = {key: value for key, value in asdict(self).items() if key != "valid_from"}
        for fee in content["fees"]:
            if not fee["rule"]:  # a line of the older shape stays what it was
                del fee["rule"]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def written_limit(self) -> Limit | None:
        """The limit as a value."""
        return parse_limit(self.limit) if self.limit else None
