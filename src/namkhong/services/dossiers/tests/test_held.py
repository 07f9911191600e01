"""Who leaves does not take dossiers with her: what she holds is seen, handed over, and never left with nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from namkhong.config import wiring
from namkhong.foundation.audit import queries as audit
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import StillHolds, WrongEntry
from namkhong.foundation.organisations.types import Held, held_by, held_items
from namkhong.kernel.actor import Actor, Elevation
from namkhong.services.dossiers import policies, queries
from namkhong.services.dossiers.actions.reassigning import reassign
from namkhong.services.dossiers.errors import NotYours
from namkhong.services.dossiers.held import HeldDossiers
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.queries.naming import names, names_by_step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province
from namkhong.services.dossiers.types import View

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
TODAY = date(2026, 11, 23)


def _account(actor: Actor) -> int:
    assert actor.account_id is not None
    return actor.account_id


def _post(actor: Actor) -> int:
    return actor.posts[0].id


def _elevated(actor: Actor) -> Actor:
    return replace(actor, elevation=Elevation("Bàn giao", MONDAY + timedelta(minutes=15)))


def _named(world: Province, to: Actor) -> int:
    """A filed dossier that one of the two officials at the counter was given by name."""
    pk = factories.filed(world).id
    Dossier.objects.filter(pk=pk).update(holder_account=to.account_id)
    return pk


def test_a_post_held_alone_holds_its_dossiers_and_a_shared_one_does_not(world: Province) -> None:
    waiting = factories.received(world)  # with the only specialist
    factories.filed(world)  # at the counter, where two work
    work = HeldDossiers()
    assert work.count(account_id=_account(world.specialist)) == 1
    assert work.count(account_id=_account(world.counter)) == 0
    assert work.count(agency_id=world.centre_id) == 1
    assert work.count() == 0
    (item,) = work.list(account_id=_account(world.specialist))
    assert item.text.startswith(f"{waiting.code} – ")
    assert item.due_at is not None
    assert "Lan" not in item.text


def test_what_was_given_by_name_is_held_by_that_official_alone(world: Province) -> None:
    _named(world, world.counter)
    work = HeldDossiers()
    assert work.count(account_id=_account(world.counter)) == 1
    assert work.count(account_id=_account(world.counter2)) == 0
    assert work.count(account_id=_account(world.counter), agency_id=world.office_id) == 0


def test_wiring_registers_the_dossiers(world: Province) -> None:
    wiring.install()
    factories.received(world)
    assert [str(held) for held in held_by(account_id=_account(world.specialist))] == ["1 hồ sơ"]
    assert len(held_items(account_id=_account(world.specialist))) == 1
    assert str(Held("hồ sơ", 1_001)) == "1.000+ hồ sơ"


def test_ending_a_post_with_work_asks_where_the_work_goes(world: Province) -> None:
    factories.received(world)
    end: dict[str, Any] = {
        "post_id": _post(world.specialist),
        "on": TODAY + timedelta(days=1),
        "reason": "QĐ 5",
        "now": MONDAY,
    }
    with pytest.raises(StillHolds, match="1 hồ sơ"):
        organise.end_appointment(**end, actor=SYSTEM)
    with pytest.raises(WrongEntry, match="cùng vị trí"):
        organise.end_appointment(**end, actor=SYSTEM, work_to=_account(world.leader))
    organise.end_appointment(**end, actor=SYSTEM, work_to="post")
    assert not organisations.posts_of(_account(world.specialist), TODAY + timedelta(days=1))


def test_a_colleague_takes_over_what_was_given_by_name(world: Province) -> None:
    pk = _named(world, world.counter)
    shared = factories.filed(world).id
    organise.end_appointment(
        post_id=_post(world.counter),
        on=TODAY,
        reason="Nghỉ thai sản",
        actor=SYSTEM,
        now=MONDAY,
        work_to=_account(world.counter2),
    )
    assert Dossier.objects.get(pk=pk).holder_account_id == world.counter2.account_id
    assert Dossier.objects.get(pk=shared).holder_account_id is None
    (entry,) = [row for row in audit.entries_of(("dossier", pk)) if row.action == "dossiers.reassigned"]
    assert entry.detail == {"from": world.counter.account_id, "to": world.counter2.account_id}
    assert pk in [row.id for row in queries.inbox(world.counter2, View.MINE, now=MONDAY).rows]


def test_a_lock_never_waits_and_leaves_nothing_with_the_locked(world: Province) -> None:
    pk = _named(world, world.counter)
    official = organisations.official_names([_account(world.counter)])[_account(world.counter)]
    organise.lock_official(official_id=official.official_id, reason="Lộ mật khẩu", actor=SYSTEM, now=MONDAY)
    assert Dossier.objects.get(pk=pk).holder_account_id is None
    assert pk in [row.id for row in queries.inbox(world.counter2, View.MINE, now=MONDAY).rows]


def test_a_successor_in_another_post_gets_nothing_and_the_post_keeps_it(world: Province) -> None:
    pk = _named(world, world.counter)
    handed = reassign(
        from_account_id=_account(world.counter),
        to_account_id=_account(world.leader),
        agency_id=None,
        actor=SYSTEM,
        now=MONDAY,
    )
    assert handed == 1
    assert Dossier.objects.get(pk=pk).holder_account_id is None


@pytest.mark.parametrize("who", ["visitor", "lan", "counter", "leader", "administrator"])
def test_only_an_elevated_administrator_takes_work_away(world: Province, who: str) -> None:
    take: dict[str, Any] = {"from_account_id": 1, "to_account_id": None, "agency_id": None, "now": MONDAY}
    with pytest.raises(NotYours):
        reassign(**take, actor=world.cast()[who])
    assert reassign(**take, actor=_elevated(world.administrator)) == 0
    policies.require_reassign(SYSTEM, MONDAY)


def test_held_work_is_counted_in_few_queries(world: Province, django_assert_max_num_queries: Any) -> None:
    for _again in range(3):
        factories.received(world)
    with django_assert_max_num_queries(2):
        assert HeldDossiers().count(account_id=_account(world.specialist)) == 3


def test_the_record_and_the_jobs_call_a_dossier_by_its_code(world: Province) -> None:
    draft, sent = factories.filled(world), factories.filed(world)
    step = Step.objects.filter(dossier_id=sent.id).first()
    assert step is not None
    assert names([str(draft.id), str(sent.id), "x", "9" * 30]) == {str(sent.id): f"hồ sơ {sent.code}"}
    assert names_by_step([str(step.pk)]) == {str(step.pk): f"hồ sơ {sent.code}"}
