"""Processes, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from namkhong.kernel.actor import Role
from namkhong.kernel.remembering import remember
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.procedures.errors import NoSuchProcess
from namkhong.services.procedures.models import ProcessVersion
from namkhong.services.procedures.queries.catalogue import holds
from namkhong.services.procedures.types import (
    ConfirmRule,
    DraftField,
    OpinionRule,
    ProcessCard,
    ProcessStep,
    ProcessVersionId,
    Silence,
)

# Where a process does not say otherwise: one day by the calendar, as for birth certificates, and one correction.
CONFIRM_HOURS: Final = 24
CONFIRM_ROUNDS: Final = 2


def _card(row: ProcessVersion) -> ProcessCard:
    return ProcessCard(
        version_id=ProcessVersionId(row.pk),
        key=row.process.key,
        number=row.number,
        name=row.name,
        steps=tuple(
            ProcessStep(
                code=step["code"],
                name=step["name"],
                public_name=step["public_name"],
                role=Role(step["role"]),
                unit=step["unit"],
                hours=step["hours"],
                kind=step["kind"],
                opinions=tuple(_opinion(rule) for rule in step.get("opinions", ())),
                confirm=_confirm(step["confirm"]) if "confirm" in step else None,
                system=step.get("system", ""),
                back=step.get("back"),
            )
            for step in row.steps
        ),
    )


def _opinion(rule: Mapping[str, Any]) -> OpinionRule:
    return OpinionRule(
        agency=rule["agency"],
        question=rule["question"],
        limit=Limit(rule["limit"]["value"], LimitUnit(rule["limit"]["unit"])),
        silence=Silence(rule["silence"]),
    )


def _confirm(rule: Mapping[str, Any]) -> ConfirmRule:
    fields = tuple(DraftField(field["label"], field.get("answer", "")) for field in rule.get("fields", ()))
    return ConfirmRule(
        hours=rule.get("hours", CONFIRM_HOURS),
        counting=rule.get("counting", "calendar"),
        rounds=rule.get("rounds", CONFIRM_ROUNDS),
        fields=fields,
    )


@remember()
def rows_of(key: str) -> tuple[ProcessVersion, ...]:
    """Every version of a process. One query."""
    return tuple(ProcessVersion.objects.select_related("process").filter(process__key=key).order_by("-number"))


def process(key: str, on: date) -> ProcessCard:
    """The process that holds on a day.

    :raises NoSuchProcess: when there is none.
    """
    row = next((row for row in rows_of(key) if holds(row, on)), None)
    if row is None:
        raise NoSuchProcess
    return _card(row)


@remember()
def process_version(process_version_id: int) -> ProcessCard:
    """A process version by its id. One query.

    :raises NoSuchProcess: when there is none.
    """
    row = ProcessVersion.objects.select_related("process").filter(pk=process_version_id).first()
    if row is None:
        raise NoSuchProcess
    return _card(row)
