"""Plans of reorganisation, and what an agency that ended is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q

from namkhong.foundation.organisations.errors import NoSuchPlan
from namkhong.foundation.organisations.models import Agency, AgencySuccession, Reorganisation
from namkhong.foundation.organisations.queries.agencies import cards_of, successors, today
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.foundation.organisations.types_reorganisation import Reorganised
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.kernel.remembering import remember

PAGE: Final = 20


def reorganisations(cursor: str = "") -> Page[Reorganisation]:
    """The plans, the newest first.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = Reorganisation.objects.defer("lines", "report", "preview", "mapping", "old_ids").order_by(
        "-created_at", "-pk"
    )
    if cursor:
        at, pk = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    found = list(rows[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].created_at, found[-1].pk)
    return Page(found, following)


def reorganisation(reorganisation_id: int) -> Reorganisation:
    """One plan.

    :raises NoSuchPlan: when there is none.
    """
    found = Reorganisation.objects.filter(pk=reorganisation_id).first()
    if found is None:
        raise NoSuchPlan
    return found


def became(agency_id: int) -> Reorganised | None:
    """What an agency that ended is now; ``None`` while it exists or when nobody carries on."""
    row = Agency.objects.filter(pk=agency_id, valid_to__isnull=False, valid_to__lte=today()).first()
    if row is None or row.valid_to is None:
        return None
    now = [card for card in successors(row.pk) if card.id != row.pk]
    return Reorganised(row.pk, row.name, row.valid_to, tuple(card.name for card in now)) if now else None


def carried_on_by(agency_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Of agencies that ended: the names of those that exist and carry on for them, whatever became what in between.

    One query but remembered ones.
    """
    wanted = set(agency_ids)
    heirs = {new: old & wanted for new, old in _before().items() if old & wanted}
    rows = Agency.objects.filter(pk__in=list(heirs), valid_to__isnull=True).order_by("name", "pk")
    found: dict[int, tuple[str, ...]] = {}
    for pk, name in rows.values_list("pk", "name"):
        for old in heirs[pk]:
            found[old] = (*found.get(old, ()), name)
    return found


@remember(seconds=60)
def _before() -> dict[int, frozenset[int]]:
    """Every agency that carries on for others, with all of them, whatever became what in between."""
    direct: dict[int, set[int]] = defaultdict(set)
    for old, new in AgencySuccession.objects.filter(on__lte=today()).values_list("old_id", "new_id"):
        direct[new].add(old)
    found: dict[int, frozenset[int]] = {}
    for new in direct:
        seen: set[int] = set()
        front = set(direct[new])
        while front:
            seen |= front
            front = {old for one in front for old in direct.get(one, ())} - seen
        found[new] = frozenset(seen - {new})
    return found


@remember(seconds=60)
def _bodies() -> dict[int, int]:
    """Units whose body carries on for others, and that body."""
    rows = Agency.objects.filter(parent__in=list(_before()), valid_to__isnull=True).values_list("id", "parent_id")
    return {unit: body or 0 for unit, body in rows}


def predecessors(agency_ids: Iterable[int]) -> frozenset[int]:
    """The agencies that these carry on for; for a unit also those its body carries on for, which may have had no units.

    No query but remembered ones.
    """
    before, bodies = _before(), _bodies()
    if not before:
        return frozenset()
    found: set[int] = set()
    for pk in agency_ids:
        found |= before.get(pk, frozenset())
        if (body := bodies.get(pk)) is not None:
            found |= before.get(body, frozenset())
    return frozenset(found)


def forget_successions() -> None:
    """Agencies are becoming others in this thread."""
    _before.forget()
    _bodies.forget()


def predecessor_cards(agency_ids: Iterable[int]) -> list[AgencyCard]:
    """The same as cards, by name."""
    return sorted(cards_of(predecessors(agency_ids)).values(), key=lambda card: card.name)
