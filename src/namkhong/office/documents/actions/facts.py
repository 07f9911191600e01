"""Types of documents and symbols of agencies as the product knows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor
from namkhong.office.documents.models import DocumentType, OrganSymbol
from namkhong.office.documents.naming import all_types


@transaction.atomic
def load_facts(now: datetime, actor: Actor | None = None) -> int:
    """Load ``facts/document_types.json``; loading again changes nothing, a correction is taken over. Returns how many rows are new."""
    known = json.loads((settings.FACTS / "document_types.json").read_text(encoding="utf-8"))
    all_types.forget()
    new = 0
    for place, row in enumerate(known["types"], 1):
        values = {key: row[key] for key in ("name", "abbreviation", "is_legal", "is_copy", "issued_here")}
        values |= {key: row[key] for key in ("exchange_list", "exchange_number", "legal_source", "to_be_confirmed")}
        _row, created = DocumentType.objects.update_or_create(
            code=row["code"],
            effective_from=date.fromisoformat(row["effective_from"]),
            defaults={**values, "place": place, "effective_to": _day(row["effective_to"])},
        )
        new += created
    new += _symbols(known["symbols"], now)
    if new:
        system = actor or Actor.system("Nạp dữ liệu ban đầu")
        audit.record(system, "documents.facts_loaded", ("document_types", "facts"), now=now, detail={"new": new})
    return new


def _symbols(known: Mapping[str, Any], now: datetime) -> int:
    """The symbols that the rule of first letters does not give; what an agency has decided since stays."""
    wanted = {row["short_name"]: row["symbol"] for row in known["rows"]}
    new = 0
    for card in organisations.agencies():
        if card.short_name in wanted:
            _row, created = OrganSymbol.objects.get_or_create(
                agency_id=card.id,
                valid_from=date.fromisoformat(known["valid_from"]),
                defaults={"symbol": wanted[card.short_name], "set_at": now},
            )
            new += created
    return new


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
