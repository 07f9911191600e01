"""Where a dossier goes when its agencies end: a pure rule over the agencies that stand on its row."""

from __future__ import annotations

from typing import Final, NamedTuple

from namkhong.foundation.organisations.types import AgencyMap
from namkhong.kernel.actor import Role
from namkhong.services.procedures.types import WORKED_ON, ProcessCard

_AT_COUNTER: Final = frozenset({Role.COUNTER.value, Role.CENTRE_DIRECTOR.value})
_IN_UNIT: Final = frozenset({Role.SPECIALIST.value, Role.HEAD.value, Role.CHIEF_OF_OFFICE.value})


class Place(NamedTuple):
    """The agencies of a dossier, who holds it, and what decides where it goes."""

    receiver: int
    home_counter: int
    decider: int
    unit: int
    return_to: int
    holder: int | None
    role: str
    account: int | None
    step_index: int
    process_version: int
    procedure: int


def relocated(at: Place, agencies: AgencyMap, *, procedure: str, process: ProcessCard) -> Place:
    """The same dossier after the reorganisation. What names no agency that ends stays as it is.

    Step, role and due dates never change. It stays somebody's by name when she holds the post that has it now.
    """
    decider = agencies.successor(at.decider, procedure)
    receiver, home_counter, return_to = (
        agencies.counter(counter, procedure) for counter in (at.receiver, at.home_counter, at.return_to)
    )
    holder = _holder(at, agencies, procedure, process)
    stays = holder == at.holder or (at.account or 0, holder or 0, at.role) in agencies.posts
    return at._replace(
        receiver=receiver,
        home_counter=home_counter,
        decider=decider,
        unit=_unit(at, agencies, procedure, process),
        return_to=return_to,
        holder=holder,
        account=at.account if stays else None,
    )


def _unit(at: Place, agencies: AgencyMap, procedure: str, process: ProcessCard) -> int:
    new = agencies.successor(at.unit, procedure)
    if at.unit != at.decider or new == at.unit:
        return new
    work = next((step for step in process.steps if step.kind in WORKED_ON), None)
    return agencies.unit(new, work.unit) if work else new


def _holder(at: Place, agencies: AgencyMap, procedure: str, process: ProcessCard) -> int | None:
    if at.holder is None or at.holder not in agencies.to:
        return at.holder
    if at.role in _AT_COUNTER:
        return agencies.counter(at.holder, procedure)
    new = agencies.successor(at.holder, procedure)
    if at.role not in _IN_UNIT or at.holder != at.decider:
        return new
    if at.role == Role.CHIEF_OF_OFFICE:
        return agencies.unit(new, "office")
    step = process.steps[at.step_index] if at.step_index < len(process.steps) else None
    return agencies.unit(new, step.unit) if step else new
