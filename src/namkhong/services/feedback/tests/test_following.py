"""A waiting question goes to who carries on; its sender reads it once, and its day stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from namkhong.foundation.notifications.models import Message
from namkhong.services.dossiers.tests import factories as dossiers
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province
from namkhong.services.dossiers.tests.test_relocating import merged
from namkhong.services.feedback import actions
from namkhong.services.feedback.actions.following import follow
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.tests import factories
from namkhong.services.feedback.tests.conftest import People

pytestmark = pytest.mark.django_db


def test_the_sender_reads_who_goes_on_with_it(world: Province, people: People, run_jobs: Callable[[], int]) -> None:
    code = dossiers.received(world).code
    asked = factories.sent(people.lan, dossier_code=code)
    answered = factories.assigned(people.lan, people.chief, world.commune_id, dossier_code=code)
    factories.answered(answered, people.chief)
    run_jobs()
    agencies = merged(world)
    with transaction.atomic():
        moved = follow(agencies, after=0, most=100, reason="NQ 1661", actor=SYSTEM, now=MONDAY)
    run_jobs()
    assert moved.count == 1, "what is answered stays"
    row = Inquiry.objects.get(pk=asked.pk)
    assert (row.desk_agency_id, row.due_at) == (world.other_commune_id, asked.due_at)
    told = Message.objects.filter(key__startswith="feedback.relocated:")
    assert [message.key for message in told] == [f"feedback.relocated:{agencies.plan_id}:{asked.pk}"]
    assert row.desk_agency.name in told[0].title
    assert "Hạn trả lời giữ nguyên" in told[0].text
    actions.tell_relocated(inquiry_id=asked.pk, reorganisation_id=agencies.plan_id, now=MONDAY)
    assert told.count() == 1
