"""The demo lives its dossiers through the real actions, also where the applicant and other systems are asked."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from namkhong.config.demo import consulting
from namkhong.config.demo.lives import Citizen, Province, Story
from namkhong.config.demo.people import Invented
from namkhong.foundation.organisations import queries as organisations
from namkhong.services.dossiers.models import Dossier, DraftRound, OutsideRecord
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"


@pytest.mark.parametrize(("silent", "answer"), [(0.0, "agreed"), (1.0, "silent")])
def test_a_birth_registration_is_lived_to_its_end(silent: float, answer: str, monkeypatch: Any) -> None:
    world = factories.province()
    monkeypatch.setattr(consulting, "SILENT_SHARE", silent)
    lan = Invented("Lò Thị Lan", "female", date(1999, 3, 8), "011199000015", "0912345678")
    account, person = world.lan.account_id, world.lan.person_id
    assert account is not None
    assert person is not None
    story = Story(BIRTH, Citizen(lan, account, person, organisations.agency(world.commune_id)), online=True, late=False)
    paper = factories.pdf()
    province = Province(Random(7), paper, {BIRTH: paper}, until=MONDAY + timedelta(days=20))
    province.plan(story, MONDAY)
    province.live()
    assert Dossier.objects.get(pk=story.dossier_id).now_in is State.HANDED_OVER
    asked = DraftRound.objects.get(dossier_id=story.dossier_id)
    assert asked.answer == answer
    assert ["Giới tính", "Nữ"] in asked.fields or ["Giới tính", "Nam"] in asked.fields, "the draft begins with the form"
    assert OutsideRecord.objects.filter(dossier_id=story.dossier_id).count() == 1
