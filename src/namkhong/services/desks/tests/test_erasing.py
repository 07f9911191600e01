"""Whose a number was is forgotten, the number stays; an export goes with its file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.foundation.files import queries as files
from namkhong.foundation.files.errors import NoSuchFile
from namkhong.services.desks import actions
from namkhong.services.desks.erasing import Exports, TicketHolders
from namkhong.services.desks.models import Export, Ticket
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province

pytestmark = pytest.mark.django_db


def test_a_number_forgets_its_holder_after_its_day(world: Province) -> None:
    actions.sit_at(agency_id=world.centre_id, window=1, actor=world.counter, now=MONDAY)
    actions.call_next(after=None, actor=world.counter, now=MONDAY)
    taken = actions.take_number(agency_id=world.centre_id, key="a", actor=world.lan, now=MONDAY)
    assert taken.holder_id == world.lan.account_id
    eraser = TicketHolders()
    assert eraser.due(MONDAY, 9) == 0
    assert eraser.erase(MONDAY + timedelta(days=1), 9, actor=SYSTEM, now=MONDAY) == 1
    kept = Ticket.objects.get(pk=taken.pk)
    assert (kept.holder_id, kept.label) == (None, taken.label)
    assert eraser.erase(MONDAY + timedelta(days=1), 9, actor=SYSTEM, now=MONDAY) == 0


def test_an_export_goes_with_its_file(world: Province) -> None:
    factories.received(world)
    asked = actions.start_export(query="xem=mine", format="csv", actor=world.counter, now=MONDAY)
    actions.run_export(export_id=asked.pk, now=MONDAY)
    file_id = Export.objects.get(pk=asked.pk).file_id
    assert file_id is not None
    assert files.read(file_id)
    fresh = actions.start_export(query="", format="csv", actor=world.counter, now=MONDAY + timedelta(days=7))
    eraser = Exports()
    end = MONDAY + timedelta(days=1)
    assert (eraser.due(MONDAY, 9), eraser.due(end, 9)) == (0, 1)
    assert eraser.erase(end, 9, actor=SYSTEM, now=end) == 1
    assert list(Export.objects.values_list("pk", flat=True)) == [fresh.pk]
    with pytest.raises(NoSuchFile):
        files.file(file_id)
