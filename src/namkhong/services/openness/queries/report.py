"""The report of responsibility: units, their officials, and the steps behind every number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import Page
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.openness import policies
from namkhong.services.openness.types import OfficialLine, Period, StepLine, Told, UnitReport

Counts = Sequence[dossiers.responsibility.StepCount]


def units_of(actor: Actor, agency_id: int | None = None) -> list[AgencyCard]:
    """The units whose report this official reads, in the order of the tree; narrowed to one and what is below it.

    After them come the agencies they carry on for: what was done before a reorganisation stays with who did it.

    :raises NotYourUnit: when that one is not hers.
    """
    cards = [card for card in organisations.agencies() if policies.covers(actor, card.path)]
    before = organisations.predecessor_cards(card.id for card in cards)
    if agency_id is None:
        return [*cards, *before]
    if (old := next((card for card in before if card.id == agency_id), None)) is not None:
        return [old]
    chosen = next((card for card in cards if card.id == agency_id), None)
    if chosen is None:
        policies.require_covers(actor, "")
        return []
    return [card for card in cards if card.path.startswith(chosen.path)]


def report(units: Sequence[AgencyCard], period: Period, *, now: datetime) -> list[UnitReport]:
    """Every unit that did or holds anything, with its officials by given name. Five queries, however many units."""
    ids = [card.id for card in units]
    counted = defaultdict(list)
    for row in dossiers.responsibility.steps(ids, period.first, period.last):
        counted[row.agency_id].append(row)
    held = {row.agency_id: row for row in dossiers.responsibility.held(ids, now)}
    accounts = {row.account_id for rows in counted.values() for row in rows if row.account_id}
    names = organisations.official_names(accounts, clock.local_date(now))
    made = []
    for card in units:
        if card.id not in counted and card.id not in held:
            continue
        officials = _officials(counted[card.id], {pk: (one.full_name, one.title) for pk, one in names.items()})
        holds = held.get(card.id)
        told = Told()
        for one in officials:
            told = told.plus(one.told)
        made.append(
            UnitReport(
                card.id, card.name, told, holds.held if holds else 0, holds.overdue if holds else 0, tuple(officials)
            )
        )
    return made


def _officials(counted: Counts, names: dict[int, tuple[str, str]]) -> list[OfficialLine]:
    steps = defaultdict(list)
    for row in counted:
        steps[row.account_id].append(
            StepLine(row.step_code, row.step_name, Told(row.done, row.early, row.on_time, row.late))
        )
    made = []
    for account, lines in steps.items():
        name, title = names.get(account, ("", ""))
        told = Told()
        for line in lines:
            told = told.plus(line.told)
        lines.sort(key=lambda line: (-line.told.late, line.step_name))
        made.append(OfficialLine(account, name, title, told, tuple(lines)))
    return sorted(made, key=lambda one: (not one.name, text.given_name_key(one.name) if one.name else ""))


def behind(
    actor: Actor,
    agency_id: int,
    period: Period,
    *,
    account_id: int | None = None,
    step_code: str = "",
    timeliness: str = "",
    cursor: str = "",
) -> Page[dossiers.responsibility.DoneStep]:
    """The steps behind one number of the report.

    :raises NotYourUnit: when the unit is not hers.
    """
    card = organisations.agency(agency_id)
    if not any(one.id == agency_id for one in units_of(actor)):
        policies.require_covers(actor, card.path)
    return dossiers.responsibility.done_steps(
        [agency_id],
        period.first,
        period.last,
        actor=actor,
        account_id=account_id,
        step_code=step_code,
        timeliness=timeliness,
        cursor=cursor,
    )
