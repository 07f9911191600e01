"""The applicant sends what was missing while the counter stops the dossier: one wins, the other is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.kernel.problems import Conflict
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, IssuedForm, Step, SupplementRequest
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.dossiers.tests.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_completing_and_stopping_at_once() -> None:
    world = factories.province()
    now = MONDAY + timedelta(hours=3)
    sent = factories.asked(world)
    two = at_once(
        lambda: actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=now, reply="Đã ghi"),
        lambda: actions.stop_at_request(
            dossier_id=sent.id, actor=world.counter, now=now, reason="Đổi ý", paper=factories.result("don.pdf"),
            revision=sent.revision,
        ),
    )  # fmt: skip
    after = Dossier.objects.get(pk=sent.id)
    stopped = IssuedForm.objects.filter(dossier_id=sent.id, code="05").exists()
    assert stopped is (after.now_in is State.STOPPED_AT_REQUEST)
    lost = [found for found in two if isinstance(found, Conflict)]
    assert len(lost) == 1, "a request with the revision of her screen is never done over the other's deed"
    assert Step.objects.filter(dossier_id=sent.id, revision__gt=sent.revision).count() == 1
    request = SupplementRequest.objects.get(dossier_id=sent.id)
    assert request.state == ("closed" if stopped else "answered")

    again = factories.asked(world)
    clicks = [
        lambda: actions.complete_supplement(
            dossier_id=again.id, actor=world.lan, now=now, reply="Đã ghi", revision=again.revision
        )
    ] * 2
    cards = at_once(*clicks)
    assert {card.revision for card in cards} == {again.revision + 1}, "sent twice is sent once"
    assert IssuedForm.objects.filter(dossier_id=again.id, code="01").count() == 2
