"""The policies and the oracle of the process answer the same questions alike, whoever asks, wherever a dossier stands."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, PersonId, PostId, Role, Scope
from namkhong.kernel.actor import Post as HeldPost
from namkhong.kernel.problems import Problem
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.states import OPEN, Move, State
from tests.promises import oracle
from tests.promises.oracle import Case, Post, Someone

EXAMPLES: Final = 60 * int(os.environ.get("NAMKHONG_EXAMPLES", "25"))
THEN: Final = datetime(2026, 11, 23, tzinfo=UTC)
UNITS: Final = (10, 11, 12, 20, 21)
ACCOUNTS: Final = (1, 2, 3)
PERSONS: Final = (7, 8)
STEPS: Final = ("receive", "work", "confirm", "outside", "decide", "hand_over", "confirming", "no_receive", "ask_again",
                "ask_leader", "ask_send", "")  # fmt: skip
PROGRAMS_ROLES: Final = tuple(scope.role.value for scope in Scope if scope.role is not None)
unit, account = st.sampled_from(UNITS), st.sampled_from(ACCOUNTS)


@st.composite
def people(draw: st.DrawFn) -> Someone:
    """A visitor, a program, a citizen, or an official with one to three posts, some of an absent colleague's."""
    kind = draw(st.sampled_from(["official", "official", "official", "citizen", "citizen", "visitor", "program"]))
    if kind == "visitor":
        return Someone(kind)
    if kind == "program":
        doing = st.builds(Post, st.sampled_from(PROGRAMS_ROLES), unit)
        posts = tuple(draw(st.lists(doing, max_size=2)))
        return Someone(kind, draw(account), 0, posts, draw(st.booleans()), frozenset(draw(st.sets(unit, max_size=3))))
    if kind == "citizen":
        return Someone(kind, draw(account), draw(st.sampled_from((0, *PERSONS))))
    one = st.builds(Post, st.sampled_from([role.value for role in Role]), unit, st.sampled_from((0, 0, *ACCOUNTS)))
    return Someone(kind, draw(account), 0, tuple(draw(st.lists(one, min_size=1, max_size=3))))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A dossier as one can stand: what the database refuses is not asked."""
    state = draw(st.sampled_from([state.value for state in State]))
    taken = state in {"received", "in_progress", "decided", "handed_over", "financial_obligation"} or (
        state in {"supplement_requested", "stopped_at_request", "stopped_unmet"} and draw(st.booleans())
    )
    held = state not in {"draft", *oracle.ENDED}
    return Case(
        state=state,
        applicant=draw(st.sampled_from(PERSONS)),
        sent_by=draw(st.sampled_from((0, *ACCOUNTS))),
        helped_by=draw(st.sampled_from((0, *ACCOUNTS))),
        received_at=draw(unit),
        returned_at=draw(unit),
        competent_counter=draw(unit),
        decides=draw(unit),
        appraises=draw(unit),
        turn_unit=draw(unit) if held else 0,
        turn_role=draw(st.sampled_from([role.value for role in Role])) if held else "",
        turn_person=draw(st.sampled_from((0, 0, *ACCOUNTS))) if held else 0,
        step=draw(st.sampled_from(STEPS)) if held else "",
        taken_in=taken,
        clock_runs=taken and (state != "received" or draw(st.booleans())),
        decided=state in {"decided", "handed_over"} or (state == "in_progress" and draw(st.booleans())),
        told_new_day=draw(st.booleans()),
        time_to_answer=draw(st.booleans()),
        online=draw(st.booleans()),
        way_back=held and draw(st.booleans()),
        carries_on=draw(st.dictionaries(unit, st.sets(unit, max_size=2), max_size=2)),
    )


def actor_of(who: Someone) -> Actor:
    """The same person as the code knows her."""
    kinds = {"visitor": ActorKind.ANONYMOUS, "program": ActorKind.API_CLIENT, "citizen": ActorKind.CITIZEN}
    posts = tuple(
        HeldPost(PostId(number), Role(post.role), AgencyId(post.unit), f"/1/{post.unit}/", "", "",
                 AccountId(post.stands_in_for) if post.stands_in_for else None)
        for number, post in enumerate(who.posts)
    )  # fmt: skip
    return Actor(
        kinds.get(who.kind, ActorKind.OFFICIAL),
        AccountId(who.account) if who.account else None,
        posts=posts,
        person_id=PersonId(who.person) if who.person else None,
        scopes=frozenset({Scope.SUBMIT.value} if who.submits else set()) | ({Scope.READ.value} if who.reads else set()),
        reach=frozenset(AgencyId(one) for one in who.reads),
    )


def dossier_of(case: Case) -> Dossier:
    """The same dossier as a row; nothing is saved."""
    row: dict[str, Any] = {
        "pk": 1,
        "state": case.state,
        "person_id": case.applicant,
        "owner_id": case.sent_by or None,
        "helper_id": case.helped_by or None,
        "receiver_agency_id": case.received_at,
        "return_agency_id": case.returned_at,
        "home_counter_id": case.competent_counter,
        "decider_agency_id": case.decides,
        "unit_agency_id": case.appraises,
        "holder_agency_id": case.turn_unit or None,
        "holder_role": case.turn_role,
        "holder_account_id": case.turn_person or None,
        "step_kind": case.step,
        "step_index": 3,
        "process_version_id": 2 if case.way_back else 1,
        "received_at": THEN if case.taken_in else None,
        "clock_started_at": THEN if case.clock_runs else None,
        "outcome": "approved" if case.decided else "",
        "new_due_at": THEN if case.told_new_day else None,
        "step_due_at": THEN if case.time_to_answer else None,
        "return_way": "online" if case.online else "counter",
    }
    return Dossier(**row)


@contextmanager
def province(case: Case) -> Iterator[None]:
    """Which unit carries on for which, and which step has a way back, as this case says."""

    def predecessors(units: Any) -> frozenset[int]:
        return frozenset(old for one in units for old in case.carries_on.get(one, set()))

    def version(pk: int) -> SimpleNamespace:
        return SimpleNamespace(back_from=lambda index: index - 1 if pk == 2 else None)

    where = "namkhong.services.dossiers.policies"
    with (
        mock.patch(f"{where}.seeing.organisations.predecessors", predecessors),
        mock.patch(f"{where}.abilities.procedures.process_version", version),
    ):
        yield


def test_the_oracle_speaks_of_every_deed_and_every_move() -> None:
    assert set(oracle.RULES) == {ability.value for ability in Ability}
    assert set(oracle.WHOSE) == {move.value for move in Move}
    assert {state.value for state in OPEN} == {state.value for state in State} - oracle.ENDED - {"draft"}


def _hold_alike(examples: int) -> Counter[str]:
    """Ask both; returns how often each deed was allowed, so that a test that never allows anything is seen."""
    allowed: Counter[str] = Counter()

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(people(), cases())
    def alike(who: Someone, case: Case) -> None:
        with province(case):
            actor, dossier = actor_of(who), dossier_of(case)
            found = {str(ability) for ability in policies.abilities(actor, dossier)}
            assert found == oracle.may(who, case)
            assert policies.sees(actor, dossier) is oracle.knows(who, case)
            allowed.update(found)
            for move in Move:
                if _passes(actor, dossier, move):
                    allowed[f"move {move}"] += 1
                    assert oracle.WHOSE[move.value](who, case), move
                    assert who.kind != "program" or move.value in oracle.OF_PROGRAMS, move

    alike()
    return allowed


def _passes(actor: Actor, dossier: Dossier, move: Move) -> bool:
    try:
        policies.require_move(actor, dossier, move)
    except Problem:
        return False
    return True


def test_policies_and_process_say_the_same() -> None:
    allowed = _hold_alike(EXAMPLES)
    assert allowed["see"] >= EXAMPLES / 20, allowed


@pytest.mark.endure
def test_policies_and_process_say_the_same_a_hundred_thousand_times() -> None:
    examples = 100_000
    allowed = _hold_alike(examples)
    print(f"\nquyền: n = {examples}; " + ", ".join(f"{deed} {count}" for deed, count in sorted(allowed.items())))
    assert {ability.value for ability in Ability} <= set(allowed)
