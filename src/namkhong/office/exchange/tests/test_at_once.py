"""Two at the same moment: one is sent, one is stored."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from namkhong.office.exchange import actions
from namkhong.office.exchange.actions import delivering
from namkhong.office.exchange.models import Consignment, Dispatch, Message, Packet
from namkhong.office.exchange.tests import factories
from namkhong.office.exchange.tests.factories import NOW, Axis, House, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db: None, settings: Any, tmp_path: Path) -> House:
    """The same house, in rows that every thread sees."""
    settings.FILES = {"folder": tmp_path / "files", "require_scan": False}
    return factories.build()


def together(deed: Callable[[], object], times: int = 6) -> list[Exception]:
    """So many threads begin at the same moment; what they raised."""
    gate = threading.Barrier(times)
    failed: list[Exception] = []

    def run() -> None:
        try:
            gate.wait(10)
            deed()
        except Exception as error:  # noqa: BLE001 - told to the test
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failed


def test_many_at_the_same_thing_do_it_once(house: House, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EXCHANGE = {"connector": "axis_http"}
    axis = Axis()
    monkeypatch.setattr(delivering, "connector", lambda _name: axis)
    assert not together(lambda: sent(house))
    assert (Consignment.objects.count(), Dispatch.objects.count(), Message.objects.count()) == (1, 1, 1)
    dispatch = Dispatch.objects.get()
    assert not together(lambda: actions.deliver(dispatch_id=dispatch.pk, now=NOW))
    assert len(axis.tries) == 1
    sample = (Path(__file__).parent / "samples" / "java_new.edxml").read_bytes()
    assert not together(lambda: actions.accept_packet(data=sample, via="axis_http", now=NOW))
    assert not together(lambda: actions.accept_packet(data=b"hong", via="axis_http", now=NOW))
    assert Packet.objects.count() == 2
