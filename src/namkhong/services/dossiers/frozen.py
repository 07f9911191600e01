"""What does not change, or hardly ever, remembered by this process: a dossier asks for it at every move.

Versions never change once they are there. Agencies do, rarely: a new name or calendar is seen within a minute.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.services.eforms import queries as forms
from namkhong.services.eforms.types import FormSpec
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import ProcessCard, VersionCard

_SECONDS: Final = 60


@lru_cache(maxsize=1_024)
def version(version_id: int) -> VersionCard:
    """The procedure version a dossier was begun or filed under. Its dates and front door are asked for elsewhere."""
    return procedures.version(version_id)


@lru_cache(maxsize=256)
def process(process_version_id: int) -> ProcessCard:
    """The process version a dossier goes by."""
    return procedures.process_version(process_version_id)


@lru_cache(maxsize=256)
def form(form_version_id: int) -> FormSpec:
    """The form version a dossier was begun with."""
    return forms.form_version(form_version_id)


def agency(agency_id: int) -> AgencyCard:
    """An agency, as it was within the last minute."""
    return _agency(agency_id, _minute())


def unit(agency_id: int, kind: str) -> int:
    """A unit of an agency, as it was within the last minute."""
    return _unit(agency_id, kind, _minute())


def calendar_key(agency_id: int) -> str:
    """The working calendar an agency goes by, as it was within the last minute."""
    return _calendar_key(agency_id, _minute())


def _minute() -> int:
    return int(time.monotonic()) // _SECONDS


@lru_cache(maxsize=1_024)
def _agency(agency_id: int, minute: int) -> AgencyCard:
    del minute
    return organisations.agency(agency_id)


@lru_cache(maxsize=1_024)
def _unit(agency_id: int, kind: str, minute: int) -> int:
    del minute
    return organisations.unit_of(agency_id, kind).id


@lru_cache(maxsize=1_024)
def _calendar_key(agency_id: int, minute: int) -> str:
    del minute
    return organisations.calendar_of(agency_id)
