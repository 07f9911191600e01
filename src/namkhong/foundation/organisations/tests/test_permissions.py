"""Who may do what: rows are the cast, columns the verbs; a verb without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from namkhong.foundation.organisations import actions
from namkhong.foundation.organisations.models import Official
from namkhong.foundation.organisations.tests.factories import (
    NOW,
    SYSTEM,
    TODAY,
    actor_of,
    administrator,
    agency,
    official,
    post,
)
from namkhong.foundation.organisations.types import Rank
from namkhong.foundation.organisations.types_reorganisation import PlanHead, PlanLine
from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.kernel.problems import Forbidden, Unseen

Deed = Callable[[Actor], Any]
YES, NO, UNSEEN = "yes", "403", "404"
NEXT = date(2026, 12, 1)

# cast:                       own commune's people and units
CAST = {
    "province": YES,
    "this_commune": YES,
    "other_commune": UNSEEN,
    "not_elevated": NO,
    "leader_here": NO,
    "counter_here": NO,
    "citizen": NO,
    "anonymous": NO,
    "api_client": NO,
    "system": YES,
}
#                 verb: what differs from the row above
VERBS: dict[str, dict[str, str]] = {
    "create_agency": {},
    "rename_agency": {},
    "change_code": {},
    "move_agency": {},
    "end_agency": {},
    "create_official": {},
    "update_official": {},
    "lock_official": {},
    "unlock_official": {},
    "sign_out_official": {},
    "new_password": {},
    "appoint": {},
    "end_appointment": {},
    "move_official": {},
    "give_authority": {},
    "end_authority": {},
    "give_substitute": {"leader_here": YES},
    "end_substitute": {"leader_here": YES},
    "import_officials": {"this_commune": YES, "other_commune": YES},  # row by row: test_importing.py
    "load_facts": {"this_commune": NO, "other_commune": NO},
    "plan_reorganisation": {"this_commune": NO, "other_commune": NO},
    "approve_reorganisation": {"this_commune": NO, "other_commune": NO},
    "cancel_reorganisation": {"this_commune": NO, "other_commune": NO},
}
NOT_DEEDS = {
    "NewOfficial",
    "apply_reorganisation",
    "check_person",
    "home_of",
    "refresh_tree",
    "reorganise_due",
    "MOST_ROWS",
    "column_words",
    "named_rows",
}  # a value, questions, the jobs


def _cast(name: str) -> Actor:
    if name == "system":
        return SYSTEM
    if name == "province":
        return administrator("db")
    if name == "this_commune":
        return administrator("c03325")
    if name == "other_commune":
        return administrator("c03172")
    if name == "not_elevated":
        return administrator("db", elevated=False)
    if name in {"leader_here", "counter_here"}:
        someone = official("c03325")
        role, rank = (Role.LEADER, Rank.DEPUTY) if name == "leader_here" else (Role.COUNTER, None)
        post(someone, "c03325", role, rank)
        return actor_of(someone)
    kind = {"citizen": ActorKind.CITIZEN, "anonymous": ActorKind.ANONYMOUS, "api_client": ActorKind.API_CLIENT}[name]
    return Actor(kind=kind, scopes=frozenset({"organisations"}))


def _deed(verb: str) -> Deed:  # noqa: C901 - a table
    commune, unit = agency("c03325"), agency("c03325_vp")
    someone = official("c03325")
    if verb == "create_agency":
        return lambda actor: actions.create_agency(
            kind="division",
            name="Tổ công tác",
            parent_id=commune.pk,
            valid_from=TODAY,
            basis="QĐ 1",
            actor=actor,
            now=NOW,
        )
    if verb == "rename_agency":
        return lambda actor: actions.rename_agency(
            agency_id=unit.pk, name="Văn phòng", short_name="", on=NEXT, basis="QĐ", actor=actor, now=NOW
        )
    if verb == "change_code":
        return lambda actor: actions.change_code(
            agency_id=unit.pk, code="H18.99.1", on=NEXT, basis="QĐ", actor=actor, now=NOW
        )
    if verb == "move_agency":
        return lambda actor: actions.move_agency(
            agency_id=unit.pk, parent_id=agency("c03325_kt").pk, on=NEXT, basis="QĐ", actor=actor, now=NOW
        )
    if verb == "end_agency":
        return lambda actor: actions.end_agency(agency_id=unit.pk, on=NEXT, basis="QĐ", actor=actor, now=NOW)
    if verb == "create_official":
        return lambda actor: actions.create_official(
            username="nguoi.moi", full_name="Lò Thị Mới", home_id=commune.pk, password_hash="!", actor=actor, now=NOW
        )
    if verb == "update_official":
        return lambda actor: actions.update_official(
            official_id=someone.pk, full_name="Lò Thị Khác", phone="", email="", actor=actor, now=NOW
        )
    if verb in {"lock_official", "unlock_official", "sign_out_official", "new_password"}:
        return lambda actor: getattr(actions, verb)(official_id=someone.pk, reason="Kiểm tra", actor=actor, now=NOW)
    if verb == "import_officials":
        return lambda actor: actions.import_officials(rows=[], actor=actor, now=NOW, trial=True)
    if verb == "load_facts":
        return lambda actor: actions.load_facts(NOW, actor)
    if verb.endswith("_reorganisation"):
        return _reorganisation(verb)
    if verb == "appoint":
        return lambda actor: actions.appoint(
            official_id=someone.pk, agency_id=unit.pk, role=Role.SPECIALIST, valid_from=TODAY, actor=actor, now=NOW
        )
    held = post(someone, "c03325_kt", Role.HEAD)
    if verb == "end_appointment":
        return lambda actor: actions.end_appointment(post_id=held, on=NEXT, reason="QĐ", actor=actor, now=NOW)
    if verb == "move_official":
        return lambda actor: actions.move_official(
            official_id=someone.pk,
            post_id=held,
            agency_id=unit.pk,
            role=Role.SPECIALIST,
            on=NEXT,
            reason="QĐ",
            actor=actor,
            now=NOW,
        )
    if verb in {"give_substitute", "end_substitute"}:
        return _substitution(verb, someone)
    post(official("c03325"), "c03325", Role.LEADER, Rank.CHIEF)

    def give(actor: Actor) -> int:
        return actions.give_authority(
            form="TUQ.",
            agency_id=commune.pk,
            holder_post_id=held,
            scope="Chứng thực bản sao",
            basis="UQ 1",
            valid_from=TODAY,
            valid_to=TODAY + timedelta(days=30),
            actor=actor,
            now=NOW,
        )

    if verb == "give_authority":
        return give
    given = give(SYSTEM)
    return lambda actor: actions.end_authority(authority_id=given, on=NEXT, reason="Thu hồi", actor=actor, now=NOW)


def _reorganisation(verb: str) -> Deed:
    head = PlanHead("Đổi tên", "QĐ 1", NEXT)
    lines = [PlanLine(1, "rename", old="c03325_vp", name="Văn phòng xã")]
    if verb == "plan_reorganisation":
        return lambda actor: actions.plan_reorganisation(head=head, lines=lines, actor=actor, now=NOW)
    pk = actions.plan_reorganisation(head=head, lines=lines, actor=SYSTEM, now=NOW)
    return lambda actor: getattr(actions, verb)(reorganisation_id=pk, actor=actor, now=NOW)


def _substitution(verb: str, absent: Official) -> Deed:
    other = official("c03325", "Lò Thị Én")
    post(other, "c03325_vp", Role.SPECIALIST)

    def give(actor: Actor) -> int:
        return actions.give_substitute(
            official_id=absent.pk,
            substitute_id=other.pk,
            valid_from=TODAY,
            last_day=NEXT,
            reason="Nghỉ phép",
            actor=actor,
            now=NOW,
        )

    if verb == "give_substitute":
        return give
    given = give(SYSTEM)
    return lambda actor: actions.end_substitute(substitution_id=given, actor=actor, now=NOW)


def _answer(deed: Deed, actor: Actor) -> str:
    try:
        deed(actor)
    except Unseen:
        return UNSEEN
    except Forbidden:
        return NO
    return YES


def test_every_verb_has_a_row() -> None:
    assert set(actions.__all__) == set(VERBS) | NOT_DEEDS


def _attempt(verb: str, name: str) -> str:
    """One cell; what was done is undone, so that every cell starts from the same province."""
    with transaction.atomic():
        answer = _answer(_deed(verb), _cast(name))
        transaction.set_rollback(True)
    return answer


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("verb", VERBS)
def test_the_table(verb: str) -> None:
    assert {name: _attempt(verb, name) for name in CAST} == CAST | VERBS[verb]


@pytest.mark.usefixtures("province")
def test_an_official_managed_elsewhere_is_seen_but_not_locked() -> None:
    someone = official("c03172")
    post(someone, "c03325_ttpvhcc", Role.COUNTER)
    here = administrator("c03325")
    with pytest.raises(Forbidden):
        actions.lock_official(official_id=someone.pk, reason="Thử", actor=here, now=NOW)
    with pytest.raises(Unseen):
        actions.lock_official(official_id=official("c03172").pk, reason="Thử", actor=here, now=NOW)


@pytest.mark.usefixtures("province")
def test_a_commune_moves_nobody_to_another_commune() -> None:
    someone = official("c03325")
    held = post(someone, "c03325_kt", Role.HEAD)
    with pytest.raises(Unseen):
        actions.move_official(
            official_id=someone.pk,
            post_id=held,
            agency_id=agency("c03172_kt").pk,
            role=Role.HEAD,
            on=NEXT,
            reason="QĐ",
            actor=administrator("c03325"),
            now=NOW,
        )


@pytest.mark.usefixtures("province")
def test_an_elevation_that_is_over_does_not_count() -> None:
    actor = administrator("db")
    with pytest.raises(Forbidden):
        actions.create_agency(
            kind="division",
            name="Phòng",
            parent_id=agency("stp_2025").pk,
            valid_from=TODAY,
            basis="QĐ 1",
            actor=actor,
            now=NOW + timedelta(hours=2),
        )
