"""Long after an inquiry has ended nobody can be reached by it any more; question and answer stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province
from namkhong.services.feedback.erasing import Contacts
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.tests import factories
from namkhong.services.feedback.tests.conftest import People

pytestmark = pytest.mark.django_db


def test_name_and_contact_go_after_the_end(world: Province, people: People) -> None:
    ended = factories.sent(people.visitor)
    running = factories.sent(people.visitor)
    reach = {"sender_name": "Bà Mỷ", "contact_phone": "0912345679", "contact_email": "my@example.vn"}
    Inquiry.objects.filter(pk__in=[ended.pk, running.pk]).update(**reach)
    Inquiry.objects.filter(pk=ended.pk).update(state="not_accepted", ended_at=MONDAY)
    eraser = Contacts()
    end = MONDAY + timedelta(seconds=1)
    assert (eraser.due(MONDAY, 9), eraser.due(end, 9)) == (0, 1)
    assert eraser.erase(end, 9, actor=SYSTEM, now=end) == 1
    assert eraser.erase(end, 9, actor=SYSTEM, now=end) == 0
    ended.refresh_from_db()
    running.refresh_from_db()
    assert [getattr(ended, field) for field in reach] == ["", "", ""]
    assert ended.text
    assert [getattr(running, field) for field in reach] == list(reach.values())
