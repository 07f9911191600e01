"""Who does a step: the head says, an official takes what is free, and it can lie free again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.foundation.notifications.models import Message
from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.errors import Missing, MovedMeanwhile, NotYours
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.policies import Ability, abilities
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def chief(world: Province) -> Actor:
    """The head of the unit that appraises."""
    return factories.official("chanhvp", "Tòng Văn Thanh", world.office_id, Role.CHIEF_OF_OFFICE)


@pytest.fixture
def colleague(world: Province) -> Actor:
    """A second specialist of the unit."""
    return factories.official("hang.nt", "Nguyễn Thu Hằng", world.office_id, Role.SPECIALIST)


def _id(actor: Actor) -> int:
    assert actor.account_id is not None
    return actor.account_id


def test_the_head_gives_it_to_one_who_then_has_it_alone(world: Province, chief: Actor, colleague: Actor) -> None:
    sent = factories.received(world)
    before = Dossier.objects.get(pk=sent.id)
    actions.assign(dossier_id=sent.id, account_id=_id(colleague), actor=chief, now=LATER, revision=sent.revision)
    row = Dossier.objects.get(pk=sent.id)
    assert row.holder_account_id == colleague.account_id
    assert (row.step_due_at, row.due_at) == (before.step_due_at, before.due_at), "no date moves"
    step = Step.objects.get(dossier_id=sent.id, move=Move.ASSIGN)
    assert (step.by_id, step.note, step.timeliness) == (chief.account_id, "Giao cho Nguyễn Thu Hằng", "")
    with pytest.raises(NotYours):
        actions.forward(dossier_id=sent.id, actor=world.specialist, now=LATER)
    actions.forward(dossier_id=sent.id, actor=colleague, now=LATER)
    assert Dossier.objects.get(pk=sent.id).holder_account_id is None, "the next step lies free"


def test_an_official_takes_a_free_one_and_nobody_elses(world: Province, colleague: Actor) -> None:
    sent = factories.received(world)
    with pytest.raises(NotYours):
        actions.assign(dossier_id=sent.id, account_id=_id(colleague), actor=world.specialist, now=LATER)
    actions.assign(dossier_id=sent.id, account_id=_id(world.specialist), actor=world.specialist, now=LATER)
    with pytest.raises(NotYours):
        actions.assign(dossier_id=sent.id, account_id=_id(colleague), actor=colleague, now=LATER)
    actions.take_back(dossier_id=sent.id, actor=world.specialist, now=LATER)
    actions.assign(dossier_id=sent.id, account_id=_id(colleague), actor=colleague, now=LATER)


def test_the_head_takes_it_back(world: Province, chief: Actor, colleague: Actor) -> None:
    sent = factories.received(world)
    actions.assign(dossier_id=sent.id, account_id=_id(colleague), actor=chief, now=LATER)
    with pytest.raises(NotYours):
        actions.take_back(dossier_id=sent.id, actor=world.specialist, now=LATER)
    actions.take_back(dossier_id=sent.id, actor=chief, now=LATER)
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=LATER)


def test_only_who_holds_the_post_can_be_given_it(world: Province, chief: Actor) -> None:
    sent = factories.received(world)
    for nobody in (world.counter, world.lan, world.leader):
        with pytest.raises(Missing):
            actions.assign(dossier_id=sent.id, account_id=_id(nobody), actor=chief, now=LATER)
    with pytest.raises(NotYours):
        actions.assign(dossier_id=sent.id, account_id=_id(world.specialist), actor=world.counter, now=LATER)


def test_nobody_assigns_a_leaders_own_step(world: Province, chief: Actor) -> None:
    sent = factories.appraised(world)
    row = Dossier.objects.get(pk=sent.id)
    assert Ability.ASSIGN not in abilities(chief, row)
    assert Ability.ASSIGN in abilities(world.leader, row), "a leader takes it herself"


def test_who_was_slower_is_told_who_was_faster(world: Province, chief: Actor, colleague: Actor) -> None:
    sent = factories.received(world)
    given = {"dossier_id": sent.id, "now": LATER, "revision": sent.revision}
    actions.assign(account_id=_id(colleague), actor=chief, **given)  # type: ignore[arg-type]
    actions.assign(account_id=_id(colleague), actor=chief, **given)  # type: ignore[arg-type]
    with pytest.raises(MovedMeanwhile, match="Tòng Văn Thanh"):
        actions.assign(account_id=_id(world.specialist), actor=world.specialist, **given)  # type: ignore[arg-type]


def test_the_official_is_told_once(world: Province, chief: Actor, colleague: Actor) -> None:
    sent = factories.received(world)
    actions.assign(dossier_id=sent.id, account_id=_id(colleague), actor=chief, now=LATER)
    step = Step.objects.get(dossier_id=sent.id, move=Move.ASSIGN)
    for _again in range(2):
        actions.tell_holder(step_id=step.pk, now=LATER)
    told = Message.objects.filter(account_id=colleague.account_id, title__contains="được giao cho ông/bà")
    assert told.count() == 1
