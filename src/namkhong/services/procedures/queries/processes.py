"""Processes, step by step."""

from __future__ import annotations

from datetime import date

from namkhong.kernel.actor import Role
from namkhong.kernel.remembering import remember
from namkhong.services.procedures.errors import NoSuchProcess
from namkhong.services.procedures.models import ProcessVersion
from namkhong.services.procedures.queries.catalogue import holds
from namkhong.services.procedures.types import ProcessCard, ProcessStep, ProcessVersionId


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
            )
            for step in row.steps
        ),
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
