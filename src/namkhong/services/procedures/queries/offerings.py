"""Who receives, decides, gives the result and collects: four different things."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.remembering import remember
from namkhong.services.procedures.errors import NoOffering
from namkhong.services.procedures.models import Offering, ProcedureVersion
from namkhong.services.procedures.queries.catalogue import holding, holds
from namkhong.services.procedures.types import DecidedBy, OfferingCard, OfferingRule


@remember()
def rules_of(procedure_id: int) -> tuple[Offering, ...]:
    """The rows that say who offers it, of all days. One query."""
    return tuple(Offering.objects.filter(procedure_id=procedure_id).order_by("pk"))


def _rules(procedure_id: int, on: date) -> list[Offering]:
    return [rule for rule in rules_of(procedure_id) if holds(rule, on)]


def _chosen(rules: list[Offering], commune_agency_id: int | None) -> Offering:
    """The exception for the commune, then the rule for communes, then the named agency."""
    if commune_agency_id is not None:
        of_communes = [rule for rule in rules if rule.decided_by == DecidedBy.COMMUNE]
        exact = [rule for rule in of_communes if rule.decider_id == commune_agency_id]
        general = [rule for rule in of_communes if rule.decider_id is None]
        if exact or general:
            return (exact or general)[0]
    named = [rule for rule in rules if rule.decided_by == DecidedBy.AGENCY]
    if not named:
        raise NoOffering
    return named[0]


def offering(
    procedure_id: int, *, commune_agency_id: int | None, on: date, receiver_id: int | None = None
) -> OfferingCard:
    """Who does what for a dossier. ``commune_agency_id`` is the competent commune; without it the named agency decides.

    Received anywhere in the province by default: ``receiver_id`` chooses the centre, else the decider's own.

    :raises NoOffering: when nobody offers it so.
    """
    rule = _chosen(_rules(procedure_id, on), commune_agency_id)
    decider = rule.decider_id if rule.decider_id is not None else commune_agency_id
    if decider is None:
        raise NoOffering
    receiver = rule.receiver_id or receiver_id or _own_centre(decider, rule.decided_by)
    return OfferingCard(
        receiver_id=receiver,
        decider_id=decider,
        return_place_id=rule.return_place_id or receiver,
        collection_id=rule.collection_id or receiver,
    )


@remember()
def _own_centre(decider_id: int, decided_by: str) -> int:
    if decided_by == DecidedBy.COMMUNE:
        return organisations.unit_of(decider_id, "centre").id
    centres = organisations.agencies(kind="provincial_centre")
    return centres[0].id if centres else decider_id


def offering_rule(procedure_id: int, on: date) -> OfferingRule:
    """Does the commune decide, or one agency? When both may, the commune.

    :raises NoOffering: when nobody offers it.
    """
    rules = _rules(procedure_id, on)
    if not rules:
        raise NoOffering
    general = next((rule for rule in rules if rule.decided_by == DecidedBy.COMMUNE), rules[0])
    return OfferingRule(DecidedBy(general.decided_by), general.decider_id)


def named_in(agency_id: int, *, on: date | None = None) -> list[tuple[int, str]]:
    """The procedures whose offering names this agency and has no end, by code; with a day, each with its name.

    Where any commune decides, none is named: that follows the communes there are.
    """
    named = Q(decider_id=agency_id) | Q(receiver_id=agency_id) | Q(return_place_id=agency_id)
    rows = Offering.objects.filter(named | Q(collection_id=agency_id), valid_to__isnull=True)
    found = dict(rows.order_by("procedure__code").values_list("procedure_id", "procedure__code"))
    names: dict[int, str] = {}
    if on is not None:
        versions = ProcedureVersion.objects.filter(holding(on), procedure_id__in=found)
        names = dict(versions.values_list("procedure_id", "name"))
    return [(pk, f"{code} – {names[pk]}" if pk in names else code) for pk, code in found.items()]


def naming_agencies() -> list[tuple[int, int]]:
    """The agencies that offerings without an end name, and in how many procedures. One query."""
    rows = Offering.objects.filter(valid_to__isnull=True)
    named: dict[int, set[int]] = {}
    for procedure_id, *places in rows.values_list(
        "procedure_id", "decider_id", "receiver_id", "return_place_id", "collection_id"
    ):
        for agency_id in places:
            if agency_id is not None:
                named.setdefault(agency_id, set()).add(procedure_id)
    return sorted((agency_id, len(found)) for agency_id, found in named.items())


def offered_by(procedure_id: int, on: date) -> list[int]:
    """The agencies that decide on it, communes by their order in the tree."""
    rules = _rules(procedure_id, on)
    found = [rule.decider_id for rule in rules if rule.decider_id is not None]
    if any(rule.decider_id is None for rule in rules):
        found = [card.id for card in organisations.agencies(kind="commune", on=on)] + found
    return list(dict.fromkeys(found))
