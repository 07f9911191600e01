"""A refusal is a result too, and never the draft that was prepared for a yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)


def _with_draft(world: Province) -> int:
    sent = factories.received(world)
    draft = factories.result("du-thao.pdf")
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=MONDAY, note="Đủ điều kiện", result=draft)
    return sent.id


def test_the_draft_of_a_yes_is_not_handed_out_with_a_no(world: Province) -> None:
    pk = _with_draft(world)
    actions.decide(dossier_id=pk, actor=world.leader, now=LATER, approved=False, reason="Đang có vợ hoặc có chồng")
    assert queries.result_file(Dossier.objects.get(pk=pk)) is None


def test_the_letter_of_refusal_is_the_result_of_a_no(world: Province) -> None:
    pk = _with_draft(world)
    letter = factories.result("van-ban-tu-choi.pdf")
    actions.decide(
        dossier_id=pk, actor=world.leader, now=LATER, approved=False, reason="Đang có vợ hoặc có chồng", result=letter
    )
    result = queries.result_file(Dossier.objects.get(pk=pk))
    assert result is not None
    assert result.name == "van-ban-tu-choi.pdf"


def test_the_draft_that_is_signed_is_the_result_of_a_yes(world: Province) -> None:
    pk = _with_draft(world)
    actions.decide(dossier_id=pk, actor=world.leader, now=LATER, approved=True)
    result = queries.result_file(Dossier.objects.get(pk=pk))
    assert result is not None
    assert result.name == "du-thao.pdf"
