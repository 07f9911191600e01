"""An official and a batch at the same dossiers: real threads on real connections, so no module's world may stand open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Problem
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, Relocation
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.dossiers.tests.test_at_once import at_once
from namkhong.services.dossiers.tests.test_relocating import merged, move

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_official_forwards_while_the_batch_moves_it() -> None:
    """Whoever comes first, the dossier ends whole at the new agency: with the leader, or still with the specialist."""
    world = factories.province()
    ids = [factories.received(world).id for _number in range(6)]
    agencies = merged(world)

    def forward(pk: int) -> Callable[[], bool]:
        def deed() -> bool:
            try:
                actions.forward(dossier_id=pk, actor=world.specialist, now=MONDAY + timedelta(hours=1))
            except Problem:
                return False  # it was moved before: her post no longer holds it
            return True

        return deed

    def batches() -> bool:
        for _number in range(6):
            move(agencies, most=2)
        connection.close()
        return True

    done = at_once(batches, *(forward(pk) for pk in ids))[1:]
    while move(agencies).count:  # what was forwarded while the first sweep passed by
        pass
    office = organisations.unit_of(world.other_commune_id, "office").id
    for pk, forwarded in zip(ids, done, strict=True):
        row = Dossier.objects.get(pk=pk)
        assert row.holder_agency_id == (world.other_commune_id if forwarded else office)
        assert row.holder_role == (Role.LEADER if forwarded else Role.SPECIALIST)
        assert row.decider_agency_id == world.other_commune_id
        assert Relocation.objects.filter(dossier_id=pk).count() == 1, "moved exactly once"
