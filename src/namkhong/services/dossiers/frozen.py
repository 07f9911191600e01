"""What a dossier asks for at every move and hardly ever changes, remembered for a minute: agencies, form templates.

Versions of procedures, processes and forms are remembered by their own rooms.
"""

from __future__ import annotations

from datetime import date

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel.remembering import remember
from namkhong.services.dossiers.models import FormTemplate


@remember(seconds=60)
def agency(agency_id: int) -> AgencyCard:
    """An agency as of today.

    :raises NoSuchAgency: when there is none.
    """
    return organisations.agency(agency_id)


@remember(seconds=60)
def agency_called(code: str) -> AgencyCard:
    """The agency that bears a code today.

    :raises NoSuchAgency: when nobody ever bore it.
    """
    return organisations.agency_by_code(code)


@remember(seconds=60)
def unit(agency_id: int, kind: str) -> int:
    """A unit of an agency as of today."""
    return organisations.unit_of(agency_id, kind).id


@remember(seconds=60)
def calendar_key(agency_id: int) -> str:
    """The working calendar an agency goes by today."""
    return organisations.calendar_of(agency_id)


@remember(seconds=60)
def templates(code: str) -> tuple[FormTemplate, ...]:
    """Every version of a form of the one-stop shop, the newest first."""
    return tuple(FormTemplate.objects.filter(code=code).order_by("-effective_from"))


def template(code: str, on: date) -> FormTemplate:
    """A form of the one-stop shop as it is printed on a day.

    :raises FormTemplate.DoesNotExist: before ``facts/form_templates.json`` was loaded.
    """
    found = next((row for row in templates(code) if row.effective_from <= on), None)
    if found is None:
        raise FormTemplate.DoesNotExist("facts/form_templates.json was not loaded")
    return found
