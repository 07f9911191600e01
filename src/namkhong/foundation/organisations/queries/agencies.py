"""Agencies: today from their own rows, other days from the histories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.db.models import Q

from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.organisations.models import Agency, AgencyCode, AgencyName, AgencyPlacement, AgencySuccession
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel import clock

DEFAULT_CALENDAR: Final = "province"


def today() -> date:
    """The calendar day in Việt Nam."""
    return clock.local_date(clock.now())


def agency(agency_id: int) -> AgencyCard:
    """The agency as of today.

    :raises NoSuchAgency: when there is none.
    """
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise NoSuchAgency
    return found.card()


def cards_of(agency_ids: Iterable[int]) -> dict[int, AgencyCard]:
    """Several agencies as of today, in one query."""
    return {row.pk: row.card() for row in Agency.objects.filter(pk__in=list(agency_ids))}


def province() -> AgencyCard:
    """The root of the tree: the province itself.

    :raises NoSuchAgency: before the facts are loaded.
    """
    found = Agency.objects.filter(kind=AgencyKind.PROVINCE, parent__isnull=True).order_by("id").first()
    if found is None:
        raise NoSuchAgency
    return found.card()


def agency_by_code(code: str, on: date | None = None) -> AgencyCard:
    """The agency that bears the code on the day; else the one that bore it last, so that old codes are still read.

    :raises NoSuchAgency: when nobody ever bore it.
    """
    day = on or today()
    rows = list(AgencyCode.objects.filter(code=code.strip().upper()).select_related("agency").order_by("valid_from"))
    if not rows:
        raise NoSuchAgency
    now_valid = [row for row in rows if _holds(row.valid_from, row.valid_to, day)]
    return (now_valid or rows)[-1].agency.card()


def agencies(kind: str | None = None, level: str | None = None, *, on: date | None = None) -> list[AgencyCard]:
    """The agencies that exist on the day (default today), parents before children, by code then name."""
    day = on or today()
    if day != today():
        cards = tree_on(day)
        return [
            card for card in cards if (kind is None or card.kind == kind) and (level is None or card.level == level)
        ]
    rows = Agency.objects.filter(holding(day))
    if kind is not None:
        rows = rows.filter(kind=kind)
    if level is not None:
        rows = rows.filter(level=level)
    return sorted((row.card() for row in rows), key=_tree_order)


def tree_on(day: date) -> list[AgencyCard]:
    """The whole tree as it stood on a day: names, codes, parents and paths of that day. Four queries."""
    rows = {row.pk: row for row in Agency.objects.filter(holding(day))}
    names = {row.agency_id: row for row in AgencyName.objects.filter(holding(day))}
    codes = {row.agency_id: row for row in AgencyCode.objects.filter(holding(day))}
    parents = {row.agency_id: row.parent_id for row in AgencyPlacement.objects.filter(holding(day))}
    cards = []
    for pk, row in rows.items():
        name, code = names.get(pk), codes.get(pk)
        cards.append(
            replace(
                row.card(),
                code=code.code if code else "",
                name=name.name if name else row.name,
                short_name=name.short_name if name else row.short_name,
                parent_id=parents.get(pk),
                path=_path(pk, parents),
            )
        )
    return sorted(cards, key=_tree_order)


def path_on(agency_id: int, day: date) -> str:
    """Where the agency stood on a day.

    :raises NoSuchAgency: when it had no place in the tree that day.
    """
    parents = {row.agency_id: row.parent_id for row in AgencyPlacement.objects.filter(holding(day))}
    if agency_id not in parents:
        raise NoSuchAgency
    return _path(agency_id, parents)


def children_of(agency_id: int, *, on: date | None = None) -> list[AgencyCard]:
    """The units directly below, as of today."""
    rows = Agency.objects.filter(holding(on or today()), parent_id=agency_id)
    return sorted((row.card() for row in rows), key=_tree_order)


def with_code(*, after: str = "", limit: int = 200) -> list[AgencyCard]:
    """The agencies of today that have a code, by code, after one; one query."""
    rows = Agency.objects.filter(holding(today()), code__gt=after).order_by("code")
    return [row.card() for row in rows[:limit]]


def inside(code: str) -> list[AgencyCard]:
    """The agency that bears a code, or those that carry on its work, each with the units right below; none, nothing.

    What a program of another system is let into (see ``config.programs``). Three queries.
    """
    try:
        known = agency_by_code(code)
    except NoSuchAgency:
        return []
    heads = [card.id for card in successors(known.id)]
    rows = Agency.objects.filter(Q(pk__in=heads) | Q(parent__in=heads), holding(today()))
    return sorted((row.card() for row in rows), key=_tree_order)


def unit_of(agency_id: int, unit_kind: str) -> AgencyCard:
    """The unit of that kind inside the agency ("office", "economy", "culture", "centre"); else the agency itself.

    For the province "centre" is the provincial Public Administration Service Centre.
    """
    kinds = [unit_kind, AgencyKind.PROVINCIAL_CENTRE] if unit_kind == AgencyKind.CENTRE else [unit_kind]
    below = Q(parent_id=agency_id) | Q(kind=AgencyKind.PROVINCIAL_CENTRE, parent__parent_id=agency_id)
    rows = list(Agency.objects.filter(Q(pk=agency_id) | (below & Q(kind__in=kinds) & holding(today()))).order_by("id"))
    own = next((row for row in rows if row.pk == agency_id), None)
    if own is None:
        raise NoSuchAgency
    return next((row for row in rows if row.pk != agency_id), own).card()


def calendar_of(agency_id: int, on: date | None = None) -> str:
    """The key of the agency's working calendar: its own or that of the nearest agency above."""
    path = agency(agency_id).path if on is None or on == today() else path_on(agency_id, on)
    ids = [int(part) for part in path.strip("/").split("/")]
    keys = dict(Agency.objects.filter(pk__in=ids).exclude(calendar_key="").values_list("id", "calendar_key"))
    return next((keys[pk] for pk in reversed(ids) if pk in keys), DEFAULT_CALENDAR)


def successors(agency_id: int) -> list[AgencyCard]:
    """The agencies of today that carry on the work of an old one, followed to the end; itself when it still exists."""
    seen: set[int] = set()
    front, last = {agency_id}, {agency_id}
    while front := {
        new
        for new in AgencySuccession.objects.filter(old__in=front).values_list("new_id", flat=True)
        if new not in seen
    }:
        seen |= front
        last = front
    return sorted(cards_of(last).values(), key=_tree_order)


def _holds(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)


def _path(agency_id: int, parents: dict[int, int | None]) -> str:
    ids = [agency_id]
    while (above := parents.get(ids[-1])) is not None and above not in ids:
        ids.append(above)
    return "/" + "".join(f"{pk}/" for pk in reversed(ids))


def _tree_order(card: AgencyCard) -> tuple[int, bool, str, str]:
    return (card.depth, not card.code, card.code, card.name)
