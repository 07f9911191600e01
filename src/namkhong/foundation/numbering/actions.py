"""Taking a number, and loading how numbers are written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.numbering import queries
from namkhong.foundation.numbering.errors import OutsideTransaction
from namkhong.foundation.numbering.models import NumberPattern, Series
from namkhong.foundation.numbering.types import Period, Template
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor

_TAKE: Final = f"""
insert into {Series._meta.db_table} as series (kind, agency_code, period, last) values (%s, %s, %s, 1)
on conflict (kind, agency_code, period) do update set last = series.last + 1
returning last
"""  # noqa: S608 - the only thing put in is our own table's name


def take(*, kind: str, agency_code: str, now: datetime, counted_by: str = "") -> str:
    """The next number of the series, inside the caller's transaction.

    ``counted_by``: under which key it counts where that is not the agency's code, which may change in the middle of a book.

    The counter row stays locked until that transaction ends: the next taker waits, and a rollback returns the number.
    So take late in a deed, and take several kinds always in the same order.

    :raises NoPattern: when no pattern of this kind is in force today.
    :raises OutsideTransaction: when there is no transaction to belong to.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"take a {kind} number inside transaction.atomic")
    if not (counted_by or agency_code).strip():
        raise ValueError("a series belongs to an agency")
    day = clock.local_date(now)
    pattern = queries.pattern_of(kind, agency_code, day)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [kind, counted_by or agency_code, Period(pattern.period).of(day)])
        (serial,) = cursor.fetchone()
    return Template.parse(pattern.template).write(agency=agency_code, day=day, serial=serial)


@transaction.atomic
def carry_on(*, old_code: str, new_code: str, actor: Actor, now: datetime) -> int:
    """The series of a code go on under another one, from the last number given; returns how many series.

    What was given stays as it was written. A series of the new code that is further on stays where it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {Series._meta.db_table} as series (kind, agency_code, period, last)"  # noqa: S608 - our name
            f" select kind, %s, period, last from {Series._meta.db_table} where agency_code = %s order by kind, period"
            " on conflict (kind, agency_code, period) do update set last = excluded.last where series.last < excluded.last",
            [new_code, old_code],
        )
        carried = int(cursor.rowcount)
    if carried:
        detail = {"from": old_code, "to": new_code, "series": carried}
        audit.record(actor, "numbering.carried_on", ("series", new_code), now=now, detail=detail)
    return carried


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    added: int
    changed: int


@transaction.atomic
def load_facts(*, now: datetime, data: Mapping[str, Any] | None = None) -> LoadReport:
    """Load ``facts/numbering.json`` (or ``data``). Loading twice changes nothing; what an official wrote is kept.

    :raises PatternUnclear: for a template that cannot be read; nothing is loaded then.
    """
    if data is None:
        data = json.loads((settings.FACTS / "numbering.json").read_text(encoding="utf-8"))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('numbering.load'))")
    queries.patterns_of.forget()
    added, changed = 0, 0
    for row in data["patterns"]:
        period = Period(row["period"])
        template = Template.parse(row["template"])
        if row["stands_alone"]:
            template.check_stands_alone(period)
        fact_key = hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        place = {"kind": row["kind"], "agency_code": row["agency_code"], "valid_from": _day(row["valid_from"])}
        values = {
            "title": row["title"],
            "template": row["template"],
            "period": period.value,
            "stands_alone": row["stands_alone"],
            "valid_to": _day(row["valid_to"]) if row["valid_to"] else None,
            "source": row["source"],
            "to_be_confirmed": row["to_be_confirmed"],
            "fact_key": fact_key,
        }
        current = NumberPattern.objects.filter(**place).first()
        if current is None:
            NumberPattern.objects.create(**place, **values, created_at=now)
            added += 1
        elif current.fact_key and current.fact_key != fact_key:
            NumberPattern.objects.filter(pk=current.pk).update(**values)
            changed += 1
    if added or changed:
        audit.record(
            Actor.system("Hệ thống"),
            "numbering.facts_loaded",
            ("number_patterns", "all"),
            now=now,
            detail={"added": added, "changed": changed},
        )
    return LoadReport(added, changed)


def _day(written: str) -> date:
    return date.fromisoformat(written)
