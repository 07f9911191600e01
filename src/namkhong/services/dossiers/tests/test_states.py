"""The table of states and moves is whole."""

from __future__ import annotations

import json

from django.conf import settings

from namkhong.services.dossiers import actions
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.states import MOVES, OPEN, STATES, TERMINAL, ClockEffect, Move, State, moves_from


def test_every_state_can_be_reached() -> None:
    reached = {State.DRAFT}
    while more := {row.target for row in MOVES.values() if row.sources & reached} - reached:
        reached |= more
    assert reached == set(State)


def test_a_terminal_state_has_no_moves_and_every_other_has_one() -> None:
    for state in State:
        assert bool(moves_from(state)) is (state not in TERMINAL), state


def test_every_state_and_move_is_in_the_table() -> None:
    assert set(STATES) == set(State)
    assert set(MOVES) == set(Move)
    assert OPEN | TERMINAL | {State.DRAFT} == set(State)


def test_the_ten_national_statuses_are_all_mapped_by_number() -> None:
    known = json.loads((settings.FACTS / "dossier_statuses.json").read_text("utf-8"))
    assert {row.national for row in STATES.values()} - {None} == {status["code"] for status in known["statuses"]}


def test_a_state_ends_where_the_national_list_says_it_ends() -> None:
    known = json.loads((settings.FACTS / "dossier_statuses.json").read_text("utf-8"))
    ends = {status["code"]: status["terminal"] for status in known["statuses"]}
    for state, row in STATES.items():
        if row.national is not None:
            assert row.terminal is ends[row.national], state


def test_every_built_move_has_its_action_and_every_ability_a_move() -> None:
    built = {row.action for row in MOVES.values() if row.action}
    assert built <= set(actions.__all__)
    for ability in Ability:
        if ability.value in set(Move):
            assert MOVES[Move(ability.value)].action, ability


def test_the_clock_starts_stops_and_ends_only_where_the_law_says() -> None:
    starts = {move for move, row in MOVES.items() if row.clock is ClockEffect.START}
    assert starts == {Move.RECEIVE, Move.TAKE_OVER}
    assert MOVES[Move.COMPLETE_SUPPLEMENT].clock is ClockEffect.RESTART
    assert all(row.clock is ClockEffect.END for row in MOVES.values() if row.target in TERMINAL | {State.DECIDED}
               and not row.sources <= {State.FILED, State.DECIDED})  # fmt: skip


def test_citizens_read_no_code() -> None:
    for row in STATES.values():
        for words in (row.citizen, row.official, row.stage):
            assert "_" not in str(words)
            assert str(words)[0].isupper()
