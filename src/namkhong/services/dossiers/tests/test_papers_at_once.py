"""One paper at two desks at the same moment: real threads on real connections."""

from __future__ import annotations

import pytest

from namkhong.services.dossiers import actions
from namkhong.services.dossiers.errors import ReceiptUsed
from namkhong.services.dossiers.models import FeeReceipt, Mandate
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.dossiers.tests.test_at_once import at_once
from namkhong.services.dossiers.tests.test_mandates import registered
from namkhong.services.dossiers.types import PayWay

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_paper_at_two_desks() -> None:
    """One world for both promises: loading it costs more than either."""
    world = factories.province()
    for number in range(8):
        dossiers = [factories.received(world).id for _desk in range(2)]
        found = at_once(
            *(
                lambda pk=pk, who=who, number=number: actions.record_receipt(
                    dossier_id=pk, number=f"A{number}", amount=5_000, way=PayWay.CASH, payer="", note="", actor=who,
                    now=MONDAY,
                )
                for pk, who in zip(dossiers, (world.counter, world.counter2), strict=True)
            )
        )  # fmt: skip
        assert sum(isinstance(item, ReceiptUsed) for item in found) == 1, "one is taken, the other desk is told"
        assert FeeReceipt.objects.filter(number=f"A{number}").count() == 1
        kept = at_once(*[lambda number=number: registered(world, number=f"{number}/2026/CT")] * 2)
        assert len(set(kept)) == 1, "both desks hold the same mandate"
    assert Mandate.objects.count() == 8
