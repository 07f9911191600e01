"""Whatever anybody tries with a dossier, at whatever moment, the law of states, time and holders is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.calendars import queries as calendars
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Problem
from namkhong.kernel.worktime import Clock
from namkhong.services.dossiers import actions, clocks, policies
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.states import MOVES, Move, State
from namkhong.services.dossiers.tests import asking, factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import Channel, DossierCard, Fault, OutsideEntry, ReturnWay, Timeliness
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.models import ProcedureVersion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    procedures.forget()
    yield
    procedures.forget()


VERBS: dict[str, Callable[..., Any]] = {
    "file": lambda **given: actions.file(declared=True, **given),
    "receive": actions.receive,
    "not_receive": lambda **given: actions.not_receive(reason="Nộp trùng", law="Điều 17", **given),
    "take_over": actions.take_over,
    "forward": lambda **given: actions.forward(outside=_noted(given["now"]), note="Đã sửa", **given),
    "send_back": lambda **given: actions.send_back(reason="Ghi lại", **given),
    "decide": lambda **given: actions.decide(approved=True, result=factories.result(), **given),
    "refuse": lambda **given: actions.decide(approved=False, reason="Không đủ điều kiện", **given),
    "request_supplement": lambda **given: actions.request_supplement(items=[factories.MISSING], **given),
    "send_supplement": actions.send_supplement,
    "approve_supplement": actions.approve_supplement,
    "approve_not_receive": actions.approve_not_receive,
    "return_proposal": lambda **given: actions.return_proposal(reason="Đã đủ", **given),
    "complete_supplement": lambda **given: actions.complete_supplement(reply="Ở xã từ năm 1999", **given),
    "withdraw": lambda **given: actions.withdraw(paper=_paper(given["actor"]), **given),
    "stop_at_request": lambda **given: actions.stop_at_request(reason="Đổi ý", paper=_paper(given["actor"]), **given),
    "stop_unmet": actions.stop_unmet,
    "assign": lambda **given: actions.assign(account_id=given["actor"].account_id or 0, **given),
    "take_back": actions.take_back,
    "send_draft": lambda **given: actions.send_draft(fields=asking.FIELDS, **given),
    "confirm_draft": lambda **given: actions.answer_draft(agreed=True, **given),
    "correct_draft": lambda **given: actions.answer_draft(agreed=False, words="Sai tên đệm", **given),
    "sign_extension": lambda **given: _extended(**given),
    "hand_over": lambda **given: actions.hand_over(way=ReturnWay.COUNTER, taken_by="Lò Thị Lan", **given),
}


# The verbs whose ability is named otherwise, and those that ask for more than whose turn it is.
ABILITY = {"refuse": "decide", "correct_draft": "confirm_draft"}
MAY_BE_REFUSED = {"send_draft", "confirm_draft", "correct_draft", "sign_extension"}
_INSIDE = {Move.EXTEND, Move.APOLOGISE}  # signed while a step goes on, which is not ended by it


def _noted(now: datetime) -> OutsideEntry:
    """Done in the civil-status software on that day."""
    return OutsideEntry("123/2026", clock.local_date(now))


def _extended(*, dossier_id: int, actor: Actor, now: datetime, revision: int | None) -> DossierCard:
    """Form 04 drafted and signed by the same hand, for the first weekday a week after the promise."""
    due = Dossier.objects.get(pk=dossier_id).due_at
    day = clock.local_date(max(due or now, now)) + timedelta(days=7)
    day += timedelta(days=max(7 - day.isoweekday() + 1, 0) % 7 if day.isoweekday() > 5 else 0)
    said: dict[str, Any] = {"reason": "Chờ xác minh", "fault": Fault.UNIT, "late_reason": "Chưa kịp ký"}
    actions.propose_extension(dossier_id=dossier_id, actor=actor, now=now, new_day=day, **said)
    return actions.sign_extension(dossier_id=dossier_id, actor=actor, now=now, revision=revision)


def _paper(who: Actor) -> Any:
    """Her signed paper, which only the counter has in its hands."""
    return factories.result("don.pdf") if who.is_official else None


CAST = (
    "visitor",
    "lan",
    "neighbour",
    "counter",
    "counter2",
    "specialist",
    "leader",
    "other_counter",
    "other_leader",
    "director",
    "other_director",
)

_PAPER = (Channel.COUNTER, Channel.POST)
WAITS = st.sampled_from([0, 1, 30, 480, 60 * 24, 60 * 24 * 2, 60 * 24 * 9])


class AnyWalk(RuleBasedStateMachine):
    """One dossier, everybody's hands, time going on."""

    def __init__(self, world: Province) -> None:
        super().__init__()
        self.world = world
        self.cast: dict[str, Actor] = {**world.cast(), "counter2": world.counter2}
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.cast["director"] = factories.director(world)
        self.cast["other_director"] = factories.official(
            "chu.gd", "Giàng A Chư", world.other_centre_id, Role.CENTRE_DIRECTOR
        )
        self.now = MONDAY
        self.done = 0
        self.code: str | None = None
        self.pk = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize(
        elsewhere=st.booleans(), at=st.integers(0, 60 * 24 * 21), channel=st.sampled_from([None, *_PAPER]),
        birth=st.booleans(),
    )  # fmt: skip
    def begin(self, elsewhere: bool, at: int, channel: Channel | None = None, birth: bool = False) -> None:
        self.now = MONDAY + timedelta(minutes=at)
        how: dict[str, Any] = {}
        if elsewhere:
            how = {"actor": self.world.other_counter, "person_id": self.world.lan.person_id}
            how |= {"channel": channel} if channel else {}
        self.pk = factories.filled(self.world, now=self.now, **how).id
        if birth:  # a process in which the applicant confirms a draft and a step is done in another system
            version = procedures.process(asking.BIRTH, clock.local_date(self.now)).version_id
            Dossier.objects.filter(pk=self.pk).update(process_version_id=version)

    @rule(
        wait=WAITS, verb=st.sampled_from(sorted(VERBS)), who=st.sampled_from(CAST),
        screen=st.sampled_from([None, 0, -1, 1]),
    )  # fmt: skip
    def anybody_tries_anything(self, wait: int, verb: str, who: str, screen: int | None) -> None:
        self.now += timedelta(minutes=wait, seconds=17)
        self._try(verb, self.cast[who], screen)

    @rule(wait=WAITS, choice=st.randoms(use_true_random=False))
    def somebody_does_what_is_hers(self, wait: int, choice: Any) -> None:
        self.now += timedelta(minutes=wait, seconds=17)
        row = self._row()
        can = [
            (verb, who)
            for who in self.cast.values()
            for verb in VERBS
            if Ability(ABILITY.get(verb, verb)) in policies.abilities(who, row)
            and not (verb == "stop_unmet" and not clocks.is_past(row.step_due_at or self.now, self.now))
        ]
        if can:
            verb, who = choice.choice(can)
            sure = verb not in MAY_BE_REFUSED and not (verb == "forward" and row.step_kind == "confirm")
            sure = sure and not (verb == "request_supplement" and row.received_elsewhere)  # on its way only once
            assert self._try(verb, who, 0) or not sure, (verb, who.label, row.state)

    @rule(wait=WAITS)
    def the_platform_looks_at_the_clock(self, wait: int) -> None:
        self.now += timedelta(minutes=wait, seconds=17)
        before = self._row().revision
        actions.close_silent_drafts(self.now, dossier_id=self.pk)
        self.done += self._row().revision - before

    def _row(self) -> Dossier:
        return Dossier.objects.get(pk=self.pk)

    def _try(self, verb: str, who: Actor, screen: int | None) -> bool:
        before = self._row()
        shown = None if screen is None else max(before.revision + screen, 0)
        try:
            VERBS[verb](dossier_id=self.pk, actor=who, now=self.now, revision=shown)
        except Problem:
            assert _columns(self._row()) == _columns(before), "refused means unchanged"
            return False
        after = self._row()
        if after.revision == before.revision:  # the same click again
            return False
        self.done += 1
        for step in Step.objects.filter(dossier=before, revision__gt=before.revision).order_by("revision"):
            move = MOVES[Move(step.move)]
            assert State(step.from_state) in move.sources
            assert State(step.to_state) is move.target
            assert step.by_id == who.account_id
        return True

    @invariant()
    def the_code_never_changes(self) -> None:
        row = self._row() if self.pk else None
        if row is None:
            return
        assert self.code is None or row.code == self.code
        assert (row.code is None) is row.is_draft
        self.code = row.code

    @invariant()
    def the_promise_is_what_the_clock_says(self) -> None:
        row = self._row() if self.pk else None
        if row is None or not row.clock:
            return
        known = calendars.work_calendar_of(row.calendar_version or 0, row.calendar_key)
        legal = Clock.from_json(row.clock)
        said = legal.standing(known).due_at
        if said is None:  # it stands still: nothing is promised, and nothing is when it ends so
            assert row.due_at is None
            assert row.now_in is State.SUPPLEMENT_REQUESTED or not row.is_open
            return
        assert row.due_at is not None
        assert row.due_at >= said
        assert row.step_due_at is None or row.now_in is State.DECIDED or _is_within(row)

    @invariant()
    def steps_follow_each_other_without_a_gap(self) -> None:
        steps = list(Step.objects.filter(dossier_id=self.pk).order_by("revision"))
        assert [step.revision for step in steps] == list(range(1, len(steps) + 1))
        for before, step in pairwise(steps):
            assert before.at <= step.at
            assert step.from_state == before.to_state
        for before, step in pairwise([step for step in steps if step.move not in _INSIDE]):
            assert step.from_at == before.at
        for step in steps:
            late = step.due_at is not None and clocks.is_past(step.due_at, step.at)
            assert (step.timeliness == Timeliness.LATE) is late

    @invariant()
    def exactly_one_post_holds_it_while_it_is_open(self) -> None:
        row = self._row() if self.pk else None
        if row is None:
            return
        holding = {
            (post.agency_id, post.role.value)
            for who in self.cast.values()
            for post in who.posts
            if policies.holds(who, row)
        }
        assert holding == ({(row.holder_agency_id, row.holder_role)} if row.is_open else set())

    @invariant()
    def every_move_is_recorded_once(self) -> None:
        if not self.pk:
            return
        entries = audit.entries_of(("dossier", self.pk), limit=500)
        moves = [entry for entry in entries if entry.action in _RECORDED]
        assert len(moves) == self.done


_RECORDED = {
    f"dossiers.{word}"
    for word in (
        *("supplement_proposed", "supplement_approved", "supplement_requested", "supplement_completed"),
        *("proposal_returned", "not_receive_proposed", "withdrawn", "stopped_at_request", "stopped_unmet"),
        *("filed", "received", "not_received", "taken_over", "forwarded", "sent_back", "signed", "decided"),
        *("assigned", "taken_back", "draft_sent", "draft_confirmed", "draft_corrected", "draft_lapsed"),
        *("extended", "apologised"),
        "handed_over",
    )
}


def _columns(row: Dossier) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in Dossier._meta.concrete_fields}


def _is_within(row: Dossier) -> bool:
    """A step ends before the promised date, unless that had gone by when the step began."""
    due, begun, step_due = row.due_at, row.step_started_at, row.step_due_at
    return due is None or begun is None or step_due is None or step_due <= due or begun >= due


@pytest.mark.parametrize("how", ["restart", "resume", "close"])
def test_any_walk_keeps_the_law(world: Province, how: str) -> None:
    ProcedureVersion.objects.filter(procedure__code=factories.MARRIAGE).update(
        supplement_policy=how, close_after_days=None if how == "restart" else 5
    )
    procedures.forget()

    class Walk(AnyWalk):
        def __init__(self) -> None:
            super().__init__(world)

    effort = settings(
        max_examples=12, stateful_step_count=16, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(Walk, settings=effort)


def test_the_walk_can_go_all_the_way(world: Province) -> None:
    """The machine's own rules lead to the end; else its invariants would hold of nothing."""
    reached = set()
    for elsewhere in (False, True):
        walk = AnyWalk(world)
        walk.begin(elsewhere=elsewhere, at=0)
        for verb, who in (
            ("file", "other_counter" if elsewhere else "lan"),
            ("receive", "other_counter" if elsewhere else "counter"),
            *((("take_over", "counter"),) if elsewhere else ()),
            ("forward", "specialist"),
            ("decide", "leader"),
            ("hand_over", "other_counter" if elsewhere else "counter"),
        ):
            assert walk._try(verb, walk.cast[who], 0), verb
        reached.add(walk._row().now_in)
        walk.every_move_is_recorded_once()
        walk.teardown()
    assert reached == {State.HANDED_OVER}


def test_the_walk_confirms_a_draft_and_extends(world: Province) -> None:
    walk = AnyWalk(world)
    walk.begin(elsewhere=False, at=0, birth=True)
    for verb, who in (
        ("file", "lan"), ("receive", "counter"), ("forward", "specialist"), ("send_draft", "specialist"),
        ("correct_draft", "lan"), ("send_draft", "specialist"), ("confirm_draft", "lan"), ("sign_extension", "leader"),
        ("forward", "specialist"), ("decide", "leader"), ("hand_over", "counter"),
    ):  # fmt: skip
        assert walk._try(verb, walk.cast[who], 0), verb
        walk.steps_follow_each_other_without_a_gap()
        walk.the_promise_is_what_the_clock_says()
        walk.every_move_is_recorded_once()
    assert {Move.EXTEND, Move.APOLOGISE} & set(Step.objects.filter(dossier_id=walk.pk).values_list("move", flat=True))
    walk.teardown()
