"""Who may change the catalogue: rows are the cast, columns the verbs; a verb without a row fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Role
from namkhong.services.procedures import actions, queries
from namkhong.services.procedures.errors import NeedsElevation, NotYours
from namkhong.services.procedures.models import ProcedureVersion
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


def departments() -> list[int]:
    """Two that procedures name."""
    return [card.id for card in organisations.agencies(kind="department")][:2]


VERBS: dict[str, Any] = {
    "import_procedures": lambda actor, _id: actions.import_procedures([], actor=actor, now=NOW),
    "change_front_door": lambda actor, _id: change(actor=actor, procedure_id=_id),
    "offer": lambda actor, _id: actions.offer(
        procedure_id=_id, decided_by=DecidedBy.COMMUNE, decider_id=None, from_day=TODAY, actor=actor, now=NOW
    ),
    "hand_procedures": lambda actor, _id: actions.hand_procedures(
        from_agency_id=departments()[0], to_agency_id=departments()[1], on=TODAY, basis="QĐ 1", actor=actor, now=NOW
    ),
    "add_process_version": lambda actor, _id: actions.add_process_version(
        _process(), valid_from=TODAY, actor=actor, now=NOW
    ),
    "publish_process_draft": lambda actor, _id: _published(actor),
    "use_form": lambda actor, _id: _chosen(actor, _id),
}
# A draft binds nobody: no elevation is asked for.
DRAFTING: dict[str, Any] = {
    "begin_process_draft": lambda actor: actions.begin_process_draft(key=FOOD, actor=actor, now=NOW),
    "new_process_draft": lambda actor: actions.new_process_draft(name="Quy trình mới", actor=actor, now=NOW),
    "take_process_draft": lambda actor: actions.take_process_draft(_process(key="tep"), actor=actor, now=NOW),
    "change_process_draft": lambda actor: _changed(actor),
    "discard_process_draft": lambda actor: actions.discard_process_draft(
        key=FOOD, revision=queries.process_draft(FOOD).revision, actor=actor, now=NOW
    ),
}
FOOD = "department-food-120"


def _chosen(actor: Actor, procedure_id: int) -> None:
    with transaction.atomic():
        rows = ProcedureVersion.objects.filter(procedure_id=procedure_id)
        count = rows.count()
        key = "don-de-nghi" if rows.order_by("-number")[0].form_key != "don-de-nghi" else "1.004859"
        day = TODAY + timedelta(days=count)
        actions.use_form(procedure_id=procedure_id, form_key=key, from_day=day, actor=actor, now=NOW)


def _changed(actor: Actor) -> None:
    draft = queries.process_draft(FOOD)
    actions.change_process_draft(
        key=FOOD, name=draft.name, steps=draft.steps, revision=draft.revision, actor=actor, now=NOW
    )


def _published(actor: Actor) -> None:
    with transaction.atomic():
        actions.begin_process_draft(key=FOOD, actor=SYSTEM, now=NOW)
        draft = queries.process_draft(FOOD)
        actions.change_process_draft(
            key=FOOD, name=f"{draft.name} nữa", steps=draft.steps, revision=draft.revision, actor=SYSTEM, now=NOW
        )
        actions.publish_process_draft(
            key=FOOD,
            revision=draft.revision + 1,
            valid_from=TODAY + timedelta(days=1 + len(queries.versions_of_process(FOOD))),
            basis="12/QĐ-UBND",
            actor=actor,
            now=NOW,
        )


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_change_the_catalogue(verb: str) -> None:
    procedure_id = queries.in_force("1.004873", TODAY).procedure_id
    for _name, actor, refused in CAST:
        if refused is None:
            VERBS[verb](actor, procedure_id)
        else:
            with pytest.raises(refused):
                VERBS[verb](actor, procedure_id)


def test_who_may_draft_a_process() -> None:
    actions.begin_process_draft(key=FOOD, actor=SYSTEM, now=NOW)
    for verb, deed in DRAFTING.items():
        for name, actor, refused in CAST:
            with transaction.atomic():
                if refused is NotYours:
                    with pytest.raises(NotYours):
                        deed(actor)
                else:
                    deed(actor)
                assert queries.has_draft(FOOD) or verb == "discard_process_draft", name
            if verb == "discard_process_draft" and refused is not NotYours:
                actions.begin_process_draft(key=FOOD, actor=SYSTEM, now=NOW)


def test_every_verb_has_a_row() -> None:
    assert {*VERBS, *DRAFTING, "load_facts", "refresh_search"} == set(actions.__all__)
