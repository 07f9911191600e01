"""A dossier walks the whole way through the real rooms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import ClockEvent, Dossier, IssuedForm, Step
from namkhong.services.dossiers.states import Outcome, State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.web.words import moment

pytestmark = pytest.mark.django_db


def test_a_dossier_goes_all_the_way(world: Province) -> None:
    begun = factories.typed(world)
    sent = actions.file(dossier_id=begun.id, actor=world.lan, now=MONDAY, declared=True)
    assert sent.state is State.FILED
    assert sent.code.startswith("H18.55.04-261123-")
    actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY)
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=MONDAY + timedelta(hours=1))
    actions.decide(
        dossier_id=sent.id,
        actor=world.leader,
        now=MONDAY + timedelta(hours=2),
        approved=True,
        result=factories.result(),
    )
    done = actions.hand_over(dossier_id=sent.id, actor=world.counter, now=MONDAY + timedelta(hours=3))
    assert done.state is State.HANDED_OVER
    dossier = Dossier.objects.get(pk=sent.id)
    assert dossier.outcome == Outcome.APPROVED
    assert dossier.worked_minutes == 120
    assert moment(dossier.due_at or MONDAY) == "17 giờ 30, thứ Sáu 27/11"  # the 24th is a holiday
    assert [step.move for step in Step.objects.filter(dossier=dossier).order_by("revision")] == [
        "file", "receive", "forward", "forward", "decide", "hand_over",
    ]  # fmt: skip
    assert [event.effect for event in ClockEvent.objects.filter(dossier=dossier).order_by("pk")] == ["start", "end"]
    assert IssuedForm.objects.filter(dossier=dossier, code="01").count() == 1
