"""Dossiers of the past months, each lived through the real actions with the time passed in.

Everything that happens is one queue ordered by time, so numbers, records and audit entries stand in the order in which
they would have been written.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any, Final

from django.db import connection

from namkhong.config.demo import consulting
from namkhong.config.demo.answering import Pen
from namkhong.config.demo.hurrying import all_or_nothing
from namkhong.config.demo.people import Invented
from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.foundation.places import queries as places
from namkhong.kernel import clock, worktime
from namkhong.kernel.actor import AccountId, Actor, ActorKind, PersonId, Role
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.states import CONFIRMING, TERMINAL, State
from namkhong.services.dossiers.types import NewFile, ReturnWay
from namkhong.services.eforms import queries as forms
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import DecidedBy, VersionCard

# How often each kind of procedure is asked for; everything else shares the rest.
COMMON: Final = {
    "1.004873": 16, "2.000635": 14, "1.001193": 12, "2.000815": 10, "1.000894": 5, "1.000656": 5, "1.004194": 4,
    "1.010041": 4, "2.000884": 4, "1.001612": 3, "1.011607": 2,
}  # fmt: skip
ONLINE_SHARE: Final = 0.85
LATE_SHARE: Final = 0.006
_HOUR: Final = 3600
TOGETHER: Final = 50  # deeds of one process that are committed together: nobody else waits for their rows
_HELD: Final = ("state", "step_kind", "holder_agency_id", "holder_role", "due_at", "step_due_at",
                "step_index", "process_version_id")  # fmt: skip
_ASK: Final = f"select {', '.join(_HELD)} from dossiers_dossier where id = %s"  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person of the demo who files."""

    invented: Invented
    account_id: AccountId
    person_id: PersonId
    commune: AgencyCard

    @property
    def actor(self) -> Actor:
        """Signed in through the identity provider."""
        return Actor(
            kind=ActorKind.CITIZEN,
            account_id=self.account_id,
            person_id=self.person_id,
            label=self.invented.full_name,
            assurance=2,
        )


@dataclass(slots=True)
class Story:
    """One dossier to be: who asks for what, when, through which door, and whether it will be late."""

    procedure: str
    citizen: Citizen
    online: bool
    late: bool
    dossier_id: int = 0
    begun: bool = False  # the present step has been given its time
    asked: bool = False  # other agencies were asked at this step
    silent: bool = False  # the applicant does not answer when shown a draft
    row: dict[str, Any] = field(default_factory=dict)  # the dossier as this step found it: nobody else touches it


@dataclass(order=True, slots=True)
class _Next:
    at: datetime
    turn: int
    story: Story = field(compare=False)


class Province:
    """Lives the stories until the present."""

    def __init__(self, random: Random, papers: bytes, results: dict[str, bytes], *, until: datetime) -> None:
        self.random = random
        self.papers = papers
        self.results = results
        self.until = until
        self.calendar = calendars.work_calendar(now=until)
        self._forms: dict[
            tuple[int | None, int, str], int
        ] = {}  # (who fills, for whom, form) → a dossier whose answers are taken over
        self._queue: list[_Next] = []
        self._turn = 0

    def plan(self, story: Story, at: datetime) -> None:
        """Put the next deed of a story into the queue, unless it lies in the future."""
        if at < self.until:
            self._turn += 1
            heapq.heappush(self._queue, _Next(at, self._turn, story))

    def live(self) -> None:
        """Everything, in the order of time."""
        while self._queue:
            with all_or_nothing():
                for _turn in range(min(TOGETHER, len(self._queue))):
                    self._next()

    def _next(self) -> None:
        turn = heapq.heappop(self._queue)
        if turn.story.dossier_id:
            self._move(turn.story, turn.at)
        else:
            self._file(turn.story, turn.at)

    def _file(self, story: Story, at: datetime) -> None:
        on = clock.local_date(at)
        version = procedures.in_force(story.procedure, on)
        filer = story.citizen.actor if story.online else self._counter_for(story)
        form = (filer.account_id, story.citizen.person_id, version.form_key)
        draft = actions.start_draft(
            procedure_code=story.procedure,
            like=self._forms.get(form),
            actor=filer,
            now=at,
            commune_agency_id=story.citizen.commune.id if at_commune(version) else None,
            person_id=None if story.online else story.citizen.person_id,
        )
        if form not in self._forms:
            self._fill(story, draft.id, version, filer, at)
            self._forms[form] = draft.id
        for component in version.components:
            if component.required and not component.is_form and not component.present_only:
                paper = NewFile(f"{component.name[:60]}.pdf", self.papers)
                actions.attach(dossier_id=draft.id, component_id=component.id, new=paper, actor=filer, now=at)
        way = ReturnWay.ONLINE if story.online else ReturnWay.COUNTER
        actions.file(dossier_id=draft.id, actor=filer, now=at, declared=True, return_way=way)
        story.dossier_id = draft.id
        # An online dossier waits for the counter; at the counter it is received at once.
        wait = self.random.uniform(0.1, 4.5) * _HOUR if story.online else self.random.uniform(60, 600)
        self.plan(story, self._later(at, wait))

    def _fill(self, story: Story, dossier_id: int, version: VersionCard, filer: Actor, at: datetime) -> None:
        pen = Pen(self.random, story.citizen.invented, "11", _place_name(story.citizen.commune.place_code))
        for section in forms.form(version.form_key, clock.local_date(at)).sections:
            saved = actions.save_step(
                dossier_id=dossier_id, section=section.code, posted=pen.page(section), actor=filer, now=at
            )
            if saved.errors:
                raise RuntimeError(f"{version.code}/{section.code}: {dict(saved.errors)}")

    def _move(self, story: Story, at: datetime) -> None:
        """Whoever holds the dossier does what its step asks."""
        row = story.row = story.row or _held(story.dossier_id)
        if State(row["state"]) in TERMINAL:
            return
        wait = self._wait(story, row, at)
        if wait is not None:
            self.plan(story, wait)
            return
        official = holder(row["holder_agency_id"], Role(row["holder_role"]), self.random.random())
        if not story.asked and consulting.ask(story.dossier_id, row, official, at):
            story.asked = True
            self.plan(story, self._later(at, self.random.uniform(2, 10) * _HOUR))
            return
        self._deed(story, row, official, at)
        story.begun, story.asked, story.row = False, False, {}
        self.plan(story, at + timedelta(seconds=1))

    def _wait(self, story: Story, row: dict[str, Any], at: datetime) -> datetime | None:
        """When this step will be done; ``None`` when its time has come."""
        if story.begun or row["step_kind"] == "receive":
            return None
        story.begun = True
        left = worktime.working_seconds(self.calendar, at, row["due_at"]) if row["due_at"] and row["due_at"] > at else 0
        if row["step_kind"] == CONFIRMING:
            story.silent = self.random.random() < consulting.SILENT_SHARE
            if story.silent:
                return at + timedelta(hours=24.1)
            return at + timedelta(seconds=self.random.uniform(300, max(600, min(3 * _HOUR, left / 3))))
        if story.late and row["step_kind"] == "decide":
            return self._later(row["due_at"], self.random.uniform(1, 12) * _HOUR)
        limit = row["step_due_at"]
        allowed = worktime.working_seconds(self.calendar, at, limit) if limit and limit > at else _HOUR
        if row["step_kind"] == "hand_over":
            allowed = 6 * _HOUR
        elif row["due_at"]:
            allowed = min(allowed, left)
        return self._later(at, max(120.0, allowed * self.random.uniform(0.08, 0.85)))

    def _deed(self, story: Story, row: dict[str, Any], official: Actor, at: datetime) -> None:
        match row["step_kind"]:
            case "receive" if row["state"] == State.FILED:
                actions.receive(dossier_id=story.dossier_id, actor=official, now=at)
            case "receive":
                actions.take_over(dossier_id=story.dossier_id, actor=official, now=at)
            case "decide":
                result = NewFile("Ket qua.pdf", self.results[story.procedure])
                actions.decide(dossier_id=story.dossier_id, actor=official, now=at, approved=True, result=result)
            case "hand_over":
                taker = "" if story.online else story.citizen.invented.full_name
                actions.hand_over(dossier_id=story.dossier_id, actor=official, now=at, taken_by=taker)
            case "confirm":
                consulting.send_draft(story.dossier_id, official, at)
            case "confirming" if story.silent:
                actions.close_silent_drafts(at, dossier_id=story.dossier_id)
            case "confirming":
                actions.answer_draft(dossier_id=story.dossier_id, actor=story.citizen.actor, now=at, agreed=True)
            case "outside":
                consulting.in_another_system(story.dossier_id, official, at)
            case _:
                if story.asked:
                    consulting.answer(story.dossier_id, holder, self.random.random(), at)
                actions.forward(dossier_id=story.dossier_id, actor=official, now=at)

    def _counter_for(self, story: Story) -> Actor:
        version = procedures.in_force(story.procedure, clock.local_date(self.until))
        if at_commune(version):
            agency = organisations.unit_of(story.citizen.commune.id, "centre").id
        else:
            agency = organisations.agencies(AgencyKind.PROVINCIAL_CENTRE)[0].id
        return holder(agency, Role.COUNTER, self.random.random())

    def _later(self, at: datetime, working_seconds: float) -> datetime:
        return worktime.add_working_time(self.calendar, at, int(working_seconds))


def _held(dossier_id: int) -> dict[str, Any]:
    """What the next deed asks about a dossier. Asked after each deed, so not made anew each time."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [dossier_id])
        return dict(zip(_HELD, cursor.fetchone(), strict=True))


@lru_cache(maxsize=1024)
def _place_name(code: str) -> str:
    return places.place(code).name


@lru_cache(maxsize=1024)
def _decided_by_commune(procedure_id: int) -> bool:
    rule = procedures.offering_rule(procedure_id, clock.local_date(clock.now()))
    return rule.decided_by is DecidedBy.COMMUNE


def at_commune(version: VersionCard) -> bool:
    """Is it the person's commune that decides, rather than one agency of the province?"""
    return _decided_by_commune(version.procedure_id)


@lru_cache(maxsize=4096)
def _holders(agency_id: int, role: Role) -> tuple[Actor, ...]:
    on = clock.local_date(clock.now())
    found = []
    for card in organisations.officials_at(agency_id, role, on):
        posts = organisations.posts_of(card.account_id, on)
        found.append(
            Actor(kind=ActorKind.OFFICIAL, account_id=AccountId(card.account_id), label=card.full_name, posts=posts)
        )
    return tuple(found)


def holder(agency_id: int, role: Role, lot: float) -> Actor:
    """An official who may act there.

    :raises LookupError: nobody holds this role in this agency: the demo's staff does not fit its processes.
    """
    found = _holders(agency_id, role)
    if not found:
        raise LookupError(f"nobody is {role} in agency {agency_id}")
    return found[int(lot * len(found))]


def filing_time(random: Random, day: datetime, *, online: bool) -> datetime:
    """Online at any waking hour, at the counter in office hours."""
    local = clock.local(day).replace(hour=0, minute=0, second=0, microsecond=0)
    if online:
        hour = random.choices(range(6, 23), weights=[2, 4, 6, 7, 7, 5, 4, 4, 5, 6, 6, 5, 4, 6, 7, 5, 3])[0]
        return local + timedelta(hours=hour, minutes=random.randint(0, 59), seconds=random.randint(0, 59))
    start = random.choice((7.6, 13.6))
    return local + timedelta(hours=start + random.random() * 3.2)
