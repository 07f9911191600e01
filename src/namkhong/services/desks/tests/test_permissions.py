"""Who may do what at the desk: officials whose post works on dossiers; each only with what is hers.

A batch and an export (``start_batch``, ``run_batch``, ``start_export``, ``run_export``) are asked again for their rights
when the job runs: see ``test_batches.py`` and ``test_exports.py``. Who may ``take_number``, and where: ``test_queue.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid
from namkhong.services.desks import actions
from namkhong.services.desks.types import Ticked
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province

pytestmark = pytest.mark.django_db
Deed = Callable[[Actor, int], Any]


def _centre(dossier_id: int) -> int:
    return Dossier.objects.values_list("receiver_agency_id", flat=True).get(pk=dossier_id)


DEEDS: dict[str, Deed] = {
    "start_batch": lambda who, pk: actions.start_batch(
        deed="receive", ticked=[Ticked(pk, 1)], key="a", actor=who, now=MONDAY
    ),
    "hand_work": lambda who, pk: actions.hand_work(from_account_id=1, to_account_id=2, key="a", actor=who, now=MONDAY),
    "hand_unit": lambda who, pk: actions.hand_unit(from_agency_id=1, to_agency_id=2, key="a", actor=who, now=MONDAY),
    "hand_post": lambda who, pk: actions.hand_post(
        agency_id=1, role="specialist", to_account_id=2, key="a", actor=who, now=MONDAY
    ),
    "export_register": lambda who, pk: actions.export_register(
        agency_id=_centre(pk), year=2026, format="csv", actor=who, now=MONDAY
    ),
    "sit_at": lambda who, pk: actions.sit_at(agency_id=_centre(pk), window=1, actor=who, now=MONDAY),
    "call_next": lambda who, pk: actions.call_next(after=None, actor=who, now=MONDAY),
    "call_again": lambda who, pk: actions.call_again(ticket_id=0, actor=who, now=MONDAY),
    "miss": lambda who, pk: actions.miss(ticket_id=0, actor=who, now=MONDAY),
    "finish": lambda who, pk: actions.finish(ticket_id=0, actor=who, now=MONDAY),
    "start_export": lambda who, pk: actions.start_export(query="", format="csv", actor=who, now=MONDAY),
    "save_filter": lambda who, pk: actions.save_filter(name="Lọc", query="q=lan", actor=who, now=MONDAY),
    "choose_columns": lambda who, pk: actions.choose_columns(columns=["filed"], actor=who, now=MONDAY),
    "drop_filter": lambda who, pk: actions.drop_filter(
        filter_id=actions.save_filter(name="Lọc", query="q=lan", actor=who, now=MONDAY), actor=who, now=MONDAY
    ),
}


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_who_may(world: Province, verb: str) -> None:
    card = factories.filed(world)
    with suppress(Invalid):  # allowed, and told what is wrong
        DEEDS[verb](world.counter, card.id)
    for who in ("visitor", "lan", "neighbour", "administrator"):
        if who in world.cast():
            with pytest.raises(Forbidden):
                DEEDS[verb](world.cast()[who], card.id)
