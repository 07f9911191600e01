"""Loading the rules; erasing what is due, one kind of data after another."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.retention import queries
from namkhong.foundation.retention.models import Erasure, Rule
from namkhong.foundation.retention.types import eraser_of
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor

__all__ = ["erase_due", "load_facts", "start_night"]

BATCH: Final = 500  # erased in one transaction
NIGHT: Final = 200  # batches of one kind in one night; what is left waits for the next


@transaction.atomic
def load_facts(now: datetime, actor: Actor) -> int:
    """Load ``facts/retention.json``; loading again changes nothing. Returns how many rules are new."""
    known = json.loads((settings.FACTS / "retention.json").read_text(encoding="utf-8"))
    new = 0
    for row in known["rules"]:
        _rule, created = Rule.objects.get_or_create(
            kind=row["kind"],
            effective_from=date.fromisoformat(row["effective_from"]),
            defaults={
                "name": row["name"],
                "days": row["days"],
                "counted_from": row["counted_from"],
                "legal_source": row["legal_source"],
                "effective_to": date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
                "to_be_confirmed": row["to_be_confirmed"],
            },
        )
        new += created
    if new:
        audit.record(actor, "retention.facts_loaded", ("retention_rules", "facts"), now=now, detail={"new": new})
    return new


def start_night(*, now: datetime) -> list[str]:
    """One job for each kind of data that a rule of today erases, so that a room that fails holds up no other."""
    started = []
    for rule in queries.rules_on(clock.local_date(now)):
        if rule.days is None or eraser_of(rule.kind) is None:
            continue
        try:
            with transaction.atomic():
                lock = f"retention.erase:{rule.kind}"
                app.configure_task("retention.erase", queueing_lock=lock).defer(kind=rule.kind)
        except AlreadyEnqueued:  # last night's has not run yet
            continue
        started.append(rule.kind)
    return started


def erase_due(*, kind: str, now: datetime) -> int:
    """Erase what is due of one kind, batch by batch, each recorded with the rule and how many; returns how many went.

    Safe to run again at any moment: what is gone is gone, and a batch that was cut off is undone with its record.
    """
    rule = next((row for row in queries.rules_on(clock.local_date(now)) if row.kind == kind), None)
    eraser = eraser_of(kind)
    before = queries.cutoff(rule, now) if rule else None
    if rule is None or eraser is None or before is None:
        return 0
    total, actor = 0, Actor.system(_("Hệ thống"))
    for _batch in range(NIGHT):
        with transaction.atomic():
            gone = eraser.erase(before, BATCH, actor=actor, now=now)
            if gone:
                _note(rule, gone, before, actor, now)
        total += gone
        if gone == 0:
            break
    return total


def _note(rule: Rule, gone: int, before: datetime, actor: Actor, now: datetime) -> None:
    day = clock.local_date(now)
    row, created = Erasure.objects.get_or_create(
        rule=rule, day=day, defaults={"at": now, "before": before, "count": gone}
    )
    if not created:
        Erasure.objects.filter(pk=row.pk).update(count=F("count") + gone, at=now, before=before)
    detail = {
        "kind": rule.kind,
        "rule_from": rule.effective_from.isoformat(),
        "days": rule.days,
        "before": before.isoformat(),
        "count": gone,
    }
    audit.record(actor, "retention.erased", ("retention_rule", rule.pk), now=now, detail=detail)
