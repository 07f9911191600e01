"""Whom somebody may give work to: a leader, and who proposes to him, anybody in the agency; a head, people of the own unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import OfficialCard
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.office.intake import policies
from namkhong.office.intake.bodies import bodies_as, units_of
from namkhong.office.intake.errors import Missing, NotNarrower
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.states import WEIGHT, Part
from namkhong.office.intake.types import Choice, Line, Whom


def choices(actor: Actor, agency_id: int, now: datetime) -> list[Choice]:
    """Everybody this official may name in this agency: leaders, units, then people; for a head the people of the own units."""
    day = clock.local_date(now)
    body = organisations.agency(agency_id)
    units = {card.id: card for card in units_of(agency_id)}
    whole = agency_id in bodies_as(actor, *policies.LEADING, *policies.OFFICE)
    headed = actor.agencies_as(*policies.HEADING)
    people = organisations.officials_inside(body.path, day, *policies.WORKING)
    found: list[Choice] = []
    if whole:
        found += [_person(one) for one in people if one.agency_id == agency_id and one.role is Role.LEADER]
        found += [Choice(Whom(unit_id=card.id), card.name, card.id) for card in units.values()]
    found += [
        _person(one)
        for one in people
        if (one.agency_id in units or one.agency_id == agency_id) and (whole or one.agency_id in headed)
    ]
    seen: set[Whom] = set()
    return [one for one in found if not (one.whom in seen or seen.add(one.whom))]  # type: ignore[func-returns-value]


def _person(one: OfficialCard) -> Choice:
    words = f"{one.full_name}, {one.title}" if one.title else one.full_name
    return Choice(Whom(account_id=one.account_id), words, one.agency_id)


def leaders(agency_id: int, now: datetime) -> list[Choice]:
    """The leaders of an agency, the highest first."""
    found = organisations.officials_at(agency_id, Role.LEADER, clock.local_date(now))
    order = {"chief": 0, "deputy": 1}
    return [_person(one) for one in sorted(found, key=lambda one: order.get(one.rank.value, 2))]


def checked(
    lines: Sequence[Line],
    offered: Iterable[Choice],
    *,
    bound: tuple[Part, date | None],
    today: date,
    lead_needed: bool,
) -> list[tuple[Line, Choice]]:
    """The lines with whom they name; everything wrong said by its field.

    ``bound``: the part and the day that may not be grown. A line without a day takes the bound's.

    :raises Missing: nobody, somebody twice, two who lead, none who leads, a day that is over.
    :raises NotNarrower: a day later than the bound.
    """
    known = {one.whom: one for one in offered}
    part, last = bound
    if not lines:
        raise Missing({"lead": _("Xin chọn người hoặc đơn vị được giao.")})
    made: list[tuple[Line, Choice]] = []
    seen: set[Whom] = set()
    leading = 0
    for line in lines:
        field = line.part.value
        choice = known.get(line.whom)
        if choice is None:
            raise Missing({field: _("Xin chọn trong danh sách người và đơn vị được giao.")})
        if line.whom in seen:
            raise Missing({field: _("%s được chọn hai lần. Xin bỏ bớt.") % choice.words})
        seen.add(line.whom)
        leading += line.part is Part.LEAD
        if WEIGHT[line.part] > WEIGHT[part]:
            raise Missing({field: _("Việc phối hợp, để biết không giao xuống thành việc chủ trì được.")})
        due = line.due_on or (last if line.part is not Part.KNOW else None)
        if line.due_on is not None:
            _day(line.due_on, last, today, "due" if line.part is Part.LEAD else "help_due")
        made.append((Line(line.whom, line.part, due), choice))
    if leading > 1:
        raise Missing({"lead": _("Chỉ một người hoặc một đơn vị chủ trì.")})
    if lead_needed and not leading and any(line.part is Part.HELP for line in lines):
        raise Missing({"lead": _("Xin chọn người hoặc đơn vị chủ trì.")})
    return made


def _day(due: date, last: date | None, today: date, field: str) -> None:
    if last is not None and due > last:
        raise NotNarrower(field, last)
    if due < today and due != last:
        raise Missing({field: _("Hạn này đã qua. Xin chọn hôm nay hoặc một ngày sau.")})


def bound_of(arrival: Arrival, today: date) -> tuple[Part, date | None]:
    """What a leader's note may not grow: the day its author wants an answer by, unless that day is over."""
    due = arrival.due_on
    return Part.LEAD, due if due is not None and due >= today else None


def bound_of_work(one: Assignment) -> tuple[Part, date | None]:
    """What passing this on may not grow."""
    return Part(one.part), one.due_on
