"""Who may count anew: only the jobs, ``catch_up`` and ``refresh``; no page does. Who reads: see test_pages."""

from __future__ import annotations

import pytest

from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.openness import actions

pytestmark = pytest.mark.django_db


def test_counting_nothing_is_no_mistake(world: Province) -> None:
    assert actions.catch_up(now=MONDAY) == 0
    actions.refresh(now=MONDAY)
