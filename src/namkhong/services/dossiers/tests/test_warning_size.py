"""The nightly look ahead over every open dossier of a province: quick, and no heavier for more of them.

The suite takes 3,000; ``NAMKHONG_OPEN_DOSSIERS=45000`` takes a whole province and holds it to sixty seconds.
"""

from __future__ import annotations

import os
import time
import tracemalloc
from datetime import timedelta

import pytest

from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, LateChance, StepTime
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.tests.many import copied

pytestmark = pytest.mark.django_db
COUNT = int(os.environ.get("NAMKHONG_OPEN_DOSSIERS", "3000"))
SECONDS_FOR_ALL = 60 / 45_000  # of each dossier
MOST_BYTES = 24_000_000  # whatever the number


def test_every_open_dossier_is_looked_at_in_time_and_in_little_memory(
    world: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    pattern = factories.received(world)
    copied(pattern.id, COUNT)
    row = Dossier.objects.get(pk=pattern.id)
    StepTime.objects.bulk_create(
        StepTime(
            step_code=row.step_code, agency_id=agency, hours=hours, samples=100,
            points=[30 * point for point in range(64)], computed_at=MONDAY,
        )
        for agency in (None, world.office_id)
        for hours in (4, 8, 12, 16)
    )  # fmt: skip
    now = MONDAY + timedelta(hours=3)
    started = time.perf_counter()
    told = actions.refresh_late_chances(now)
    took = time.perf_counter() - started
    tracemalloc.start()
    try:
        again = actions.refresh_late_chances(now)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    with capsys.disabled():
        print(f"\n  {COUNT} open dossiers: {took:.1f} s, {told} told, {most / 1e6:.1f} MB at most")  # noqa: T201 - the figure
    assert told == again == LateChance.objects.count()
    assert told > COUNT / 2, "what is written weighs most"
    assert took < max(SECONDS_FOR_ALL * COUNT, 5)
    assert most < MOST_BYTES
