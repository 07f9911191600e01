"""Who may change the catalogue: rows are the cast, columns the verbs; a verb without a row fails."""

from __future__ import annotations

from typing import Any

import pytest

from namkhong.kernel.actor import Actor, Role
from namkhong.services.procedures import actions, queries
from namkhong.services.procedures.errors import NeedsElevation, NotYours
from namkhong.services.procedures.tests.factories import CITIZEN, KEEPER, NOW, SYSTEM, TODAY, official
from namkhong.services.procedures.tests.test_dated_rules import _process, change
from namkhong.services.procedures.types import DecidedBy

pytestmark = pytest.mark.usefixtures("catalogue")

CAST: list[tuple[str, Actor, type[Exception] | None]] = [
    ("visitor", Actor.anonymous(), NotYours),
    ("citizen", CITIZEN, NotYours),
    ("counter", official(Role.COUNTER, elevated=True), NotYours),
    ("leader", official(Role.LEADER, elevated=True), NotYours),
    ("administrator of a commune", official(Role.ADMINISTRATOR, elevated=True, path="/1/57/"), NotYours),
    ("administrator, not elevated", official(Role.ADMINISTRATOR), NeedsElevation),
    ("controller, not elevated", official(Role.PROCEDURE_CONTROLLER), NeedsElevation),
    ("administrator", official(Role.ADMINISTRATOR, elevated=True), None),
    ("controller", KEEPER, None),
    ("the platform", SYSTEM, None),
]
VERBS: dict[str, Any] = {
    "import_procedures": lambda actor, _id: actions.import_procedures([], actor=actor, now=NOW),
    "change_front_door": lambda actor, _id: change(actor=actor, procedure_id=_id),
    "offer": lambda actor, _id: actions.offer(
        procedure_id=_id, decided_by=DecidedBy.COMMUNE, decider_id=None, from_day=TODAY, actor=actor, now=NOW
    ),
    "add_process_version": lambda actor, _id: actions.add_process_version(
        _process(), valid_from=TODAY, actor=actor, now=NOW
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_change_the_catalogue(verb: str) -> None:
    procedure_id = queries.in_force("1.004873", TODAY).procedure_id
    for _name, actor, refused in CAST:
        if refused is None:
            VERBS[verb](actor, procedure_id)
        else:
            with pytest.raises(refused):
                VERBS[verb](actor, procedure_id)


def test_every_verb_has_a_row() -> None:
    assert {*VERBS, "load_facts", "refresh_search"} == set(actions.__all__)
