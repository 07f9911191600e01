"""Two who may sign click at the same moment: real threads on real connections."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import Rank
from namkhong.kernel.actor import AccountId, Actor, ActorKind, Role
from namkhong.kernel.problems import Conflict
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, IssuedForm, Step
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import SETUP, SYSTEM, Province
from namkhong.services.dossiers.tests.test_at_once import at_once
from namkhong.services.dossiers.types import Fault

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def _deputy(world: Province) -> Actor:
    made = organise.create_official(
        username="inh.qt", full_name="Quàng Thị Inh", home_id=world.commune_id, actor=SYSTEM, now=SETUP,
        password_hash="!",
    )  # fmt: skip
    organise.appoint(
        official_id=made.official_id, agency_id=world.commune_id, role=Role.LEADER, rank=Rank.DEPUTY,
        valid_from=date(2025, 7, 1), actor=SYSTEM, now=SETUP,
    )  # fmt: skip
    posts = organisations.posts_of(made.account_id, NOW.date())
    return Actor(ActorKind.OFFICIAL, AccountId(made.account_id), "Quàng Thị Inh", posts, second_factor=True)


def test_two_who_sign_at_once_give_one_date() -> None:
    world = factories.province()
    at_work = factories.received(world)
    actions.propose_extension(
        dossier_id=at_work.id, actor=world.specialist, now=NOW, new_day=date(2026, 12, 2), reason="Chờ xác minh",
        fault=Fault.UNIT,
    )  # fmt: skip
    deputy = _deputy(world)
    seen = Dossier.objects.get(pk=at_work.id).revision
    found = at_once(
        *(
            lambda who=who: actions.sign_extension(dossier_id=at_work.id, actor=who, now=NOW, revision=seen)
            for who in (world.leader, deputy)
        )
    )
    lost = [item for item in found if isinstance(item, Conflict)]
    assert len(lost) == 1, "one signs, the other is told"
    assert "đã làm “Gia hạn, xin lỗi”" in str(lost[0])
    assert IssuedForm.objects.filter(dossier_id=at_work.id, code="04").count() == 1
    assert Step.objects.filter(dossier_id=at_work.id, move=Move.EXTEND).count() == 1
