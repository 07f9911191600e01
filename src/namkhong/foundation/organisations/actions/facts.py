"""What the product knows of the province's agencies, loaded once; loading again adds only what is missing."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import policies
from namkhong.foundation.organisations.actions.agencies import search_key
from namkhong.foundation.organisations.models import Agency, AgencyCode, AgencyName, AgencyPlacement, AgencySuccession
from namkhong.kernel.actor import Actor

_LOCK = 7_518_001  # one loader at a time


@transaction.atomic
def load_facts(now: datetime, actor: Actor, *, name: str = "agencies.json") -> int:
    """Load ``facts/agencies.json``; returns how many agencies were new. What administrators changed is kept.

    ``name`` is another file of the same shape, for the province of another year.
    """
    policies.require_province(actor, now)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    data = json.loads((settings.FACTS / name).read_text(encoding="utf-8"))
    entries = [*data["agencies"], *_units(data)]
    known = {row.fact_key: row for row in Agency.objects.filter(fact_key__isnull=False)}
    new = [entry for entry in entries if entry["key"] not in known]
    rows = [_agency(entry, now) for entry in new]
    Agency.objects.bulk_create(rows)
    known |= {row.fact_key: row for row in rows}
    parents = {entry["key"]: entry["parent"] for entry in entries}
    for row in rows:
        parent = known.get(parents[row.fact_key or ""])
        row.parent = parent
        row.path = _path(row.fact_key or "", parents, known)
    Agency.objects.bulk_update(rows, ["parent", "path"])
    _histories(new, known)
    _successions(data["successions"], known)
    if rows:
        audit.record(actor, "organisations.facts_loaded", ("facts", "agencies"), now=now, detail={"new": len(rows)})
    return len(rows)


def _units(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The units that every commune of today has."""
    template = data["commune_units"]
    units = []
    for commune in data["agencies"]:
        if commune["kind"] != "commune" or commune["valid_to"] is not None:
            continue
        place = commune["short_name"].removeprefix("UBND ")  # "xã Mường Phăng"
        units += [
            {
                "key": f"{commune['key']}_{unit['suffix']}",
                "kind": unit["kind"],
                "level": "commune",
                "name": unit["name"].format(place=place),
                "short_name": unit["short_name"],
                "head_title": unit["head_title"],
                "parent": commune["key"],
                "code": f"{commune['code']}.{unit['part']}",
                "place_code": commune["place_code"],
                "valid_from": template["valid_from"],
                "valid_to": None,
                "to_be_confirmed": template["to_be_confirmed"],
                "source": template["source"],
            }
            for unit in template["units"]
            if place.startswith(unit.get("of", ""))
        ]
    return units


def _agency(entry: dict[str, Any], now: datetime) -> Agency:
    return Agency(
        fact_key=entry["key"],
        kind=entry["kind"],
        level=entry["level"],
        name=entry["name"],
        short_name=entry["short_name"],
        code=entry["code"] or "",
        path="/",
        head_title=entry["head_title"],
        collective=entry.get("collective", False),
        place_code=entry.get("place_code", ""),
        calendar_key=entry.get("calendar_key", ""),
        valid_from=_day(entry["valid_from"]),
        valid_to=_day(entry["valid_to"]),
        to_be_confirmed=entry["to_be_confirmed"],
        source=entry["source"],
        search_key=search_key(entry["name"], entry["short_name"], entry["code"] or ""),
        created_at=now,
    )


def _histories(entries: list[dict[str, Any]], known: dict[str | None, Agency]) -> None:
    names, codes, placements = [], [], []
    for entry in entries:
        agency = known[entry["key"]]
        period = {"valid_from": agency.valid_from, "valid_to": agency.valid_to}
        names.append(AgencyName(agency=agency, name=agency.name, short_name=agency.short_name, **period))
        placements.append(AgencyPlacement(agency=agency, parent=agency.parent, **period))
        if agency.code:
            confirmed = entry.get("code_confirmed", False)
            codes.append(AgencyCode(agency=agency, code=agency.code, confirmed=confirmed, **period))
    AgencyName.objects.bulk_create(names)
    AgencyPlacement.objects.bulk_create(placements)
    AgencyCode.objects.bulk_create(codes)


def _successions(entries: list[dict[str, Any]], known: dict[str | None, Agency]) -> None:
    AgencySuccession.objects.bulk_create(
        (
            AgencySuccession(
                old=known[entry["old"]], new=known[entry["new"]], on=entry["on"], basis=entry.get("basis", "")
            )
            for entry in entries
        ),
        ignore_conflicts=True,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _path(key: str, parents: dict[str, str | None], known: dict[str | None, Agency]) -> str:
    keys: list[str] = [key]
    while (above := parents.get(keys[-1])) is not None:
        keys.append(above)
    return "/" + "".join(f"{known[each].pk}/" for each in reversed(keys))
