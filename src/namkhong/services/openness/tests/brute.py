"""Counting again by hand: every dossier and step is looked at one by one, as slowly and as plainly as possible."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from namkhong.kernel import clock
from namkhong.kernel.worktime import as_printed
from namkhong.services.dossiers.models import ClockEvent, Dossier, Step
from namkhong.services.openness.types import Period

OPEN = {"received", "in_progress", "supplement_requested", "financial_obligation"}
RECEIVING, DECIDING = {"receive"}, {"decide", "issue"}


@dataclass
class Counts:
    """What the board should say of one agency and procedure."""

    received: int = 0
    on_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0


def day_of(moment: datetime) -> date:
    return clock.local_date(moment)


def counted(period: Period, now: datetime) -> dict[tuple[int, int], Counts]:
    """From the steps alone, and what the clock promised before each of them."""
    found: dict[tuple[int, int], Counts] = defaultdict(Counts)
    end = min(now, datetime.combine(period.last, datetime.max.time(), tzinfo=clock.VIETNAM))
    for dossier in Dossier.objects.exclude(state="draft"):
        row = found[dossier.decider_agency_id, dossier.procedure_id]
        steps = list(Step.objects.filter(dossier=dossier).order_by("revision"))
        promises = list(ClockEvent.objects.filter(dossier=dossier).order_by("pk"))
        state, was_received = "", False
        for step in steps:
            inside = period.first <= day_of(step.at) <= period.last
            promised = [one.due_at for one in promises if one.at <= step.at and one.due_at]
            if step.move in RECEIVING and not was_received:
                was_received = True
                row.received += inside
            if step.move in DECIDING and inside:
                kept = as_printed(step.at) <= promised[-1]
                row.on_time += kept
                row.late += not kept
            if step.at < end:
                state = step.to_state
        before = [one.due_at for one in promises if one.at < end and one.due_at]
        if state in OPEN:
            row.waiting += 1
            row.overdue += state in {"received", "in_progress"} and bool(before) and before[-1] < as_printed(end)
    return {key: counts for key, counts in found.items() if counts != Counts()}
