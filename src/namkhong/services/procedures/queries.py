"""Reading procedures, processes and offerings."""

from __future__ import annotations

from datetime import date

from namkhong.services.procedures.types import (
    FieldCard,
    OfferingCard,
    OfferingRule,
    ProcessCard,
    SearchHit,
    VersionCard,
)


def in_force(code: str, on: date) -> VersionCard:
    """The version of a procedure that holds on a day.

    :raises NoSuchProcedure: when there is none.
    """
    raise NotImplementedError


def version(version_id: int, *, on: date | None = None) -> VersionCard:
    """A version by its id; ``on`` chooses the front door of that day (default: the version's first day)."""
    raise NotImplementedError


def search(text: str, *, limit: int = 20, field: str = "", level: str = "", on: date | None = None) -> list[SearchHit]:
    """Procedures by any spelling."""
    raise NotImplementedError


def offering(
    procedure_id: int, *, commune_agency_id: int | None, on: date, receiver_id: int | None = None
) -> OfferingCard:
    """Who receives, decides, gives the result and collects; ``receiver_id`` chooses another centre of the province."""
    raise NotImplementedError


def offering_rule(procedure_id: int, on: date) -> OfferingRule:
    """Does the commune decide, or one agency?"""
    raise NotImplementedError


def offered_by(procedure_id: int, on: date) -> list[int]:
    """The agencies that decide on it."""
    raise NotImplementedError


def process(key: str, on: date) -> ProcessCard:
    """The process that holds on a day."""
    raise NotImplementedError


def process_version(process_version_id: int) -> ProcessCard:
    """A process version by its id."""
    raise NotImplementedError


def fields(on: date) -> list[FieldCard]:
    """The fields of administration with procedures in force."""
    raise NotImplementedError
