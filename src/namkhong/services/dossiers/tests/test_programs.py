"""What a program of another system may do with dossiers: by scope, agency and state; the rest stays with people."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.kernel.actor import Actor, Role, Scope
from namkhong.kernel.problems import Forbidden, Invalid, Problem, Unseen
from namkhong.services.dossiers import actions, policies, queries
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.tests import factories, sending
from namkhong.services.dossiers.tests.factories import COMMUNE, MONDAY, NEXT_DOOR, Province
from namkhong.services.dossiers.tests.test_permissions import DEEDS, LATER, _made
from namkhong.services.dossiers.types import AgreedElsewhere

pytestmark = pytest.mark.django_db

# name → (scopes, agency)
PROGRAMS: Final[dict[str, tuple[tuple[Scope, ...], str]]] = {
    "nothing": ((), COMMUNE),
    "submitter": ((Scope.SUBMIT, Scope.FILES), ""),
    "reader": ((Scope.READ,), COMMUNE),
    "counter": ((Scope.MOVE_COUNTER,), COMMUNE),
    "specialist": ((Scope.READ, Scope.MOVE_SPECIALIST), COMMUNE),
    "everything": (tuple(Scope), COMMUNE),
    "next_door": (tuple(Scope), NEXT_DOOR),
}


@pytest.fixture
def world() -> Province:
    return factories.province()


def _programs() -> dict[str, Actor]:
    return {
        name: sending.program(f"may-{name.replace('_', '-')}", scopes=scopes, agency=agency)
        for name, (scopes, agency) in PROGRAMS.items()
    }


#                    nothing submitter reader counter specialist everything next_door
# A dossier filed by Lan herself and walked by officials; y = done, 403 = seen but not its, 404 = unseen.
TABLE: Final = {
    "receive":             "404 404 403 y   403 y   404",
    "take_over":           "404 404 403 y   403 y   403",
    "forward":             "404 404 403 404 y   y   404",
    "send_back":           "404 404 403 404 403 403 404",
    "hand_over":           "404 404 403 y   403 y   404",
    "not_receive":         "404 404 403 403 403 403 404",
    "decide":              "404 404 403 404 403 403 404",
    "request_supplement":  "404 404 403 404 403 403 404",
    "send_supplement":     "404 404 403 403 403 403 404",
    "approve_supplement":  "404 404 403 404 403 403 404",
    "complete_supplement": "404 404 403 403 403 403 404",
    "withdraw":            "404 404 403 403 403 403 404",
    "stop_at_request":     "404 404 403 404 403 403 404",
    "assign":              "404 404 403 404 403 403 404",
    "ask_opinions":        "404 404 403 404 403 403 404",
    "propose_extension":   "404 404 403 404 403 403 404",
    "sign_extension":      "404 404 403 404 403 403 404",
    "control_slip":        "404 404 404 404 404 404 404",
}  # fmt: skip


def _outcome(deed: Any, pk: int, who: Actor) -> str:
    try:
        with transaction.atomic():
            deed(pk, who, LATER)
            transaction.set_rollback(True)
    except Unseen:
        return "404"
    except Forbidden:
        return "403"
    except Invalid:
        return "y"
    return "y"


@pytest.mark.parametrize("verb", sorted(TABLE))
def test_which_program_may(world: Province, verb: str) -> None:
    state, deed = DEEDS[verb]
    dossier = _made(world, state)
    found = {name: _outcome(deed, dossier.id, who) for name, who in _programs().items()}
    assert found == dict(zip(PROGRAMS, TABLE[verb].split(), strict=True))


def test_only_the_scope_to_submit_submits(world: Province) -> None:
    for name, who in _programs().items():
        may = Scope.SUBMIT in who.scopes
        found = _outcome(lambda _pk, who, now: actions.submit(sent=sending.sent(world), actor=who, now=now), 0, who)
        assert found == ("y" if may else "403"), name
    for name, who in world.cast().items():
        found = _outcome(lambda _pk, who, now: actions.submit(sent=sending.sent(world), actor=who, now=now), 0, who)
        assert found == "403", name


def test_no_program_acts_for_a_leader_or_a_director() -> None:
    roles = {scope.role for scope in Scope} - {None}
    assert not roles & {Role.LEADER, Role.CENTRE_DIRECTOR, Role.ADMINISTRATOR, Role.ACCOUNTANT}
    assert not policies.MOVES_OF_PROGRAMS & {Move.DECIDE, Move.SIGN, Move.NOT_RECEIVE, Move.REQUEST_SUPPLEMENT}


def test_a_step_given_to_an_official_by_name_is_hers(world: Province) -> None:
    received = factories.received(world)
    actions.assign(
        dossier_id=received.id, account_id=world.specialist.account_id or 0, actor=world.specialist, now=LATER
    )
    with pytest.raises(Forbidden):
        actions.forward(dossier_id=received.id, actor=_programs()["specialist"], now=LATER)


@pytest.mark.parametrize("state", ["filed", "elsewhere", "received", "appraised", "asked", "decided", "handed_over"])
def test_the_list_and_the_single_dossier_agree_on_which_program_sees_it(world: Province, state: str) -> None:
    row = Dossier.objects.get(pk=_made(world, state).id)
    for name, who in _programs().items():
        listed = Dossier.objects.filter(policies.visible_to(who), pk=row.pk).exists()
        assert listed is policies.sees(who, row), name


def test_a_program_reads_what_it_submitted_and_no_other_submitter_does(world: Province) -> None:
    own, other = sending.program("cong-a", scopes=(Scope.SUBMIT,), agency=""), sending.program("cong-b", agency="")
    row = Dossier.objects.get(pk=sending.submitted(world, actor=own).id)
    assert policies.sees(own, row)
    assert not policies.sees(other, row)
    assert [found.pk for found in Dossier.objects.filter(policies.visible_to(own))] == [row.pk]
    with pytest.raises(Unseen):
        queries.by_code(row.code or "", other)


def test_a_program_is_no_applicant_it_neither_confirms_nor_withdraws(world: Province) -> None:
    own = sending.program("cong-a", scopes=(Scope.SUBMIT,), agency="")
    row = Dossier.objects.get(pk=sending.submitted(world, actor=own).id)
    assert {ability.value for ability in policies.abilities(own, row)} == {"see"}
    with pytest.raises(Forbidden):
        actions.withdraw(dossier_id=row.pk, actor=own, now=LATER)


@pytest.mark.parametrize(
    "agreed",
    [
        AgreedElsewhere(MONDAY, " "),
        AgreedElsewhere(MONDAY.replace(year=2025), "NDXP-1"),
        AgreedElsewhere(MONDAY.replace(year=2027), "NDXP-1"),
    ],
)
def test_nothing_is_submitted_without_her_agreement(world: Province, agreed: AgreedElsewhere) -> None:
    with pytest.raises(Invalid) as refused:
        actions.submit(sent=sending.sent(world, agreed=agreed), actor=sending.program(), now=MONDAY)
    assert {field.split(".")[0] for field in refused.value.fields} == {"consent"}
    assert not Dossier.objects.filter(channel="system").exists()


def test_what_is_missing_is_said_and_nothing_is_kept(world: Province) -> None:
    before = Dossier.objects.count()
    answers = sending.ANSWERS | {"marital_status": "unheard-of", "purpose": None}
    with pytest.raises(Invalid) as refused, transaction.atomic():
        actions.submit(sent=sending.sent(world, answers=answers), actor=sending.program(), now=MONDAY)
    assert {"marital_status", "purpose"} <= set(refused.value.fields)
    with pytest.raises(Invalid) as refused, transaction.atomic():
        actions.submit(sent=sending.sent(world, answers={"khong_hoi": 1}), actor=sending.program(), now=MONDAY)
    assert set(refused.value.fields) == {"khong_hoi"}
    assert Dossier.objects.count() == before


def test_who_she_is_comes_from_her_identity_whatever_is_sent(world: Province) -> None:
    answers = sending.ANSWERS | {"requester": {"full_name": "Người Khác", "personal_number": "011199000099"}}
    made = sending.submitted(world, answers=answers)
    from namkhong.services.eforms import queries as forms

    kept = Dossier.objects.get(pk=made.id)
    assert kept.answers_id is not None
    data = forms.answers(kept.answers_id).data
    assert (data["requester"]["full_name"], data["requester"]["personal_number"]) == ("Lò Thị Lan", "011199000015")


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(min_codepoint=97, max_codepoint=122), max_size=8), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(sending.ANSWERS)), _json, max_size=6))
def test_whatever_is_answered_it_is_filed_or_refused_in_words(world: Province, odd: dict[str, Any]) -> None:
    refused: Problem | None = None
    try:
        with transaction.atomic():
            sending.submitted(world, answers=sending.ANSWERS | odd)
            transaction.set_rollback(True)
    except Problem as problem:
        refused = problem
    assert refused is None or (400 <= refused.status < 500 and all(map(str, refused.fields.values())))
