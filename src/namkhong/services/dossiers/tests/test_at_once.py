"""Two at once: real threads on real connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from namkhong.kernel.problems import Conflict
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, IssuedForm, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Everybody at the same moment; what each got, or the problem each was told."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        except Conflict as told:
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_officials_at_once() -> None:
    """One world for both promises: loading it costs more than either."""
    world = factories.province()
    sent = factories.filed(world)
    two = [
        lambda who=who: actions.receive(dossier_id=sent.id, actor=who, now=MONDAY, revision=sent.revision)
        for who in (world.counter, world.counter2)
    ]
    found = at_once(*two)
    lost = [item for item in found if isinstance(item, Conflict)]
    assert len(lost) == 1, "one wins, the other is told"
    assert "đã làm “Tiếp nhận”" in str(lost[0])
    assert IssuedForm.objects.filter(dossier_id=sent.id).count() == 1
    assert Step.objects.filter(dossier_id=sent.id, move="receive").count() == 1

    drafts = [factories.filled(world).id for _number in range(4)]
    twice = [lambda pk=pk: actions.file(dossier_id=pk, actor=world.lan, now=MONDAY, declared=True) for pk in drafts * 2]
    codes = {card.code for card in at_once(*twice)}
    assert len(codes) == 4, "each dossier has one code, however often it was sent"
    assert Dossier.objects.filter(code__in=codes).count() == 4
