"""Loading places: Điện Biên and the provinces from our own facts, other communes from the ``vietnam-provinces`` package."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.places import queries
from namkhong.foundation.places.models import Place, PlaceChange
from namkhong.foundation.places.types import PlaceKind, PlaceLevel
from namkhong.kernel.actor import Actor
from namkhong.kernel.text import fold, one_line

_LOCK = 7_518_002  # one loader at a time
_OURS = "facts/places.json"
_PACKAGE = "vietnam-provinces"
_PROVINCE_KINDS = {PlaceKind.PROVINCE, PlaceKind.CITY}


@transaction.atomic
def load_facts(now: datetime, *, actor: Actor | None = None, nation: bool = True) -> int:
    """Load places; returns how many were new. Loading again adds only what is missing.

    ``nation=False`` leaves out the communes of other provinces.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    queries.forget()
    data = json.loads((settings.FACTS / "places.json").read_text(encoding="utf-8"))
    day = date.fromisoformat(data["changed_on"])
    home = data["home_province"]
    loader = _Loader()
    loader.add(_province(entry, _day(entry["since"]), None) for entry in data["provinces"])
    loader.add(_province(entry, None, day) for entry in data["provinces_before"])
    loader.add(_province(entry, None, date.fromisoformat(entry["until"])) for entry in data["renamed_before"])
    today = {row["code"]: loader.find("province", row["code"], _day(row["since"])) for row in data["provinces"]}
    loader.add(_commune(entry, today[home], home, day, None, _OURS) for entry in data["communes"])
    districts = [entry for entry in data["before"] if "became" not in entry]
    loader.add(_district(entry, today[home], home, day) for entry in districts)
    parents = {entry["code"]: loader.find("district", entry["code"], None) for entry in districts}
    old = [entry for entry in data["before"] if "became" in entry]
    loader.add(_commune(entry, parents[entry["parent"]], home, None, day, _OURS) for entry in old)
    if nation:
        loader.add(_nation(today, home, day))
    _changes(data, loader, today, day)
    if loader.added:
        audit.record(
            actor or Actor.system("Hệ thống"),
            "places.facts_loaded",
            ("facts", "places"),
            now=now,
            detail={"new": loader.added},
        )
    return loader.added


class _Loader:
    """Knows every place by level, code and first day, and adds those that are missing."""

    def __init__(self) -> None:
        self.known = {(row.level, row.code, row.valid_from): row for row in Place.objects.all()}
        self.added = 0

    def add(self, places: Iterable[Place]) -> None:
        new = [row for row in places if (row.level, row.code, row.valid_from) not in self.known]
        Place.objects.bulk_create(new, batch_size=1_000)
        self.known |= {(row.level, row.code, row.valid_from): row for row in new}
        self.added += len(new)

    def find(self, level: str, code: str, start: date | None) -> Place:
        return self.known[level, code, start]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _place(entry: dict[str, Any], level: PlaceLevel, source: str, **fields: Any) -> Place:
    name = one_line(entry["name"])
    full = one_line(f"{entry['kind']} {name}")
    full = full[:1].upper() + full[1:]
    return Place(
        code=entry["code"],
        kind=PlaceKind(entry["kind"]).value,
        level=level.value,
        name=name,
        full_name=full,
        name_key=fold(name),
        search_key=fold(full),
        source=source,
        **fields,
    )


def _province(entry: dict[str, Any], start: date | None, end: date | None) -> Place:
    period = {"valid_from": start, "valid_to": end}
    return _place(entry, PlaceLevel.PROVINCE, _OURS, province_code=entry["code"], **period)


def _district(entry: dict[str, Any], province: Place, home: str, end: date) -> Place:
    return _place(entry, PlaceLevel.DISTRICT, _OURS, parent=province, province_code=home, valid_to=end)


def _commune(
    entry: dict[str, Any], parent: Place, province: str, start: date | None, end: date | None, source: str
) -> Place:
    period = {"valid_from": start, "valid_to": end}
    return _place(entry, PlaceLevel.COMMUNE, source, parent=parent, province_code=province, **period)


def _nation(provinces: dict[str, Place], home: str, start: date) -> Iterable[Place]:
    """The communes of the other provinces as the package lists them; names carry their kind there."""
    import vietnam_provinces

    listed = json.loads(Path(vietnam_provinces.NESTED_DIVISIONS_JSON_PATH).read_text(encoding="utf-8"))
    for province in listed:
        code = f"{province['code']:02d}"
        if code == home or code not in provinces:
            continue
        for ward in province["wards"]:
            kind = ward["division_type"]
            entry = {"code": f"{ward['code']:05d}", "kind": kind, "name": ward["name"][len(kind) :]}
            yield _commune(entry, provinces[code], code, start, None, _PACKAGE)


def _changes(data: dict[str, Any], loader: _Loader, today: dict[str, Place], day: date) -> None:
    provinces, communes = data["basis"]["provinces"], data["basis"]["communes"]
    changes = []
    for entry in data["provinces_before"]:
        old = loader.find("province", entry["code"], None)
        changes.append(PlaceChange(old=old, new=today[entry["became"]], on=day, basis=provinces))
    for entry in data["renamed_before"]:
        old, on = loader.find("province", entry["code"], None), date.fromisoformat(entry["until"])
        changes.append(PlaceChange(old=old, new=today[entry["became"]], on=on, basis=entry["basis"]))
    for entry in data["before"]:
        for code in entry.get("became", ()):
            old, new = loader.find("commune", entry["code"], None), loader.find("commune", code, day)
            changes.append(PlaceChange(old=old, new=new, on=day, basis=communes))
    PlaceChange.objects.bulk_create(changes, ignore_conflicts=True)


__all__ = ["load_facts"]
