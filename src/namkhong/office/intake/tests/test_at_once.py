"""Two leaders, two people of one unit at the same moment: real threads, real locks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Problem
from namkhong.office.intake import actions
from namkhong.office.intake.models import Arrival, Assignment, Note
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import NOW


def _both(deeds: list[Callable[[], Any]]) -> list[str]:
    outcomes: list[str] = []
    begin = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> None:
        begin.wait()
        try:
            deed()
            outcomes.append("done")
        except Problem as problem:
            outcomes.append(str(problem.status))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_write_one_note_and_two_of_a_unit_take_it_once(settings: Any, tmp_path: Path) -> None:
    settings.FILES = {"folder": tmp_path / "files", "require_scan": False}
    house = make.build()
    arrival = make.proposed(house)
    shown = arrival.revision

    def note(who: Actor, whom: Actor) -> Callable[[], Any]:
        lines = [make.lead(whom)]
        return lambda: actions.direct(arrival_id=arrival.pk, words="", lines=lines, actor=who, now=NOW, revision=shown)

    assert _both([note(house.chairman, house.head), note(house.deputy, house.specialist)]) == ["409", "done"]
    assert Note.objects.filter(arrival=arrival, kind="direct").count() == 1
    assert Assignment.objects.filter(arrival=arrival).count() == 1

    other = make.directed(house)
    job = make.job(other).pk

    def take(who: Actor) -> Callable[[], Any]:
        return lambda: actions.accept(assignment_id=job, actor=who, now=NOW)

    outcomes = _both([take(house.specialist), take(house.colleague)])
    assert outcomes.count("done") == 1
    row = Assignment.objects.get(pk=job)
    assert row.account_id in {house.specialist.account_id, house.colleague.account_id}
    assert Note.objects.filter(arrival=other, kind="accept").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_scan_sent_twice_at_once_is_one_arrival(settings: Any, tmp_path: Path) -> None:
    settings.FILES = {"folder": tmp_path / "files", "require_scan": False}
    house, token = make.build(), UUID(int=7)
    send = partial(make.on_paper, house, token=token)
    assert _both([send, send]) == ["done", "done"]
    assert Arrival.objects.count() == 1
    other = make.on_paper(house, token=UUID(int=8))
    assert other.token == UUID(int=8)
