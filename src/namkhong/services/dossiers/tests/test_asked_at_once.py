"""Two at once where others are asked: her yes and her silence, two heads of two agencies, two officials of one post."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, DraftRound, Opinion, OpinionRequest, Step
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.tests import asking, factories
from namkhong.services.dossiers.tests.asking import SENT
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.dossiers.tests.test_at_once import at_once
from namkhong.services.dossiers.types import Verdict

pytestmark = pytest.mark.django_db(transaction=True)


def test_those_who_are_asked_at_once() -> None:
    """One world for all promises: loading it costs more than each."""
    world = factories.province()

    draft = asking.drafted(world)
    due = SENT + timedelta(hours=24)
    at_once(
        lambda: actions.answer_draft(dossier_id=draft.id, actor=world.lan, now=due, agreed=True),
        lambda: actions.close_silent_drafts(due + timedelta(seconds=30)),
    )
    assert Step.objects.filter(dossier_id=draft.id, move=Move.CONFIRM_DRAFT).count() == 1, "yes or silence, not both"
    assert DraftRound.objects.get(dossier_id=draft.id).closed_at is not None
    assert Dossier.objects.get(pk=draft.id).step_code == "civil_status"

    sent = factories.received(world)
    units = [int(organisations.unit_of(world.commune_id, kind).id) for kind in ("economy", "culture")]
    heads = [
        factories.official(f"tp{unit}", name, unit, Role.HEAD)
        for unit, name in zip(units, ("Lò Văn Một", "Cà Thị Hai"), strict=True)
    ]
    actions.ask_opinions(
        dossier_id=sent.id, agency_ids=units, question=asking.question(), actor=world.specialist, now=MONDAY
    )
    asked = {row.agency_id: row.pk for row in OpinionRequest.objects.filter(dossier_id=sent.id)}
    signing = [
        lambda pk=asked[unit], who=head: actions.sign_opinion(
            request_id=pk, verdict=Verdict.AGREE, words="", actor=who, now=MONDAY
        )
        for unit, head in zip(units * 2, heads * 2, strict=True)
    ]
    found = at_once(*signing)
    assert sum(isinstance(item, Conflict) for item in found) == 2, "each agency signs once, and both do"
    assert Opinion.objects.filter(request__dossier_id=sent.id, signed=True).count() == 2
    assert Dossier.objects.get(pk=sent.id).open_opinions == 0

    free = factories.received(world)
    colleague = factories.official("hang.nt", "Nguyễn Thu Hằng", world.office_id, Role.SPECIALIST)
    taking = [
        lambda who=who: actions.assign(
            dossier_id=free.id, account_id=who.account_id or 0, actor=who, now=MONDAY, revision=free.revision
        )
        for who in (world.specialist, colleague)
    ]
    assert sum(isinstance(item, Conflict) for item in at_once(*taking)) == 1
